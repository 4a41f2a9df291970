/** Whether every word of the search stands in one of the texts, in any case: `pepe okx` finds PEPE-USDT-SWAP on okx. */
export function hasTerms(search: string, texts: readonly string[]): boolean {
  const all = texts.join(' ').toUpperCase();
  return search
    .trim()
    .toUpperCase()
    .split(/\s+/)
    .every((term) => all.includes(term));
}
