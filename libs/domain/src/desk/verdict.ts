/** Why the desk did or did not do something: a constant word, and a sentence with the figures. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** A fraction as people read it, 0.0512 is 5.12 %. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`;
}

/** An amount in USDT without its cents. */
export function usdt(amount: number): string {
  return `${Math.round(amount).toLocaleString('en-US')} USDT`;
}

/** The rate of one settlement, as exchanges write it: 0.0001 is 0.0100 %. */
export function rateText(rate: number): string {
  return `${(rate * 100).toFixed(4)} %`;
}
