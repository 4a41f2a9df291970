import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../run-cli.fixture.js';
import { fillDataset } from './dataset.fixture.js';

/** `PYTHON` names one that has the packages, where `python3` is not it. */
const python = process.env.PYTHON ?? 'python3';
const guide = readFileSync(
  fileURLToPath(new URL('../../../../docs/RESEARCH.md', import.meta.url)),
  'utf8',
);
const BASES = ['BTC', 'ETH'];

describe('docs/RESEARCH.md', () => {
  let temp: TempFolder;
  let expected: Readonly<Record<string, string>>;

  beforeAll(async () => {
    temp = tempFolder();
    const empty = await emptyDatabase('sqlite');
    const database = await openDatabase(empty.url);
    await fillDataset(database, { bases: BASES, days: 20, timeframe: '1h' });
    await database.close();
    const from = ['--database', empty.url];
    const out = ['--out', join(temp.path, 'dataset')];
    const { code } = await runCli(['export', '--all', '--format', 'parquet', ...out, ...from]);
    expect(code).toBe(0);
    expected = await computed((symbol, kind) =>
      runCli(['export', '--symbol', symbol, '--kind', kind, '--format', 'json', ...from]),
    );
    await empty.remove();
  }, 60_000);
  afterAll(() => temp.remove());

  for (const { title, library, code } of snippets()) {
    const missing = missingPackage(library);
    if (missing !== undefined) {
      // Jest does not tell of what is left out: whoever reads its output should see it.
      process.stderr.write(`docs/RESEARCH.md, ${title}, ${library}: not run, ${missing}\n`);
      it(`skipped: ${title} with ${library}: ${missing}`, () => undefined);
      continue;
    }
    it(`${title} with ${library}`, () => {
      const { stdout, stderr } = spawnSync(python, ['-c', code], {
        cwd: temp.path,
        encoding: 'utf8',
      });
      expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: expected[title], stderr: '' });
    });
  }

  it('has the same snippets for DuckDB, pandas and polars', () => {
    expect(snippets().map(({ title, library }) => `${library}: ${title}`)).toEqual(
      Object.keys(expected).flatMap((title) =>
        ['duckdb', 'pandas', 'polars'].map((library) => `${library}: ${title}`),
      ),
    );
  });
});

interface Snippet {
  readonly title: string;
  readonly library: string;
  readonly code: string;
}

function snippets(): Snippet[] {
  return guide.split(/^## /m).flatMap((chapter) => {
    const title = chapter.split('\n', 1)[0] ?? '';
    const parts = chapter.matchAll(/^### (\w+)\n\n```python\n([\s\S]*?)```/gm);
    return [...parts].map(([, name = '', code = '']) => ({
      title,
      library: name.toLowerCase(),
      code,
    }));
  });
}

/** Why the snippets of a library can't be run here; undefined where they can. */
function missingPackage(library: string): string | undefined {
  // pandas reads Parquet with pyarrow, and DuckDB gives its rows as a frame of pandas.
  const needed = { pandas: ['pandas', 'pyarrow'], duckdb: ['duckdb', 'pandas'] }[library] ?? [
    library,
  ];
  for (const name of needed) {
    const { status, error } = spawnSync(python, ['-c', `import ${name}`]);
    if (error) return `there is no ${python}`;
    if (status !== 0) return `${python} has no package ${name}`;
  }
  return undefined;
}

/** What the snippets should print, from rows that were exported as text. */
async function computed(
  exported: (symbol: string, kind: string) => Promise<{ stdout: string }>,
): Promise<Record<string, string>> {
  let [days, dayCloses, settlements, knownCloses] = [0, 0, 0, 0];
  for (const base of BASES) {
    const rows = async (kind: string) =>
      JSON.parse((await exported(`${base}USDT`, kind)).stdout) as Record<string, number>[];
    const candles = await rows('candles');
    for (const atMs of new Set(candles.map((row) => floorTo(row.open_at_ms!, DAY_MS)))) {
      const day = candles.filter((row) => floorTo(row.open_at_ms!, DAY_MS) === atMs);
      if (day.length !== 24) continue;
      days += 1;
      dayCloses += day.at(-1)!.close!;
    }
    for (const { settled_at_ms: atMs } of await rows('funding')) {
      const known = candles.filter((row) => row.open_at_ms! + HOUR_MS <= atMs!).at(-1);
      if (!known) continue;
      settlements += 1;
      knownCloses += known.close!;
    }
  }
  const text = (many: number, sum: number) => `${many} ${Math.round(sum * 1e6) / 1e6}`;
  return {
    'Load and resample': text(days, dayCloses),
    'Join funding and prices without look-ahead': text(settlements, knownCloses),
  };
}
