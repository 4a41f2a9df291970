import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What tells of the files in a folder; its name means nothing to freqtrade or Nautilus. */
export const MANIFEST = 'fullcarry.json';

const file = z.object({
  path: z.string(),
  /** exchange:symbol:kind[:timeframe]. */
  series: z.string(),
  rows: z.int(),
  bytes: z.int(),
  /** Of the file. */
  sha256: z.string(),
  /** What of the window is proven not to be there; none is filled in. */
  confirmedEmpty: z.int(),
  /** Half-open, epoch ms. */
  window: z.object({ fromMs: z.int(), toMs: z.int() }),
  /** Of the series, which its rows were proven by. */
  certificateSha256: z.string(),
  /** Digits behind the point, where the tool wants to know. */
  precision: z.object({ price: z.int(), size: z.int() }).optional(),
});
export type ExportedFile = z.infer<typeof file>;

const manifest = z.object({
  format: z.enum(['fullcarry-freqtrade', 'fullcarry-nautilus']),
  version: z.literal(1),
  exchange: z.string(),
  createdAt: z.string(),
  software: z.record(z.string(), z.string()),
  files: z.array(file),
});
export type ToolManifest = z.infer<typeof manifest>;

/** What an export before has left; undefined where there was none. Errors: Error for a file that is no manifest of this tool. */
export async function readManifest(
  folder: string,
  format: ToolManifest['format'],
): Promise<ToolManifest | undefined> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { success, data } = manifest.safeParse(parsed(text));
  if (!success || data.format !== format)
    throw new Error(`${path} is no manifest of such an export; nothing was written`);
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
