import { VENUES, type MarketSpec, type Venue } from '../market-manifest.js';
import type { RecordedCandle } from '../recorded-rows.js';
import { commonStretch, type Stretch } from '../shifted-recording.js';
import { HOUR_MS } from '../../clock/durations.js';
import type { OwnLibrary } from './own-library.js';
import { overlap, type Candidate } from './own-season.js';
import type { OwnPerpetual, OwnVenue } from './own-venue.js';

/** One market of a folder of one's own, and each time at which it was recorded without a break. */
export interface OwnMarket {
  readonly venue: OwnVenue;
  readonly spec: MarketSpec;
  readonly candidates: readonly Candidate[];
}

/** What was recorded of a perpetual: its own candles, or those of the same market on another exchange, stated openly. */
export function ownMarket(
  library: OwnLibrary,
  venue: OwnVenue,
  perpetual: OwnPerpetual,
): OwnMarket {
  const { nativeId, recordedAs, baseCoin, settleCoin } = perpetual;
  const candles = candlesOf(library, venue, perpetual);
  const spot = spotOf(library, venue, perpetual);
  const spec: MarketSpec = {
    ...{ nativeId, recordedAs, baseCoin, settleCoin, role: 'market' },
    candles: { exchange: candles.from, symbol: candles.symbol },
    funding: { exchange: venue.folder, symbol: nativeId },
    spot: spot.spec,
    ...(candles.from !== venue.folder && {
      standIn: `candles recorded on ${candles.from} stand in: none of ${nativeId} were recorded on ${venue.folder}`,
    }),
  };
  const marks = library.candles(venue.folder, 'mark-1h', nativeId);
  // However little of it there is, it cuts nothing: what else was recorded is played without it too.
  const premiums = library
    .candles(venue.folder, 'premium-1m', nativeId)
    .flat()
    .sort((a, b) => a.openAtMs - b.openAtMs);
  const candidates = candles.runs.flatMap((hours) =>
    library.settlements(venue.folder, nativeId).flatMap((settlements): Candidate[] => {
      const both = overlap(commonStretch(hours, settlements), EVER);
      if (!both) return [];
      const marked = narrowed(both, marks);
      const traded = narrowed(marked.stretch, spot.runs);
      return [
        {
          stretch: traded.stretch,
          rows: {
            candles: hours,
            settlements,
            marks: marked.run,
            premiums,
            spots: new Map(
              traded.run.length > 0 && spot.id !== undefined ? [[spot.id, traded.run]] : [],
            ),
          },
        },
      ];
    }),
  );
  return { venue, spec, candidates };
}

const EVER: Stretch = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

interface Candles {
  readonly from: Venue;
  readonly symbol: string;
  readonly runs: readonly (readonly RecordedCandle[])[];
}

/** Those of another exchange have the same name there, or none would know that they are of the same contract. */
function candlesOf(library: OwnLibrary, venue: OwnVenue, perpetual: OwnPerpetual): Candles {
  const { nativeId, recordedAs, volumeDigits } = perpetual;
  const runs = library.candles(venue.folder, '1h', nativeId, volumeDigits);
  if (runs.length > 0) return { from: venue.folder, symbol: nativeId, runs };
  for (const from of VENUES) {
    // Only these count their volume in coins and call a market as this one is recorded.
    if (from !== 'binance' && from !== 'bybit') continue;
    const elsewhere = library.candles(from, '1h', recordedAs);
    if (elsewhere.length > 0) return { from, symbol: recordedAs, runs: elsewhere };
  }
  return { from: venue.folder, symbol: nativeId, runs: [] };
}

/** A spot market that its exchange lists without trading it is no leg, whatever it is called. */
function spotOf(library: OwnLibrary, venue: OwnVenue, { spot, derivesSpot }: OwnPerpetual) {
  if (!spot || idleSpot(library, venue).some(({ symbol }) => symbol === spot.nativeId)) {
    return { id: undefined, spec: [], runs: [] };
  }
  const runs = library.candles(venue.folder, 'spot-1h', spot.nativeId);
  return { id: spot.nativeId, spec: derivesSpot || runs.length > 0 ? [spot] : [], runs };
}

export function idleSpot(library: OwnLibrary, { folder }: OwnVenue) {
  return library.spotInstruments(folder).filter(({ status }) => status !== 'TRADING');
}

/** What else was recorded in the stretch cuts it to its own; what was not, leaves it as it is. */
function narrowed(stretch: Stretch, runs: readonly (readonly RecordedCandle[])[]) {
  const within = runs.flatMap((run) => {
    const both = overlap(stretch, {
      fromMs: run[0]?.openAtMs ?? 0,
      toMs: (run.at(-1)?.openAtMs ?? 0) + HOUR_MS,
    });
    return both ? [{ stretch: both, run }] : [];
  });
  const [longest] = within.sort((a, b) => lengthMs(b.stretch) - lengthMs(a.stretch));
  return longest ?? { stretch, run: [] };
}

function lengthMs({ fromMs, toMs }: Stretch): number {
  return toMs - fromMs;
}
