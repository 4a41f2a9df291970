import type { Request, Response } from 'express';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';

const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * The address or path of the compressed file that lies beside `file` and that the browser takes, with its headers said; the
 * one that was asked for where there is none. `path` is where `file` is on disk.
 */
export function compressedFile(
  request: Request,
  response: Response,
  file: string,
  path = file,
): string {
  for (const [encoding, ending] of ENCODINGS) {
    if (request.acceptsEncodings(encoding) === false || !existsSync(path + ending)) continue;
    response.setHeader('content-encoding', encoding);
    response.type(extname(file));
    response.vary('Accept-Encoding');
    return file + ending;
  }
  return file;
}
