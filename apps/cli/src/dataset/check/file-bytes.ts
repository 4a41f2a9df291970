import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestFile, ManifestGroup } from '../layout/manifest.js';

export interface FileBytes {
  readonly isWhole: boolean;
  /** Groups whose bytes are not those that were written. */
  readonly changed: readonly ManifestGroup[];
}

const AT_ONCE = 1 << 20;

/** Compares the bytes of a file, all of them and group by group, with what the manifest says of them. */
export async function fileBytes(folder: string, file: ManifestFile): Promise<FileBytes> {
  const handle = await open(join(folder, file.path), 'r');
  try {
    const { size } = await handle.stat();
    const whole = createHash('sha256');
    const changed: ManifestGroup[] = [];
    let atByte = 0;
    const buffer = Buffer.alloc(AT_ONCE);
    const read = async (toByte: number) => {
      const part = createHash('sha256');
      while (atByte < toByte) {
        const { bytesRead } = await handle.read(
          buffer,
          0,
          Math.min(AT_ONCE, toByte - atByte),
          atByte,
        );
        if (bytesRead === 0) break;
        const chunk = buffer.subarray(0, bytesRead);
        whole.update(chunk);
        part.update(chunk);
        atByte += bytesRead;
      }
      return part.digest('hex');
    };
    for (const group of file.groups) {
      await read(group.offset);
      if ((await read(group.offset + group.bytes)) !== group.sha256) changed.push(group);
    }
    await read(size);
    return { isWhole: size === file.bytes && whole.digest('hex') === file.sha256, changed };
  } finally {
    await handle.close();
  }
}
