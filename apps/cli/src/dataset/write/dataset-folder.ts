import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../usage-error.js';
import { MANIFEST, SUMS, type Manifest } from '../layout/manifest.js';

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

async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.part-${process.pid}`;
  const file = await open(part, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
