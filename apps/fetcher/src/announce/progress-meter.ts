/** How far back the rate is measured: long enough to be calm, short enough to follow. */
const MEASURED_MS = 10_000;

interface Reading {
  readonly atMs: number;
  readonly done: number;
}

/** The rate at which something gets done, and the time that the rest will take at that rate. */
export class ProgressMeter {
  private readings: Reading[] = [];

  /** Notes how much is done at an instant; `atMs` never goes back. */
  note(atMs: number, done: number): void {
    this.readings.push({ atMs, done });
    const kept = this.readings.findIndex((reading) => atMs - reading.atMs <= MEASURED_MS);
    this.readings = this.readings.slice(Math.max(0, kept));
  }

  /** Things per second over the measured time; 0 until two readings tell. */
  get perSecond(): number {
    const first = this.readings[0];
    const last = this.readings.at(-1);
    if (!first || !last || last.atMs === first.atMs) return 0;
    return Math.max(0, ((last.done - first.done) * 1000) / (last.atMs - first.atMs));
  }

  /** Seconds until `rest` more are done; undefined while nothing moves. */
  secondsFor(rest: number): number | undefined {
    return this.perSecond > 0 ? rest / this.perSecond : undefined;
  }
}
