import { describe, expect, it } from '@jest/globals';
import type { BacktestNews } from './backtest-facts.js';
import { ProgressPublisher } from './progress-publisher.js';

describe('the progress of a run', () => {
  it('is published twice a second at most, with the time that is left by what playing took so far', () => {
    const published: BacktestNews[] = [];
    let nowMs = 10_000;
    const publisher = new ProgressPublisher(
      (news) => published.push(news),
      () => nowMs,
    );
    const at = (ms: number, share: number) => {
      nowMs = 10_000 + ms;
      publisher.offer(share);
    };
    at(0, 0.01);
    at(400, 0.1);
    at(500, 0.2);
    at(1_500, 0.6);
    expect(published).toEqual([
      { state: 'running', share: 0.01, etaSeconds: null },
      { state: 'running', share: 0.2, etaSeconds: 2 },
      { state: 'running', share: 0.6, etaSeconds: 1 },
    ]);
  });
});
