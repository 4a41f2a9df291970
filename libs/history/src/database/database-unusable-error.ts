/** The database can't be used: one sentence that says what happened, what was kept, and what to do. */
export class DatabaseUnusableError extends Error {
  override readonly name = 'DatabaseUnusableError';
}

/** A newer version made the tables: this one may not touch them, and another may be about to take its place. */
export class DatabaseNewerError extends DatabaseUnusableError {}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /P3009|failed migrations/i,
    'An earlier migration of the database failed half-way. Restore a copy from before it, or name another database',
  ],
  [
    /SQLITE_FULL|database or disk is full|No space left/i,
    'The disk is full; what was committed is kept. Make room and start again',
  ],
  [
    /SQLITE_READONLY|readonly database/i,
    'The database file or its folder can’t be written. Give this user the right to write there',
  ],
  [
    /SQLITE_CANTOPEN|unable to open database|\b(ENOENT|EEXIST|EACCES|EROFS|ENOTDIR)\b/i,
    'The database file can’t be opened. Check that its folder exists and can be written',
  ],
  [
    /SQLITE_BUSY|database is locked|unknown variant `SocketTimeout`/i,
    'Another program has kept the database file locked for a minute; what was committed is kept. End that program',
  ],
  [
    /SQLITE_NOTADB|file is not a database/i,
    'The file is not an SQLite database. Name another file; this one is left as it is',
  ],
  [
    /SQLITE_CORRUPT|malformed/i,
    'The database file is damaged. Restore a copy, or name another file to fetch the history anew',
  ],
  [
    /SQLITE_IOERR|disk I\/O error/i,
    'The disk failed while the database was used; what was committed is kept. Check the disk',
  ],
  [
    /ECONNREFUSED|Can't reach database server|ENOTFOUND|P1001|57P0[123]|Connection terminated|terminating connection|ECONNRESET|P1017|is not queryable/i,
    'The PostgreSQL server can’t be reached. Start it, or correct the address',
  ],
  [
    /password authentication failed|P1000|28P01/i,
    'PostgreSQL refused the user or the password. Correct DATABASE_URL',
  ],
  [
    /3D000|database ".*" does not exist/i,
    'PostgreSQL has no such database. Create it, or correct DATABASE_URL',
  ],
  [
    /P3005|database schema is not empty/i,
    'The database holds tables that are not Fullcarry’s; nothing was changed. Name an empty one',
  ],
  // Last: what stopped a migration may be any of the above.
  [
    /apply_migration/,
    'The tables could not be brought up to date; nothing was changed. Use the version before, and report this',
  ],
];

/** The error as one sentence for people when it is of the database's kind; undefined for any other. */
export function unusable(where: string, error: unknown): DatabaseUnusableError | undefined {
  if (error instanceof DatabaseUnusableError) return error;
  const text = wholeMessage(error);
  const reason = REASONS.find(([pattern]) => pattern.test(text))?.[1];
  return reason === undefined
    ? undefined
    : new DatabaseUnusableError(`${reason} (${where})`, { cause: error });
}

/** The messages and codes of an error and of its causes. */
export function wholeMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const meta = 'meta' in error ? JSON.stringify(error.meta) : '';
  return [code, error.message, meta, error.cause ? wholeMessage(error.cause) : ''].join(' ');
}
