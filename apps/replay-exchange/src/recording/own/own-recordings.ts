import { isNamed } from '../market-manifest.js';
import { shifted, weeksTo, type ShiftedRecording } from '../shifted-recording.js';
import { BadRecordingsError } from './bad-recordings-error.js';
import { OwnLibrary } from './own-library.js';
import { idleSpot, ownMarket, type OwnMarket } from './own-market.js';
import type { SpotInstrumentRow } from './own-rows.js';
import { seasonOf } from './own-season.js';
import { coinOf, type OwnVenue } from './own-venue.js';

/** What of one's own is played on one exchange. `idleSpot`: spot markets in its list that do not trade. */
export interface OwnBoard {
  readonly recordings: readonly ShiftedRecording[];
  readonly idleSpot: readonly SpotInstrumentRow[];
}

/** `boards`: of the exchanges of which the folder has something. `leftOut`: what of it is not played, and why. */
export interface OwnRecordings {
  readonly boards: ReadonlyMap<OwnVenue, OwnBoard>;
  readonly leftOut: readonly string[];
}

/**
 * The recordings of a folder of one's own, as the given exchanges play them, in their order: the markets of one coin
 * from the same time, moved by the same weeks.
 *
 * `symbols`: only these markets, by native id or by the name of their recording; all when undefined.
 * Errors: BadRecordingsError for what can't be read, and for an exchange of which nothing can be played.
 */
export function ownRecordings(
  folder: string,
  venues: readonly OwnVenue[],
  anchorMs: number,
  symbols: readonly string[] | undefined,
): OwnRecordings {
  const library = new OwnLibrary(folder);
  const recorded = venues.filter((venue) => library.has(venue.folder));
  const markets = recorded.flatMap((venue) => marketsOf(library, venue, symbols));
  library.requireWhole();
  const leftOut = markets
    .filter(({ candidates }) => candidates.length === 0)
    .map((market) => `${nameOf(market)}: no four weeks of candles and funding at the same time`);
  const played: { market: OwnMarket; recording: ShiftedRecording }[] = [];
  for (const ofCoin of byCoin(markets.filter(({ candidates }) => candidates.length > 0))) {
    const season = seasonOf(ofCoin.map((market) => [market, market.candidates]));
    const shiftWeeks = weeksTo(season.common.toMs, anchorMs);
    for (const [market, { rows, stretch }] of season.played) {
      played.push({ market, recording: shifted(market.spec, rows, stretch, shiftWeeks) });
    }
    const others = season.played.map(([market]) => nameOf(market)).join(', ');
    for (const market of season.leftOut) {
      leftOut.push(`${nameOf(market)}: recorded at no time at which ${others} was`);
    }
  }
  const boards = recorded.map((venue): [OwnVenue, OwnBoard] => {
    const own = played.filter(({ market }) => market.venue === venue);
    if (own.length === 0 && symbols === undefined) {
      throw new BadRecordingsError(folder, [`of ${venue.folder} nothing is left:`, ...leftOut]);
    }
    const recordings = own.map(({ recording }) => recording);
    return [venue, { recordings, idleSpot: idleSpot(library, venue) }];
  });
  return { boards: new Map(boards), leftOut };
}

function marketsOf(
  library: OwnLibrary,
  venue: OwnVenue,
  symbols: readonly string[] | undefined,
): OwnMarket[] {
  return library.perpetuals(venue.folder).flatMap((symbol) => {
    const perpetual = venue.perpetual(symbol);
    if (!perpetual) {
      library.refuse(
        `${venue.folder} ${symbol} is the name of no perpetual there; rename its files`,
      );
      return [];
    }
    const isWanted = symbols === undefined || symbols.some((name) => isNamed(perpetual, name));
    return isWanted ? [ownMarket(library, venue, perpetual)] : [];
  });
}

function byCoin(markets: readonly OwnMarket[]): readonly OwnMarket[][] {
  const coins = new Map<string, OwnMarket[]>();
  for (const market of markets) {
    const coin = coinOf(market.spec);
    const same = coins.get(coin);
    if (same) same.push(market);
    else coins.set(coin, [market]);
  }
  return [...coins.values()];
}

function nameOf({ venue, spec }: OwnMarket): string {
  return `${venue.folder} ${spec.nativeId}`;
}
