/** CPU seconds of this process, and the wall's, that the work takes; a busy machine stretches only the second. */
export async function timed(work) {
  const cpu = process.cpuUsage();
  const startedAtMs = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const wallSeconds = (performance.now() - startedAtMs) / 1_000;
  return { result, wallSeconds, cpuSeconds: (user + system) / 1e6 };
}

/**
 * The CPU seconds of two works (or the wall's, where a server does the work), measured in turns, so that what else the machine does meets both: the least
 * of each, since other programs can only add.
 */
export async function compared(ours, reference, rounds = 5, what = 'cpuSeconds') {
  const best = { ours: Infinity, reference: Infinity };
  for (let round = 0; round < rounds; round += 1) {
    best.reference = Math.min(best.reference, (await timed(reference))[what]);
    best.ours = Math.min(best.ours, (await timed(ours))[what]);
  }
  return best;
}

/** The number below which that share of them lies. */
export function at(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export const round = (number, digits = 2) => Number(number.toFixed(digits));
export const count = (number) => Math.round(number).toLocaleString('en-US');
