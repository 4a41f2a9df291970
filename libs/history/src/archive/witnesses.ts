import type { StoredFile } from './archive-file-store.js';

/** What the files of an archive say beside the API, of one series. */
export interface ArchiveWitness {
  /** Files whose rows are stored; a stretch of each was compared with the API, which said the same. */
  readonly files: number;
  /** How many rows came from them first. */
  readonly rows: number;
  /** Files that were not believed. */
  readonly refused: readonly StoredFile[];
}

/** Undefined where the API is the only witness. */
export function archiveWitness(files: readonly StoredFile[]): ArchiveWitness | undefined {
  const refused = files.filter(({ outcome }) => outcome === 'refused');
  const used = files.filter(({ sampled, outcome }) => sampled && outcome !== 'refused');
  if (used.length + refused.length === 0) return undefined;
  return { files: used.length, rows: used.reduce((sum, { rows }) => sum + rows, 0), refused };
}
