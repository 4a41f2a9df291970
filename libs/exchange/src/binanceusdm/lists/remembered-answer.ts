const REMEMBERED_MS = 60_000;

/** An answer that is good for a minute of the exchange's time; asked for anew after that. */
export class RememberedAnswer {
  private answer: unknown;
  private answeredAtMs = -Infinity;

  constructor(
    private readonly ask: () => Promise<unknown>,
    /** How fast the exchange's clock runs. */
    private readonly clockSpeed: () => number,
  ) {}

  async get(): Promise<unknown> {
    const ageMs = (performance.now() - this.answeredAtMs) * Math.max(1, this.clockSpeed());
    if (ageMs < REMEMBERED_MS) return this.answer;
    this.answer = await this.ask();
    this.answeredAtMs = performance.now();
    return this.answer;
  }
}
