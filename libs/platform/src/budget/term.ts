/** The time in which a process holds a lease. */
export class Term {
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  /** `untilMs`: of the monotonic clock (`performance.now()`). */
  constructor(private untilMs: number) {
    this.watch();
  }

  /** Aborts when the term is over, with the reason. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  /**
   * Whether the lease is held at this moment. To be asked before each act that only the holder may do: a
   * process that was frozen may get here before any timer of its own has run.
   */
  get isHeld(): boolean {
    if (performance.now() >= this.untilMs) this.end('not renewed in time');
    return !this.ending.signal.aborted;
  }

  renew(untilMs: number): void {
    if (!this.isHeld) return;
    this.untilMs = untilMs;
    this.watch();
  }

  end(why: string): void {
    clearTimeout(this.timer);
    if (!this.ending.signal.aborted) this.ending.abort(new Error(`The lease was ${why}`));
  }

  /** Waits that long; false, at once, when the term ends before. */
  lastsFor(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.ended.removeEventListener('abort', done);
        resolve(this.isHeld);
      };
      const timer = setTimeout(done, ms);
      this.ended.addEventListener('abort', done);
      if (!this.isHeld) done();
    });
  }

  private watch(): void {
    clearTimeout(this.timer);
    if (!this.isHeld) return;
    this.timer = setTimeout(() => this.watch(), this.untilMs - performance.now() + 1);
  }
}
