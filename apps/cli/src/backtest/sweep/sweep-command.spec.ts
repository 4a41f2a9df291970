import { sweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { drawnMarket, hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import { SweepStore } from '@fullcarry/history/backtest/sweep/sweep-store';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../run-cli.fixture.js';

const DAYS = 40;
const markets = ['A', 'B'].map((name, i) => drawnMarket(name, DAYS * 24, i + 1));
const ASKED = [
  ...['--from', '2026-01-01', '--to', '2026-02-10', '--set', 'holdingHours=48'],
  ...['--assume', 'flat-basis', '--assume', 'fine-lots'],
];
const FOLDS = ['--train', '20', '--test', '6'];

describe('fullcarry backtest sweep and compare', () => {
  let empty: EmptyDatabase;
  let database: Database;
  const run = (...args: string[]) => runCli(['backtest', ...args, '--database', empty.url]);

  beforeAll(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDrawnMarkets(database, {
      window: { fromMs: START_MS, toMs: hour(DAYS * 24) },
      markets,
    });
  });
  afterAll(async () => {
    await database.close();
    await empty.remove();
  });

  it('logs every run, the same on any number of threads, and by the hash that a run of its own gets', async () => {
    const grid = ['--grid', 'entryNetYield=0.02,0.05,0.5', '--grid', 'maxPaidBps=5,20'];
    const sweep = ['sweep', ...ASKED, ...FOLDS, ...grid, '--json'];
    const [one, two] = [
      await run(...sweep, '--threads', '1'),
      await run(...sweep, '--threads', '2'),
    ];
    expect([one.code, two.stdout]).toEqual([0, one.stdout]);
    const document = sweepDocumentV1.parse(JSON.parse(one.stdout));
    const { candidates, trials, tried, overfitting } = document;
    // Six settings on the whole window, and on the training of each of three folds.
    expect([trials.length, tried, overfitting?.splits]).toEqual([6, 6 + 3 * 6, 12_870]);
    const last = ['--set', 'entryNetYield=0.5', '--set', 'maxPaidBps=20'];
    const alone = await run('run', ...ASKED, ...last);
    expect(alone.stdout).toContain(`Backtest ${trials[5]!.sha256}`);
    expect(candidates[trials[5]!.candidate]).toEqual({ entryNetYield: 0.5, maxPaidBps: 20 });
    // It was made twice, and is kept once.
    const kept = await new SweepStore(database).all();
    expect(kept.map(({ document: text }) => `${text}\n`)).toEqual([one.stdout]);
    expect(kept[0]!.sha256).toBe(createHash('sha256').update(one.stdout.trim()).digest('hex'));
  });

  it('draws the same settings for a seed, and prints out of sample first', async () => {
    const ranges = ['--range', 'entryNetYield=0.01..0.2', '--range', 'holdingHours=24..48:12'];
    const random = ['sweep', ...ASKED, ...FOLDS, ...ranges, '--random', '4', '--seed', '3'];
    const { code, stdout } = await run(...random);
    expect(code).toBe(0);
    expect(stdout.indexOf('Out of sample')).toBe(0);
    expect(stdout).toContain(
      'not to be told of a flat basis, or of nothing that is spread; 16 trials',
    );
    expect(stdout.indexOf('Best in sample')).toBeGreaterThan(stdout.indexOf('Overfitting'));
    expect(stdout).toMatch(/Not modelled:\n {2}- the impact of its own orders/);
    expect((await run(...random)).stdout).toBe(stdout);
    const wrong = await run('sweep', ...ASKED, ...FOLDS, '--grid', 'entryYield=1');
    expect([wrong.code, wrong.stderr.join(' ')]).toEqual([
      2,
      expect.stringContaining('entryYield is no setting of the desk'),
    ]);
  });

  it('walks forward without a run of the whole window, and keeps that too', async () => {
    const walk = ['walk-forward', ...ASKED, ...FOLDS, '--grid', 'entryNetYield=0.02,0.5'];
    const { code, stdout } = await run(...walk, '--json');
    expect(code).toBe(0);
    const { kind, trials, tried, walkForward } = sweepDocumentV1.parse(JSON.parse(stdout));
    expect([kind, trials.length, tried]).toEqual(['walk-forward', 0, 2 * 3]);
    expect(walkForward.folds).toHaveLength(3);
    const sha256 = createHash('sha256').update(stdout.trim()).digest('hex');
    expect(await new SweepStore(database).named(sha256)).toHaveLength(1);
    const shown = await run('show', sha256.slice(0, 12));
    expect(shown.stdout).toMatch(/^Out of sample/);
    expect(shown.stdout).toContain(`Kept as ${sha256}`);
  });

  it('puts two results beside each other: what was asked otherwise, then what came of it', async () => {
    const hashes = [];
    for (const fees of ['1', '2']) {
      const { stdout } = await run('run', ...ASKED, '--preset', 'aggressive', '--fees', fees);
      hashes.push(/Backtest ([0-9a-f]{64})/.exec(stdout)?.[1] ?? '');
    }
    const { code, stdout } = await run('compare', ...hashes, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      results: hashes.map((sha256) => ({ sha256, staleBecause: null })),
      isSameRows: true,
      asked: [
        { name: 'spotFeeBps', a: 10, b: 20 },
        { name: 'perpFeeBps', a: 5.5, b: 11 },
      ],
    });
    const printed = await run('compare', ...hashes);
    expect(printed.stdout).toMatch(/spotFeeBps +10 +20\n/);
    expect(printed.stdout).toContain('Not modelled:');
    expect(printed.stdout).toMatch(/netUsdt +\S+ +\S+\n/);
  });
});
