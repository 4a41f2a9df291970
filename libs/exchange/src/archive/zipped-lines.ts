import { DataIntegrityError } from '@fullcarry/domain/errors';
import { pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { fromBufferPromise, type Entry } from 'yauzl';

/** A month of minutes is some six megabytes; a file that promises more, or unpacks to more, is none of these. */
const MOST_UNPACKED_BYTES = 64 * 1024 * 1024;

/** Unpacked at once: in pieces of the usual 16 kB the pieces cost more than what is in them. */
const PIECE_BYTES = 128 * 1024;

/** By its number in a zip file. */
const DEFLATED = 8;

/**
 * The lines of the one file in a zip file, of ASCII text without quotes, some hundred at a time as they are unpacked.
 * By hand: for a month of minutes a CSV library takes ten times as long (docs/adr/0038-archives-as-a-second-source.md).
 *
 * Errors: DataIntegrityError when the zip is cut short, broken, holds another file or more than one.
 */
export async function* zippedLines(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): AsyncGenerator<readonly string[], void> {
  let rest = '';
  try {
    for await (const chunk of unpacked(bytes, name)) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
  } catch (error) {
    if (error instanceof DataIntegrityError) throw error;
    const fault = error instanceof Error ? error.message : String(error);
    throw new DataIntegrityError('A zip file can’t be unpacked', { name, fault }, { cause: error });
  }
  if (rest !== '') yield [rest];
}

async function* unpacked(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): AsyncGenerator<Buffer, void> {
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer), { lazyEntries: true });
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const [entry, ...others] = entries;
  if (entry?.fileName !== name || others.length > 0) {
    const found = entries.map(({ fileName }) => fileName).join(', ');
    throw new DataIntegrityError('A zip file holds something else than its one file', {
      name,
      found,
    });
  }
  if (entry.uncompressedSize > MOST_UNPACKED_BYTES) {
    const unpackedBytes = entry.uncompressedSize;
    throw new DataIntegrityError('A zip file unpacks to more than any of its kind', {
      name,
      unpackedBytes,
    });
  }
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  const pieces: AsyncIterable<unknown> = entry.compressionMethod === DEFLATED ? inflate : packed;
  // Whatever fails on the way ends the reading below.
  if (entry.compressionMethod === DEFLATED) pipeline(packed, inflate, () => undefined);
  let many = 0;
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) continue;
    many += piece.length;
    if (many > entry.uncompressedSize) break;
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  }
  if (many === entry.uncompressedSize) return;
  throw new DataIntegrityError('A zip file holds more or less than it says', { name, many });
}
