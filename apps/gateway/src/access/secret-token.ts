import { createHash, timingSafeEqual } from 'node:crypto';

/** A token that whoever asks must know; kept and compared as a digest, so that the comparison tells nothing by its time. */
export class SecretToken {
  private readonly expected: Buffer;

  constructor(token: string) {
    this.expected = digest(token);
  }

  matches(token: string | undefined): boolean {
    return token !== undefined && timingSafeEqual(digest(token), this.expected);
  }
}

/** What a request shows: a bearer token, or the password that a browser asked a person for. */
export function shownToken(authorization: string | undefined): string | undefined {
  const [, kind, value] = /^(Bearer|Basic) (.+)$/i.exec(authorization ?? '') ?? [];
  if (kind === undefined || value === undefined) return undefined;
  if (kind.toLowerCase() === 'bearer') return value;
  const [, password] = /^[^:]*:(.+)$/.exec(Buffer.from(value, 'base64').toString()) ?? [];
  return password;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
