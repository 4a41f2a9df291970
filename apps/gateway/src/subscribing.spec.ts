import { leaveFact } from '@fullcarry/testing/retained-fact';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStage, progress, SOURCE, SYMBOL, type Stage } from './gateway-stage.fixture.js';

const document = readFileSync(
  fileURLToPath(new URL('../../../docs/SUBSCRIBING.md', import.meta.url)),
  'utf8',
);
const SHA = 'c'.repeat(64);
const WINDOW = { fromMs: 0, toMs: 3_600_000 };
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
      ],
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

  /** Runs a program while `data.ready` is said again and again, as the fetcher does; returns what it printed. */
  async function run(command: string, args: readonly string[]): Promise<string> {
    let printed: string | undefined;
    const done = new Promise<void>((resolve, reject) => {
      execFile(command, args, { env: environment }, (error, stdout) => {
        printed = stdout;
        if (error) reject(new Error(error.message, { cause: error }));
        else resolve();
      });
    });
    const said = (async () => {
      while (printed === undefined) {
        await leaveFact(stage.nats.url, 'data.ready', READY);
        await sleep(200);
      }
    })();
    await Promise.all([done, said]);
    return printed ?? '';
  }

  const snippets = (language: string) =>
    [...document.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
      (found) => found[1]!,
    );

  it.each(snippets('js').map((text, i) => [i + 1, text] as const))(
    'Node snippet %i waits for the proof and prints it',
    async (number, text) => {
      const file = join(folder, `snippet-${number}.mjs`);
      writeFileSync(file, text);
      expect(await run(process.execPath, [file])).toContain(`proven: ${SHA}`);
    },
  );

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
    expect(snippets('js')).toHaveLength(3);
    expect(snippets('python')).toHaveLength(1);
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
