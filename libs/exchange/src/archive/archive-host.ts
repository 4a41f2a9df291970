import { DataIntegrityError, TransientError } from '@fullcarry/domain/errors';
import { createHash } from 'node:crypto';
import { retryAfterMs } from '../limits/retry-after.js';
import type { ExchangeSource } from '../exchange.js';
import type { PublishedFile } from './archive.js';
import { byDeadline } from '../transport/by-deadline.js';
import { REPLAY_HEADER } from '../transport/replay-header.js';

/** Who asks, as a public service likes to know. */
const USER_AGENT = 'fullcarry (history of perpetuals; some files at a time)';

/** A month of minutes is some three megabytes; more is no such file. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface ArchiveHostOptions {
  /** Its origin, without a slash at the end. */
  readonly url: string;
  /** For one whole file, from when it is asked for to its last byte. */
  readonly deadlineMs: number;
  /** What the exchange's own answers are: rows of a replay must never pass for the exchange's. */
  readonly source: () => ExchangeSource;
}

/** Where an archive's files lie, each beside a file `.CHECKSUM` in the format of sha256sum. */
export class ArchiveHost {
  private readonly closing = new AbortController();

  constructor(private readonly options: ArchiveHostOptions) {}

  close(): void {
    this.closing.abort(new TransientError('The exchange adapter is closed'));
  }

  /**
   * A file whose bytes are those that its checksum promises; undefined where there is none.
   *
   * Errors: TransientError when it can't be had; DataIntegrityError when it is not what its checksum says, too large,
   *   or from elsewhere than the exchange's answers.
   */
  async file(path: string): Promise<PublishedFile | undefined> {
    const [promised, bytes] = await Promise.all([this.read(`${path}.CHECKSUM`), this.read(path)]);
    if (!promised || !bytes) return undefined;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const wanted = checksumOf(new TextDecoder().decode(promised), name);
    if (wanted === undefined) {
      throw new DataIntegrityError('The checksum of a file can’t be read', { path });
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== wanted) {
      throw new DataIntegrityError('A file is not what its checksum says', {
        path,
        sha256,
        wanted,
        bytes: bytes.length,
      });
    }
    return { path, bytes, sha256 };
  }

  private async read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { deadlineMs } = this.options;
    const closing = this.closing.signal;
    const late = () =>
      new TransientError('A file of the archive did not come in time', { path, deadlineMs });
    try {
      return await byDeadline({ deadlineMs, closing, late }, (signal) => this.ask(path, signal));
    } catch (error) {
      if (error instanceof TransientError || error instanceof DataIntegrityError) throw error;
      throw new TransientError(
        'A file of the archive could not be had',
        { path, fault: faultOf(error) },
        { cause: error },
      );
    }
  }

  private async ask(
    path: string,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const response = await fetch(this.options.url + encodeURI(path), {
      signal,
      redirect: 'manual',
      headers: { 'User-Agent': USER_AGENT },
    });
    const { status, body, headers } = response;
    if (status !== 200 || !body) {
      await body?.cancel();
      if (status === 404) return undefined;
      const holdMs = retryAfterMs(headers, Date.now());
      throw new TransientError('The archive refuses a file', { path, status }, { holdMs });
    }
    this.assertSameSource(headers.get(REPLAY_HEADER), path);
    const chunks: Uint8Array[] = [];
    let many = 0;
    const pieces: AsyncIterable<unknown> = body;
    for await (const chunk of pieces) {
      if (!(chunk instanceof Uint8Array)) continue;
      many += chunk.length;
      if (many > MOST_BYTES) {
        throw new DataIntegrityError('A file is larger than any of its kind', { path, many });
      }
      chunks.push(chunk);
    }
    // In memory of its own: a thread can be given it.
    const bytes = new Uint8Array(many);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  private assertSameSource(anchor: string | null, path: string): void {
    const archive = anchor === null ? 'live' : `replay ${anchor}`;
    const exchange = this.options.source();
    if (archive === exchange) return;
    throw new DataIntegrityError('The archive is not of the exchange that is asked', {
      path,
      archive,
      exchange,
    });
  }
}

/** What a line `<64 digits>  <name>` promises of the file; undefined where it says nothing of it. */
function checksumOf(text: string, name: string): string | undefined {
  const [, sha256, named] = /^([0-9a-f]{64})\s+\*?(\S+)\s*$/.exec(text) ?? [];
  return named === name ? sha256 : undefined;
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
