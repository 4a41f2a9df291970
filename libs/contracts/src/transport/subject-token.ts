/** What a name may hold as it is: a native id mostly is nothing else, and `BTC-USDT-SWAP` stays readable. */
const PLAIN = /^[A-Za-z0-9_-]$/;

/** Half of a letter outside the first 65,536, without its other half. */
const HALF = /^[\uD800-\uDFFF]$/;

/** An empty name can't be a token. */
const EMPTY = '%';

/**
 * A name as one token of a subject, so that it can be read back and no two names share one. Letters, digits, `-` and
 * `_` stand for themselves; everything else is percent-encoded in UTF-8, as in a URL: `BTC%2FUSDT%3AUSDT`. (A dot
 * would part the token, a space end the subject, `*` and `>` mean any.)
 */
export function subjectToken(name: string): string {
  return name === '' ? EMPTY : Array.from(name, encoded).join('');
}

/** The name of a token. Errors: URIError for what is no such token. */
export function nameOfToken(token: string): string {
  if (token === EMPTY) return '';
  return token
    .split(/(%u[0-9A-F]{4})/)
    .map((part) =>
      part.startsWith('%u')
        ? String.fromCharCode(parseInt(part.slice(2), 16))
        : decodeURIComponent(part),
    )
    .join('');
}

function encoded(letter: string): string {
  if (PLAIN.test(letter)) return letter;
  // Half of a letter, as JSON can carry it, has no UTF-8.
  if (HALF.test(letter)) return `%u${hex(letter.charCodeAt(0), 4)}`;
  return Array.from(new TextEncoder().encode(letter), (byte) => `%${hex(byte, 2)}`).join('');
}

function hex(number: number, digits: number): string {
  return number.toString(16).toUpperCase().padStart(digits, '0');
}
