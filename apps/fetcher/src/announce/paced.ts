/** Passes values on at most once in `everyMs`: of those that come too soon the last one, when its time is there. */
export class Paced<Value> {
  private lastAtMs = Number.NEGATIVE_INFINITY;
  private waiting: { readonly value: Value } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly pass: (value: Value) => void,
  ) {}

  offer(value: Value): void {
    this.waiting = { value };
    const waitMs = this.lastAtMs + this.everyMs - performance.now();
    if (waitMs <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), Math.ceil(waitMs));
  }

  /** Passes on at once what waits. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting) return;
    const { value } = this.waiting;
    this.waiting = undefined;
    this.lastAtMs = performance.now();
    this.pass(value);
  }
}
