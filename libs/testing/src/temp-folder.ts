import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TempFolder {
  readonly path: string;
  remove(): void;
}

/** A folder of the test's own, which it removes. */
export function tempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'fullcarry-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
