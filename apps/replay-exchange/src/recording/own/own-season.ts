import { DAY_MS } from '../../clock/durations.js';
import type { MarketRows, Stretch } from '../shifted-recording.js';

/** Shorter than this nothing is played: one to two weeks of it lie ahead of the anchor. */
const LEAST_MS = 28 * DAY_MS;

/** One unbroken recording of a market. */
export interface Candidate {
  readonly rows: MarketRows;
  readonly stretch: Stretch;
}

/** Where both were recorded; undefined where that is too short to be played. */
export function overlap(a: Stretch, b: Stretch): Stretch | undefined {
  const both = { fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) };
  return both.toMs - both.fromMs >= LEAST_MS ? both : undefined;
}

interface Season<Market> {
  readonly common: Stretch;
  readonly played: readonly (readonly [Market, Candidate])[];
}

/**
 * Which recording of each market of one coin is played, so that all of them are of the same time: prices of one day
 * beside rates of another would be a spread that never was. Of several times the longest counts. A market that was
 * recorded at no time of those before it is left out.
 */
export function seasonOf<Market>(
  markets: readonly (readonly [Market, readonly Candidate[]])[],
): Season<Market> & { readonly leftOut: readonly Market[] } {
  let seasons: readonly Season<Market>[] = [
    { common: { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }, played: [] },
  ];
  const leftOut: Market[] = [];
  for (const [market, candidates] of markets) {
    const longer = seasons.flatMap(({ common, played }) =>
      candidates.flatMap((candidate): Season<Market>[] => {
        const both = overlap(common, candidate.stretch);
        return both ? [{ common: both, played: [...played, [market, candidate]] }] : [];
      }),
    );
    if (longer.length === 0) leftOut.push(market);
    else seasons = longer;
  }
  const [longest] = [...seasons].sort((a, b) => lengthMs(b) - lengthMs(a));
  if (!longest) throw new RangeError('there is always a season, if one without markets');
  return { ...longest, leftOut };
}

function lengthMs<Market>({ common }: Season<Market>): number {
  return common.toMs - common.fromMs;
}
