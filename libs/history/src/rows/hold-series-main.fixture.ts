import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../database/open-database.js';

/** A process that pauses in the middle of a transaction that holds the series, and says so. */
const [, , url = '', seriesId = ''] = process.argv;
const database = await openDatabase(url);
await database.transaction(async (tx) => {
  await tx.execute('UPDATE series SET last_sync_at_ms = $1 WHERE id = $2', 55, Number(seriesId));
  process.stdout.write('inside\n');
  await sleep(500);
  await tx.execute('UPDATE series SET scrub_cursor_ms = $1 WHERE id = $2', 66, Number(seriesId));
});
await database.close();
