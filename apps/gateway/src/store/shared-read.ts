/**
 * One reading for all who ask at about the same time: a thousand browsers must not read the database a
 * thousand times. A failed one is not kept.
 */
export class SharedRead<Value> {
  private latest: { readonly atMs: number; readonly value: Promise<Value> } | undefined;

  constructor(
    private readonly read: () => Promise<Value>,
    private readonly longestMs: number,
  ) {}

  get(): Promise<Value> {
    const nowMs = performance.now();
    if (this.latest && nowMs - this.latest.atMs < this.longestMs) return this.latest.value;
    const value = this.read();
    const reading = { atMs: nowMs, value };
    this.latest = reading;
    value.catch(() => {
      if (this.latest === reading) this.latest = undefined;
    });
    return value;
  }
}
