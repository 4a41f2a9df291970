/** Who ordered something, where nobody said so. */
export const A_PERSON = 'a person';

/** The reason of what a person ordered: a closing, a pause, an emergency stop. */
export function orderedBy(who: string | undefined, what: 'Ordered' | 'Paused' = 'Ordered'): string {
  return `${what} by ${who ?? A_PERSON}`;
}

/** Who ordered it, read from such a reason; undefined where the desk decided by itself. */
export function whoOrdered(reason: string | undefined): string | undefined {
  return /^(?:Ordered|Paused) by (.+)$/.exec(reason ?? '')?.[1];
}
