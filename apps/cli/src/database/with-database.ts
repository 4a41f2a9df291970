import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { masked } from '@fullcarry/platform/settings/parse-environment';
import { note } from '../output/output.js';
import { chooseDatabase } from './choose-database.js';

/** Opens the database for the work, says which one where nobody named it, and closes it in any case. */
export async function withDatabase<Result>(
  named: string | undefined,
  work: (database: Database, where: string) => Promise<Result>,
): Promise<Result> {
  const { url, remark } = chooseDatabase(named, process.env, process.cwd());
  if (remark !== undefined) note(remark);
  const database = await openDatabase(url);
  try {
    return await work(database, masked(url));
  } finally {
    await database.close();
  }
}
