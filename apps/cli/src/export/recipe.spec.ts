import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fillProvenDatabase } from '../filled-database.fixture.js';
import { runCli } from '../run-cli.fixture.js';

const glossary = fileURLToPath(new URL('../../../../docs/GLOSSARY.md', import.meta.url));
const recipe = /```python\n([\s\S]*?)```/.exec(readFileSync(glossary, 'utf8'))?.[1] ?? '';
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the recipe of the glossary', () => {
  let empty: EmptyDatabase;
  let database: Database;

  beforeEach(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillProvenDatabase(database);
  });
  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  (hasPython ? it : it.skip).each(['candles', 'funding'] as const)(
    'gives the certificate of exported %s',
    async (kind) => {
      const args = ['--database', empty.url, '--symbol', 'BTCUSDT', '--kind', kind];
      const { stdout: csv } = await runCli(['export', ...args, '--format', 'csv']);
      const python = spawnSync('python3', ['-c', recipe], { input: csv, encoding: 'utf8' });
      const all = await new MarketStore(database).allSeries();
      const series = all.find(({ key }) => key.kind === kind);
      const issued = await new CertificateStore(database).all();
      expect(python.stdout.trim()).toBe(issued.get(series?.id ?? 0)?.certificate.sha256);
    },
  );
});
