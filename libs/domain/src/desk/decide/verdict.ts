/** Why the desk did or did not do something: a constant code, and a sentence with the figures. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** A fraction as people read it, 0.0512 is 5.12 %. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`;
}

/** A yield with its standard deviation, where that is known: 0.0512 and 0.011 are 5.12 % ± 1.10 %. */
export function percentWithin(fraction: number, deviation: number | undefined): string {
  return deviation === undefined
    ? percent(fraction)
    : `${percent(fraction)} ± ${percent(deviation)}`;
}

const WHOLE = new Intl.NumberFormat('en-US');

/** Each market of a cycle says the same few amounts, and to write one takes longer than all else of its verdict. */
const WRITTEN = new Map<number, string>();
const MOST_WRITTEN = 1_000;

/** An amount in USDT without its cents. */
export function usdt(amount: number): string {
  const whole = Math.round(amount);
  const known = WRITTEN.get(whole);
  if (known !== undefined) return known;
  const text = `${WHOLE.format(whole)} USDT`;
  if (WRITTEN.size >= MOST_WRITTEN) WRITTEN.clear();
  WRITTEN.set(whole, text);
  return text;
}

/** The rate of one settlement, as exchanges write it: 0.0001 is 0.0100 %. */
export function rateText(rate: number): string {
  return `${(rate * 100).toFixed(4)} %`;
}
