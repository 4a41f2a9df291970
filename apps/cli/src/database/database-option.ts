import { InvalidArgumentError, Option } from 'commander';

/** `--database`, which every command that reads the database has. */
export function databaseOption(): Option {
  return new Option(
    '--database <url>',
    'file:<path> or postgresql://… (default: DATABASE_URL, else what npm start wrote last in ./data)',
  ).argParser((url: string) => {
    if (/^(file:.+|postgres(ql)?:\/\/.+)$/.test(url)) return url;
    throw new InvalidArgumentError('Allowed is file:<path> or postgresql://…');
  });
}
