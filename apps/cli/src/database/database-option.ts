import { InvalidArgumentError, Option } from 'commander';

/** `--database`, which every command about the database has. */
export function databaseOption(
  byDefault = 'DATABASE_URL, else what npm start wrote last in ./data',
): Option {
  return urlOption('--database <url>', `file:<path> or postgresql://… (default: ${byDefault})`);
}

/** An option that names a database. */
export function urlOption(flag: string, description: string): Option {
  return new Option(flag, description).argParser((url: string) => {
    if (/^(file:.+|postgres(ql)?:\/\/.+)$/.test(url)) return url;
    throw new InvalidArgumentError('Allowed is file:<path> or postgresql://…');
  });
}
