import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the package that a file belongs to: the nearest above it that has a package.json. A bundle belongs to
 * its app, whatever it was made from, so only what is the same in all packages may be read of it by a lib.
 *
 * `from`: the file's own folder. Throws when no folder above has one.
 */
export function packageFolder(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('This file stands in no package');
  return packageFolder(above);
}
