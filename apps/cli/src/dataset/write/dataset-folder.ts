import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../usage-error.js';
import { MANIFEST, SUMS, type Manifest } from '../layout/manifest.js';
import { writeWhole } from './write-whole.js';

/** Makes the folder. Errors: UsageError when it holds something: two data sets would become one. */
export async function newDatasetFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(`The folder ${folder} can’t be made: ${reasonOf(error)}`, {
      cause: error,
    });
  });
  if ((await readdir(folder)).length > 0) {
    throw new UsageError(`The folder ${folder} is not empty: a data set needs one of its own`);
  }
}

/** Writes what tells of the data set, when all of its files are there. */
export async function sealDataset(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await writeWhole(join(folder, MANIFEST), text);
  const sums = [
    ...manifest.files.map(({ path, sha256 }) => `${sha256}  ${path}`),
    `${createHash('sha256').update(text).digest('hex')}  ${MANIFEST}`,
  ];
  await writeWhole(join(folder, SUMS), `${sums.join('\n')}\n`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
