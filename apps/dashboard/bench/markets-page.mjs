// Frame times of the markets page in a real browser: 600 markets whose rates change five times a second, published
// by NATS through a real gateway, at rest and while the table is scrolled.
import { connect } from '@nats-io/transport-node';
import getPort from 'get-port';
import { chromium } from 'playwright-core';
import { startApp } from '../../../libs/testing/dist/start-app.js';
import { startNats } from '../../../libs/testing/dist/start-nats.js';
import { tempFolder } from '../../../libs/testing/dist/temp-folder.js';

const MARKETS = 600;
const PUBLISHED_PER_SECOND = 5;
const SECONDS = 10;

const nats = await startNats();
const folder = tempFolder();
const port = await getPort({ host: '127.0.0.1' });
const gateway = startApp('gateway', {
  environment: {
    NATS_URL: nats.url,
    DATABASE_URL: `file:${folder.path}/bench.db`,
    HTTP_PORT: String(port),
  },
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
try {
  await gateway.prints('The gateway listens');
  const bus = await connect({ servers: nats.url });
  const publisher = setInterval(
    () => bus.publish('market.rates', rates()),
    1000 / PUBLISHED_PER_SECOND,
  );
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`http://127.0.0.1:${port}/markets`);
  await page.getByText(`${MARKETS} of ${MARKETS} markets`).waitFor();
  console.log(
    `${MARKETS} markets, rates published ${PUBLISHED_PER_SECOND} times a second, ${SECONDS} s each`,
  );
  console.log('at rest      ', await frames(page, 0));
  console.log('while scrolled', await frames(page, 40));
  clearInterval(publisher);
  await bus.close();
} finally {
  await browser.close();
  await gateway.stop('SIGKILL');
  await nats.close();
  folder.remove();
}

/** `scrollPx`: how far the table moves each frame. */
async function frames(page, scrollPx) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const before = await metrics(cdp);
  const times = await page.evaluate(
    ([seconds, step]) =>
      new Promise((done) => {
        const table = globalThis.document.querySelector('.grid-frame');
        const gaps = [];
        let direction = 1;
        let before = performance.now();
        const endAt = before + seconds * 1000;
        const frame = (now) => {
          gaps.push(now - before);
          before = now;
          const atEnd = table.scrollTop + table.clientHeight >= table.scrollHeight - 1;
          if (atEnd) direction = -1;
          if (table.scrollTop === 0) direction = 1;
          if (step > 0) table.scrollTop += direction * step;
          if (now < endAt) globalThis.requestAnimationFrame(frame);
          else done(gaps);
        };
        globalThis.requestAnimationFrame(frame);
      }),
    [SECONDS, scrollPx],
  );
  const after = await metrics(cdp);
  // Of the page's own thread; a busy machine makes frames late, but not the work much larger.
  const work = ['Script', 'Layout', 'RecalcStyle', 'Task'].map((name) => {
    const seconds = after.get(`${name}Duration`) - before.get(`${name}Duration`);
    return `${name.toLowerCase()} ${((seconds * 1000) / times.length).toFixed(1)}`;
  });
  const sorted = times.sort((a, b) => a - b);
  const at = (share) => `${sorted[Math.floor(share * (sorted.length - 1))].toFixed(1)} ms`;
  const perSecond = (times.length / SECONDS).toFixed(0);
  return `${perSecond} frames/s, median ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}; ms a frame: ${work.join(', ')}`;
}

async function metrics(cdp) {
  const { metrics: list } = await cdp.send('Performance.getMetrics');
  return new Map(list.map(({ name, value }) => [name, value]));
}

function rates() {
  const atMs = Date.now();
  const markets = Array.from({ length: MARKETS }, (_, index) => {
    const price = (100_000 / (index + 1)) * (1 + Math.random() / 1000);
    return {
      symbol: `COIN${index}/USDT:USDT`,
      nativeId: `COIN${index}USDT`,
      predictedRate: ((Math.random() - 0.4) / 1000).toFixed(8),
      nextFundingAtMs: Math.ceil(atMs / 28_800_000) * 28_800_000,
      intervalMinutes: [60, 240, 480][index % 3],
      markPrice: price.toFixed(6),
      lastPrice: price.toFixed(6),
      turnoverUsdt24h: (Math.random() * 1e9).toFixed(2),
      spot: null,
    };
  });
  const source = 'replay bench';
  return JSON.stringify({ v: 1, atMs, exchange: 'bybit', source, pollSeconds: 10, markets });
}
