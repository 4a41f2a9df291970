// One PostgreSQL cluster for the whole test run: making one takes seconds.
import { POSTGRES_URL } from '../libs/testing/dist/each-database.js';
import { startPostgres } from '../libs/testing/dist/start-postgres.js';

export default async function setUpTests() {
  const postgres = await startPostgres();
  process.env[POSTGRES_URL] = postgres.url;
  globalThis.fullcarryPostgres = postgres;
}
