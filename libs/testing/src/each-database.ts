import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { tempFolder } from './temp-folder.js';

export interface EmptyDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** Both kinds of database; a test of the store runs on each. */
export const DATABASES = ['sqlite', 'postgresql'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

/** The variable in which the test run's set-up leaves the URL of its PostgreSQL cluster. */
export const POSTGRES_URL = 'FULLCARRY_TEST_POSTGRES_URL';

/** An empty database of the test's own. */
export function emptyDatabase(kind: DatabaseKind): Promise<EmptyDatabase> {
  return kind === 'sqlite' ? emptySqlite() : emptyPostgresql();
}

async function emptySqlite(): Promise<EmptyDatabase> {
  const folder = tempFolder();
  return {
    url: `file:${join(folder.path, 'fullcarry.db')}`,
    remove: async () => folder.remove(),
  };
}

async function emptyPostgresql(): Promise<EmptyDatabase> {
  const cluster = process.env[POSTGRES_URL];
  if (!cluster) throw new Error('The test run has no PostgreSQL: its global set-up did not run');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await inCluster(cluster, `CREATE DATABASE ${name}`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    remove: () => inCluster(cluster, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function inCluster(cluster: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: cluster });
  await client.connect();
  await client.query(statement);
  await client.end();
}
