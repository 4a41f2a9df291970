import { leaveFact } from '@fullcarry/testing/retained-fact';
import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStage, progress, SOURCE, SYMBOL, type Stage } from './gateway-stage.fixture.js';

const document = readFileSync(
  fileURLToPath(new URL('../../../docs/SUBSCRIBING.md', import.meta.url)),
  'utf8',
);
const SHA = 'c'.repeat(64);
const WINDOW = { fromMs: 0, toMs: 3_600_000 };
/** The ten days of the stage, but for the last hour: it comes after the proof. */
const TO_MS = floorTo(Date.now(), HOUR_MS);
const FROM_MS = floorTo(TO_MS, DAY_MS) - 10 * DAY_MS;
const PROVEN = { fromMs: FROM_MS, toMs: TO_MS - HOUR_MS };
const ROWS = (PROVEN.toMs - PROVEN.fromMs) / HOUR_MS;
const READY = {
  v: 1,
  atMs: 1,
  exchange: 'bybit',
  source: SOURCE,
  window: WINDOW,
  datasetSha256: SHA,
  markets: [
    {
      symbol: SYMBOL,
      nativeId: 'BTCUSDT',
      ready: true,
      certificates: [
        {
          series: { kind: 'funding' },
          window: WINDOW,
          expected: 3,
          present: 3,
          confirmedEmpty: 0,
          missing: 0,
          firstRowAtMs: 0,
          lastRowAtMs: 1,
          sha256: SHA,
          scrubbedAtMs: null,
        },
        {
          series: { kind: 'candles', timeframe: '1h' },
          window: PROVEN,
          expected: ROWS,
          present: ROWS - 2,
          confirmedEmpty: 2,
          missing: 0,
          firstRowAtMs: PROVEN.fromMs,
          lastRowAtMs: PROVEN.toMs - HOUR_MS,
          sha256: SHA,
          scrubbedAtMs: null,
        },
      ],
    },
  ],
};

const SYNCED = {
  ...{ v: 1, atMs: 1, exchange: 'bybit', source: SOURCE, rowsAdded: 1, rowsRevised: 0 },
  seriesTotal: 1,
  series: [
    {
      symbol: SYMBOL,
      series: { kind: 'candles', timeframe: '1h' },
      rowsAdded: 1,
      rowsRevised: 0,
    },
  ],
};

describe('docs/SUBSCRIBING.md', () => {
  const here = fileURLToPath(new URL('..', import.meta.url));
  let stage: Stage;
  let folder: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    // Inside the app, so that its packages are found.
    folder = mkdtempSync(join(here, 'dist-'));
    stage = await openStage();
    await leaveFact(stage.nats.url, 'data.progress', progress({ state: 'ready' }));
    await leaveFact(stage.nats.url, 'data.ready', READY);
    const { url } = await stage.gateway();
    environment = { NATS_URL: stage.nats.url, GATEWAY_URL: url, PATH: process.env.PATH ?? '' };
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await stage.close();
  });

  /** Runs a program while `data.ready` is published again and again, as the fetcher does; returns what it printed. */
  async function run(command: string, args: readonly string[]): Promise<string> {
    let printed: string | undefined;
    const done = new Promise<void>((resolve, reject) => {
      execFile(command, args, { env: environment }, (error, stdout) => {
        printed = stdout;
        if (error) reject(new Error(error.message, { cause: error }));
        else resolve();
      });
    });
    const publishing = (async () => {
      while (printed === undefined) {
        await leaveFact(stage.nats.url, 'data.ready', READY);
        await sleep(200);
      }
    })();
    await Promise.all([done, publishing]);
    return printed ?? '';
  }

  /** Runs a bot that goes on: what it says once the rows are proven, and after more were published. */
  async function runBot(command: string, file: string): Promise<(string | undefined)[]> {
    const bot = spawn(command, [file], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(bot, 'exit');
    const lines: string[] = [];
    createInterface(bot.stdout).on('line', (line) => lines.push(line));
    const subjects = ['data.ready', 'data.synced'];
    const facts = [READY, SYNCED];
    try {
      for (const [i, fact] of facts.entries()) {
        while (lines.length <= i && bot.exitCode === null) {
          await leaveFact(stage.nats.url, subjects[i]!, fact);
          await sleep(200);
        }
      }
      return lines.slice(0, 2);
    } finally {
      bot.kill();
      await ended;
    }
  }

  const snippets = (language: string) =>
    [...document.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
      (found) => found[1]!,
    );
  /** The bot goes on for ever, the others end once it is proven. */
  const isBot = (text: string) => text.includes('data.synced');
  const simple = (language: string) => snippets(language).filter((text) => !isBot(text));
  const botOf = (language: string) => snippets(language).find(isBot)!;

  it.each(simple('js').map((text, i) => [i + 1, text] as const))(
    'Node snippet %i waits for the proof and prints it',
    async (number, text) => {
      const file = join(folder, `snippet-${number}.mjs`);
      writeFileSync(file, text);
      expect(await run(process.execPath, [file])).toContain(`proven: ${SHA}`);
    },
  );

  it('the Node bot reads what is proven, and what comes after it', async () => {
    const file = join(folder, 'bot.mjs');
    writeFileSync(file, botOf('js'));
    const lastHour = new Date(TO_MS - HOUR_MS).toISOString();
    expect(await runBot(process.execPath, file)).toEqual([`proven: ${SHA}`, `up to ${lastHour}`]);
  });

  const bot = can('python3', ['-c', 'import nats, pyarrow']) ? it : it.skip;
  bot('the Python bot reads what is proven, and what comes after it', async () => {
    const file = join(folder, 'bot.py');
    writeFileSync(file, botOf('python'));
    const lastHour = new Date(TO_MS - HOUR_MS).toISOString().replace('.000Z', '+00:00');
    expect(await runBot('python3', file)).toEqual([`proven: ${SHA}`, `up to ${lastHour}`]);
  });

  const python = can('python3', ['-c', 'import nats']) ? it : it.skip;
  python('the Python snippet waits for the proof and prints it', async () => {
    const file = join(folder, 'snippet.py');
    writeFileSync(file, snippets('python')[0]!);
    expect(await run('python3', [file])).toContain(`proven: ${SHA}`);
  });

  const commandLine = can('nats', ['--version']) ? it : it.skip;
  commandLine('the command line waits for the proof and prints it', async () => {
    expect(await run('sh', ['-c', snippets('sh')[0]!])).toContain(SHA);
  });

  it('has a snippet for each', () => {
    expect(snippets('js')).toHaveLength(4);
    expect(snippets('python')).toHaveLength(2);
    expect(snippets('sh')).toHaveLength(1);
  });
});

function can(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
