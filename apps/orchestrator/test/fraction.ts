/**
 * Exact decimals of the test's own, so that a mistake of the desk's library can't hide: a whole number and
 * how many of its digits are decimals.
 */
export interface Fraction {
  readonly digits: bigint;
  readonly decimals: number;
}

export const ZERO: Fraction = { digits: 0n, decimals: 0 };

export function read(text: string): Fraction {
  const [whole = '', decimals = ''] = text.split('.');
  return { digits: BigInt(whole + decimals), decimals: decimals.length };
}

/** A candle's double, by its shortest text, which may have an exponent. */
export function readDouble(value: number): Fraction {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const { digits, decimals } = read(mantissa);
  const shifted = decimals - Number(exponent);
  return shifted >= 0
    ? { digits, decimals: shifted }
    : { digits: digits * 10n ** BigInt(-shifted), decimals: 0 };
}

export function times(...factors: readonly Fraction[]): Fraction {
  return factors.reduce((a, b) => ({
    digits: a.digits * b.digits,
    decimals: a.decimals + b.decimals,
  }));
}

export function plus(...terms: readonly Fraction[]): Fraction {
  return terms.reduce((a, b) => {
    const decimals = Math.max(a.decimals, b.decimals);
    return { digits: scaled(a, decimals) + scaled(b, decimals), decimals };
  }, ZERO);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { ...b, digits: -b.digits });
}

export function write({ digits, decimals }: Fraction): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
  const whole = text.slice(0, text.length - decimals);
  const rest = text.slice(text.length - decimals).replace(/0+$/, '');
  return sign + (rest === '' ? whole : `${whole}.${rest}`);
}

function scaled({ digits, decimals }: Fraction, to: number): bigint {
  return digits * 10n ** BigInt(to - decimals);
}
