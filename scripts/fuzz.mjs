// npm run fuzz: hostile input at every route and the socket of a real gateway. `-- --help` lists the arguments.
import { setTimeout as sleep } from 'node:timers/promises';
import { askedOptions, numberOf } from './set-up/asked-options.mjs';
import { setUp } from './set-up/set-up.mjs';

const HELP = `npm run fuzz -- [seconds] [seed]

Malformed, huge, nested and hostile input at every route and the socket of a real gateway, for so many seconds (default 300).
Prints the seed, which can be given again. Ends with 1 where an answer was the gateway's own fault, or when it ended.`;

const { positionals } = askedOptions('npm run fuzz', HELP, {}, 2);
const seconds = numberOf('seconds', positionals[0] ?? '300');
const seed = numberOf('seed', positionals[1] ?? String(Date.now() % 1_000_000));
await setUp();
const { default: fc } = await import('fast-check');
const { anyRequest, anyTalk, send, talk } = await import('../apps/gateway/dist/fuzz.fixture.js');
const stages = await import('../apps/gateway/dist/gateway-stage.fixture.js');
const { leaveFact } = await import('../libs/testing/dist/retained-fact.js');
const { startApp } = await import('../libs/testing/dist/start-app.js');

const AT_ONCE = 8;

const stage = await stages.openStage();
await leaveFact(stage.nats.url, 'data.progress', stages.progress());
await leaveFact(stage.nats.url, 'market.rates', stages.rates(50));
await leaveFact(stage.nats.url, 'desk.status', stages.desk());
await leaveFact(stage.nats.url, 'desk.cycle', stages.cycle(7));
const gateway = startApp('gateway', {
  environment: {
    NATS_URL: stage.nats.url,
    DATABASE_URL: stage.databaseUrl,
    HTTP_PORT: '0',
    HTTP_READS_PER_MINUTE: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'info',
  },
});
const { url } = JSON.parse(await gateway.prints('The gateway listens'));
const { url: healthUrl } = JSON.parse(await gateway.prints('Health and metrics'));
while (!(await fetch(`${healthUrl}/health/ready`)).ok) await sleep(50);

async function memoryMb() {
  const text = await (await fetch(`${healthUrl}/metrics`)).text();
  return Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)[1]) / 2 ** 20);
}

const statuses = {};
let faults = 0;
let talks = 0;
let isOver = false;
const endAtMs = Date.now() + seconds * 1000;
const samples = (arbitrary, count, salt) =>
  fc.sample(arbitrary, { numRuns: count, seed: seed + salt });

async function worker(number) {
  for (let round = 0; Date.now() < endAtMs; round += 1) {
    const salt = number * 1_000_003 + round;
    for (const request of samples(anyRequest, 50, salt)) {
      const { status, sent } = await send(url, request);
      statuses[status] = (statuses[status] ?? 0) + 1;
      // No desk runs here, which is what an order in good form is told.
      const isCommand = request.route.changes === true && status === 503;
      if (status >= 500 && !isCommand) {
        faults += 1;
        console.error(`${status}: ${sent}`);
      }
    }
    for (const events of samples(anyTalk, 2, salt)) {
      await talk(url, events);
      talks += 1;
    }
  }
}

console.log(`Seed ${seed}, ${seconds} s`);
const memory = [await memoryMb()];
const watch = setInterval(async () => memory.push(await memoryMb().catch(() => NaN)), 15_000);
await Promise.race([
  Promise.all(Array.from({ length: AT_ONCE }, (_, i) => worker(i))),
  gateway.ended().then((code) => {
    if (isOver) return;
    faults += 1;
    console.error(`The gateway ended with ${code}: ${gateway.lines.slice(-3).join('\n')}`);
  }),
]);
isOver = true;
clearInterval(watch);
memory.push(await memoryMb().catch(() => NaN));
console.log('answers by status', statuses, 'socket talks', talks);
console.log('memory, MB, every 15 s:', memory.join(' '));
await gateway.stop();
await stage.close();
process.exit(faults === 0 ? 0 : 1);
