import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameOfToken, subjectToken } from './subject-token.js';

/** Letters of all scripts, halves of letters, and what means something in a subject or in the encoding. */
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('.', '*', '>', ' ', '%', 'u', '2', 'F', '/', ':', '_', '币') }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe('a name in a subject', () => {
  it('is read back, and is one token that NATS takes', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(nameOfToken(subjectToken(text))).toBe(text);
        expect(subjectToken(text)).toMatch(/^[A-Za-z0-9_%-]+$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is shared by no other name', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(subjectToken(one) === subjectToken(other)).toBe(one === other);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is itself where it is plain, and as in a URL where it is not', () => {
    expect(subjectToken('BTCUSDT')).toBe('BTCUSDT');
    expect(subjectToken('BTC-USDT-SWAP')).toBe('BTC-USDT-SWAP');
    expect(subjectToken('BTC/USDT:USDT')).toBe('BTC%2FUSDT%3AUSDT');
    expect(subjectToken('币安人生USDT')).not.toBe(subjectToken('我踏马来USDT'));
  });

  it('is refused where it is no token of ours', () => {
    expect(() => nameOfToken('%zz')).toThrow(URIError);
  });
});
