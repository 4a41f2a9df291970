import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** All that can be seen of one response, also of one that broke off. */
export interface RawResponse {
  /** undefined when no headers came. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  /** `silent`: it did not end within the client's time-out, and the client gave up. */
  readonly end: 'complete' | 'reset' | 'silent';
}

/** Asks as a client without any cleverness: one connection, no retry, nothing hidden. For specs. */
export function rawGet(
  url: string,
  { gzip = false, timeoutMs = 2_000 }: { gzip?: boolean; timeoutMs?: number } = {},
): Promise<RawResponse> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let seen: Pick<RawResponse, 'status' | 'headers'> = { status: undefined, headers: {} };
    const finish = (end: RawResponse['end']) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ ...seen, bytes: Buffer.concat(chunks), end });
    };
    const request = get(
      url,
      { agent: false, headers: gzip ? { 'accept-encoding': 'gzip' } : {} },
      (response) => {
        seen = { status: response.statusCode, headers: response.headers };
        timer.refresh();
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => finish('complete'));
        response.on('error', () => finish('reset'));
      },
    );
    request.on('error', () => finish('reset'));
    const timer = setTimeout(() => finish('silent'), timeoutMs);
  });
}

/** The body as text, unpacked where it was packed. */
export function textOf({ bytes, headers }: RawResponse): string {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return plain.toString('utf8');
}
