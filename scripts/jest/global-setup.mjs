// What was built since is bundled, for specs that start apps; and one PostgreSQL cluster for the whole test run: making one takes seconds.
import { POSTGRES_URL } from '../../libs/testing/dist/each-database.js';
import { startPostgres } from '../../libs/testing/dist/start-postgres.js';
import { bundle } from '../set-up/set-up.mjs';

export default async function setUpTests() {
  await bundle();
  const postgres = await startPostgres();
  process.env[POSTGRES_URL] = postgres.url;
  globalThis.fullcarryPostgres = postgres;
}
