/** Why the desk did or did not do something: a constant word, and a sentence with the figures. */
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

/** An amount in USDT without its cents. */
export function usdt(amount: number): string {
  return `${WHOLE.format(Math.round(amount))} USDT`;
}

/** The rate of one settlement, as exchanges write it: 0.0001 is 0.0100 %. */
export function rateText(rate: number): string {
  return `${(rate * 100).toFixed(4)} %`;
}
