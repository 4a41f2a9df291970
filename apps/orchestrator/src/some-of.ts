/** Nobody reads more names in a sentence, and a universe has hundreds. */
const MOST_NAMES = 20;

/** The names in a sentence: `BTC, ETH and 480 more`. */
export function someOf(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  const some = names.slice(0, MOST_NAMES).join(', ');
  return rest > 0 ? `${some} and ${rest} more` : some;
}
