import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../usage-error.js';
import { MANIFEST, manifestSchema, SUMS, type Manifest } from '../layout/manifest.js';
import type { FoundFault } from './found-fault.js';

export interface ReadManifest {
  readonly manifest: Manifest;
  readonly faults: readonly FoundFault[];
}

/**
 * The manifest, and what of it is not as the sums say.
 *
 * Errors: UsageError when there is no such folder; Error when it has no manifest that can be read, without which
 * nothing can be verified.
 */
export async function readManifest(folder: string): Promise<ReadManifest> {
  if (!existsSync(folder) || !(await stat(folder)).isDirectory()) {
    throw new UsageError(`There is no folder ${folder}`);
  }
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    throw new Error(
      `${MANIFEST} is missing in ${folder}: it is no data set, or its export was not finished`,
    );
  }
  const bytes = await readFile(path);
  const manifest = parse(bytes.toString('utf8'));
  return { manifest, faults: await sumFaults(folder, manifest, sha256(bytes)) };
}

function parse(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${MANIFEST} can’t be read: ${reason}`, { cause: error });
  }
}

async function sumFaults(
  folder: string,
  manifest: Manifest,
  manifestSha256: string,
): Promise<FoundFault[]> {
  if (!existsSync(join(folder, SUMS))) {
    return [{ file: SUMS, piece: undefined, what: 'the file is missing' }];
  }
  const lines = (await readFile(join(folder, SUMS), 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
  const due = [
    ...manifest.files.map((file) => `${file.sha256}  ${file.path}`),
    `${manifestSha256}  ${MANIFEST}`,
  ];
  const isManifestNamed = lines.includes(`${manifestSha256}  ${MANIFEST}`);
  if (!isManifestNamed) {
    return [
      { file: MANIFEST, piece: undefined, what: `its bytes are not those that ${SUMS} names` },
    ];
  }
  return lines.join('\n') === due.join('\n')
    ? []
    : [{ file: SUMS, piece: undefined, what: `it does not name the files as ${MANIFEST} does` }];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
