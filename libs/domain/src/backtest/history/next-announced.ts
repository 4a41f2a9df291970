/** The first settlement after an instant that a run speaks of. */
export function nextAnnounced(
  { firstNextAtMs, intervalMs }: { firstNextAtMs: number; intervalMs: number },
  nowMs: number,
): number {
  const steps = Math.max(0, Math.floor((nowMs - firstNextAtMs) / intervalMs) + 1);
  return firstNextAtMs + steps * intervalMs;
}
