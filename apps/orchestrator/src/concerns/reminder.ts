const FIRST_MS = 5_000;
const LONGEST_MS = 300_000;

/** Says again and again that something is waited for, less and less often. */
export class Reminder {
  private saidAtMs = -Infinity;
  private waitMs = FIRST_MS;

  /** `say`: what exactly is waited for, now. */
  constructor(private readonly say: (what: string) => void) {}

  /** To be called as often as one likes while it is waited for. */
  waiting(what: string): void {
    const nowMs = performance.now();
    if (nowMs - this.saidAtMs < this.waitMs) return;
    if (this.saidAtMs > -Infinity) this.waitMs = Math.min(this.waitMs * 2, LONGEST_MS);
    this.saidAtMs = nowMs;
    this.say(what);
  }

  /** It is there. */
  over(): void {
    this.saidAtMs = -Infinity;
    this.waitMs = FIRST_MS;
  }
}
