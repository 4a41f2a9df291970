/** Remembers a value, of so many; the oldest make room. */
export function keepNewest<Value>(
  all: Map<string, Value>,
  key: string,
  value: Value,
  most: number,
): void {
  all.delete(key);
  all.set(key, value);
  for (const oldest of all.keys()) {
    if (all.size <= most) return;
    all.delete(oldest);
  }
}
