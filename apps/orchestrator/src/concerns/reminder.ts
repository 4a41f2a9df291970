const FIRST_MS = 5_000;
const LONGEST_MS = 300_000;

/** Reminds again and again that something is waited for, less and less often. */
export class Reminder {
  private remindedAtMs = -Infinity;
  private waitMs = FIRST_MS;

  /** `remind`: what exactly is waited for, now. */
  constructor(private readonly remind: (what: string) => void) {}

  /** To be called as often as one likes while it is waited for. */
  waiting(what: string): void {
    const nowMs = performance.now();
    if (nowMs - this.remindedAtMs < this.waitMs) return;
    if (this.remindedAtMs > -Infinity) this.waitMs = Math.min(this.waitMs * 2, LONGEST_MS);
    this.remindedAtMs = nowMs;
    this.remind(what);
  }

  /** It is there. */
  over(): void {
    this.remindedAtMs = -Infinity;
    this.waitMs = FIRST_MS;
  }
}
