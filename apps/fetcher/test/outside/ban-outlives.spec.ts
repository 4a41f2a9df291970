import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeStages, Stage } from './stage.js';

/** A fetcher that begins sends what it has at once; so long without a request is silence. */
const SILENCE_MS = 4_000;

const holdMsOf = (line: string) => (JSON.parse(line) as { holdMs: number }).holdMs;

describe('a ban that an exchange spoke out', () => {
  afterEach(closeStages);

  it('is kept by a fetcher that was started after the one that heard of it was killed', async () => {
    const stage = await Stage.open({ replay: ['--faults', 'http-418-bare', '--fault-rate', '1'] });
    const banned = stage.startFetcher();
    const line = await banned.prints('ordered a wait; all requests are held');
    const overMs = performance.now() + holdMsOf(line);
    expect(holdMsOf(line)).toBeGreaterThan(60_000);
    // A beat of the table, and no good-bye.
    await sleep(500);
    await banned.stop('SIGKILL');
    await sleep(2_000);
    const { requests } = await stage.exchange.stats();
    const next = stage.startFetcher();
    const rest = holdMsOf(await next.prints('Another process was told to wait'));
    expect(Math.abs(performance.now() + rest - overMs)).toBeLessThan(2_000);
    await sleep(SILENCE_MS);
    expect((await stage.exchange.stats()).requests).toBe(requests);
  });
});
