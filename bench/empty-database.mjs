// An empty SQLite file or PostgreSQL database for a line; the latter in a cluster of its own, without fsync.
import { emptyDatabase, POSTGRES_URL } from '@fullcarry/testing/each-database';
import { startPostgres } from '@fullcarry/testing/start-postgres';

export async function startDatabase(kind) {
  if (kind === 'sqlite') return emptyDatabase(kind);
  const cluster = await startPostgres();
  process.env[POSTGRES_URL] = cluster.url;
  const { url } = await emptyDatabase(kind);
  return { url, remove: () => cluster.close() };
}
