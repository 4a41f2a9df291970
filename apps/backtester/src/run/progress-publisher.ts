import type { SweepProgress } from '@fullcarry/contracts/facts/backtest-progress-v1';
import type { BacktestNews } from './backtest-facts.js';

/** how often progress is published at most. */
const EVERY_MS = 500;

/** Publishes how far a run is, now and then, and when it will probably be done. */
export class ProgressPublisher {
  private beganMs: number | undefined;
  private publishedMs = -Infinity;

  constructor(
    private readonly publish: (news: BacktestNews) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** `share`: of what is to be played, 0 to 1; `sweep`: how far its runs are, where it is one. */
  offer(share: number, sweep?: SweepProgress): void {
    const nowMs = this.nowMs();
    // Reading the rows came before; it says nothing of how long playing them takes.
    this.beganMs ??= nowMs;
    if (nowMs - this.publishedMs < EVERY_MS) return;
    this.publishedMs = nowMs;
    const playedMs = nowMs - this.beganMs;
    const etaSeconds =
      playedMs > 0 && share > 0 ? ((playedMs / share) * (1 - share)) / 1_000 : null;
    this.publish({
      state: 'running',
      share: Math.min(share, 1),
      etaSeconds,
      ...(sweep && { sweep }),
    });
  }
}
