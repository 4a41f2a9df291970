const MOST = 3;

/** The names that someone who typed `typed` may have meant, the nearest first. */
export function nearNames(typed: string, names: readonly string[]): string[] {
  const wanted = letters(typed);
  return [...new Set(names)]
    .map((name) => ({ name, distance: distanceOf(wanted, letters(name)) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length / 4))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

function letters(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

/** A name that holds the other (`BTC` in `BTCUSDT`) is near; else the number of letters to change. */
function distanceOf(a: string, b: string): number {
  if (a !== '' && (b.includes(a) || a.includes(b))) return 1;
  return editDistance(a, b);
}

/** Levenshtein: insertions, deletions and exchanges of one letter. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
