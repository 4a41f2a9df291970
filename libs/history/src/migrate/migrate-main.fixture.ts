import { openDatabase } from '../database/open-database.js';

/** A process that opens a database and says so, for the specs that need several at once. */
const database = await openDatabase(process.argv[2] ?? '');
await database.close();
// The schema engine leaves a timer of ten seconds behind that nobody waits for.
process.stdout.write('opened\n', () => process.exit(0));
