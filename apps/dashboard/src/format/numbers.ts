/** Shown where a number is not known; never 0. */
export const UNKNOWN = '–';

const MINUS = '−';

/** What is not published, or not known. */
type Maybe<Value> = Value | null | undefined;

function isUnknown(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

interface NumberStyle {
  /** Least and most digits after the point. */
  readonly digits: readonly [number, number];
  readonly sign?: 'always';
  readonly notation?: 'compact';
}

/**
 * A number, or exact decimal text, for people: thousands in groups, a true minus. Decimal text is rounded
 * as text, never through a floating-point number. What is no number is `–`.
 */
function plain(value: number | string, style: NumberStyle): string {
  const exact = typeof value === 'string' ? asNumeric(value) : value;
  return exact === undefined ? UNKNOWN : formatOf(style).format(exact).replace('-', MINUS);
}

/** By style; making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf({ digits, sign, notation }: NumberStyle): Intl.NumberFormat {
  const key = `${digits[0]} ${digits[1]} ${sign ?? ''} ${notation ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits[0],
    maximumFractionDigits: digits[1],
    signDisplay: sign === 'always' ? 'exceptZero' : 'negative',
    notation: notation ?? 'standard',
  });
  formats.set(key, made);
  return made;
}

function asNumeric(text: string): `${number}` | undefined {
  return isNumeric(text) ? text : undefined;
}

function isNumeric(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** Whole things: `50,919`. */
export function countText(count: Maybe<number>): string {
  return isUnknown(count) ? UNKNOWN : plain(count, { digits: [0, 0] });
}

/** USDT with cents: `1,234.50`; with the sign where it is a profit or a loss. */
export function moneyText(amount: Maybe<number | string>, sign?: 'always'): string {
  if (isUnknown(amount)) return UNKNOWN;
  return plain(amount, { digits: [2, 2], ...(sign ? { sign } : {}) });
}

/** Large amounts in USDT, shortened: `5.23B`. */
export function shortMoneyText(amount: Maybe<number | string>): string {
  return isUnknown(amount) ? UNKNOWN : plain(amount, { digits: [2, 2], notation: 'compact' });
}

/** A price: as many digits as five significant ones need, at least two after the point. */
export function priceText(price: Maybe<number | string>): string {
  if (isUnknown(price)) return UNKNOWN;
  const size = Math.abs(Number(price));
  if (!Number.isFinite(size)) return UNKNOWN;
  const before = size === 0 ? 1 : Math.floor(Math.log10(size)) + 1;
  const digits = Math.min(12, Math.max(2, 5 - before));
  return plain(price, { digits: [2, digits] });
}

/** A fraction as per cent: 0.0525 is `5.25 %`. */
export function percentText(fraction: Maybe<number>, digits = 2, sign?: 'always'): string {
  if (isUnknown(fraction) || !Number.isFinite(fraction)) return UNKNOWN;
  return `${plain(fraction * 100, { digits: [digits, digits], ...(sign ? { sign } : {}) })} %`;
}

/** Below this a rate of an hour would be shown as 0. */
const SMALL_RATE = 0.00001;

/** A funding rate, a fraction of notional per settlement: 0.0001 is `+0.0100 %`; the smallest with more digits. */
export function rateText(rate: Maybe<number | string>): string {
  if (isUnknown(rate)) return UNKNOWN;
  const value = Number(rate);
  return percentText(value, value !== 0 && Math.abs(value) < SMALL_RATE ? 6 : 4, 'always');
}

/** Basis points: 0.0012 is `+12.0 bp`. */
export function basisPointText(fraction: Maybe<number>): string {
  if (isUnknown(fraction) || !Number.isFinite(fraction)) return UNKNOWN;
  return `${plain(fraction * 10_000, { digits: [1, 1], sign: 'always' })} bp`;
}

/** Any measured number with at most so many digits. */
export function decimalText(value: Maybe<number>, digits = 1): string {
  return isUnknown(value) || !Number.isFinite(value)
    ? UNKNOWN
    : plain(value, { digits: [0, digits] });
}

/** -1, 0, 1: which way a number or exact decimal text points. */
export function signOf(value: Maybe<number | string>): -1 | 0 | 1 {
  const number = isUnknown(value) ? 0 : Number(value);
  return number > 0 ? 1 : number < 0 ? -1 : 0;
}

/** `1st`, `22nd`, `85th`: a place in an order. */
export function ordinalText(place: number): string {
  const tens = place % 100;
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${countText(place)}${ending}`;
}
