import type { PairBooks } from '@fullcarry/domain/desk/observe/book-costs';
import type { RecordedQuote } from '@fullcarry/domain/backtest/recorded/desk-recording';
import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import { carryPair } from '@fullcarry/domain/desk/observe/carry-pair';
import {
  pairName,
  type Observation,
  type SeenMarket,
} from '@fullcarry/domain/desk/observe/observation';
import type { OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { heldPerpetuals } from '@fullcarry/domain/desk/book/position-money';
import type { Position } from '@fullcarry/domain/desk/book/position';
import type { Reason } from '@fullcarry/domain/desk/decide/verdict';
import { DomainError } from '@fullcarry/domain/errors';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import type { DeskVenue } from '../desk/desk-options.js';
import type { CycleRecorder } from '../record/cycle-recorder.js';
import { EndedMarkets } from './ended-markets.js';
import { VenueObserver, type SeenPerpetual, type SignalsWish } from './observe-venue.js';
import { perpetualPairs } from './perpetual-pairs.js';
import { PriceRanges } from './price-ranges.js';

const STALE: Reason = { code: 'stale-rates', text: 'The rates are too old to trade on' };

/**
 * Gathers what is known now of the pairs that may be traded, and of those that are held: each perpetual of the desk's
 * own exchange with its spot market, and the perpetuals of one coin on two of the exchanges that it trades on.
 */
export class MarketObserver {
  private readonly venues: readonly VenueObserver[];
  private readonly endedMarkets: EndedMarkets;
  private readonly ranges: PriceRanges;

  constructor(
    database: Database,
    private readonly own: DeskVenue,
    elsewhere: readonly DeskVenue[],
    timeframe: Timeframe,
    historyEnabled: boolean,
    private readonly recorder?: CycleRecorder,
  ) {
    const venues = [own, ...elsewhere];
    this.venues = venues.map(
      (venue) => new VenueObserver(database, venue, timeframe, historyEnabled),
    );
    const exchanges = new Map(venues.map(({ exchange }) => [exchange.id, exchange]));
    this.endedMarkets = new EndedMarkets(database, exchanges);
    this.ranges = new PriceRanges(exchanges);
  }

  /** Before the first rates no market is seen. `signalsOf`: of which perpetuals they are asked for. */
  async observe(
    held: readonly Position[],
    nowMs: number,
    signalsOf: SignalsWish,
  ): Promise<Omit<Observation, 'differences'>> {
    const perpetuals = held.flatMap((position) => heldPerpetuals(position).map(([, leg]) => leg));
    const seen = new Map<string, readonly SeenPerpetual[]>();
    for (const observer of this.venues) {
      const { exchange, rates } = observer.venue;
      // What another exchange publishes too late counts as not published; the own one's is reported as stale.
      if (exchange.id !== this.own.exchange.id && rates()?.stale !== false) continue;
      const own = perpetuals.filter(({ venue }) => venue === exchange.id);
      const symbols = new Set(own.map(({ symbol }) => symbol));
      seen.set(exchange.id, await observer.observe(symbols, nowMs, signalsOf));
    }
    const carries = (seen.get(this.own.exchange.id) ?? []).map((one) => this.carry(one));
    const pairs = [...carries, ...perpetualPairs(seen)];
    const observed = {
      nowMs,
      stale: this.own.rates()?.stale === false ? undefined : STALE,
      markets: new Map(pairs.map((market) => [market.symbol, market])),
      ended: await this.ended(held, nowMs),
      ranges: await this.ranges.of(held, nowMs),
    };
    this.recorder?.observed(observed);
    return observed;
  }

  /** Of what is held the perpetuals that are gone. */
  ended(held: readonly Position[], nowMs: number): Promise<Observation['ended']> {
    return this.endedMarkets.of(held, (leg) => this.of(leg)?.isQuoted(leg.symbol), nowMs);
  }

  /** Whether the fetcher follows the perpetual, so that its settlements will be proven. */
  async tracks(leg: LegMarket): Promise<boolean> {
    return (await this.of(leg)?.tracks(leg.symbol)) ?? false;
  }

  /** The order books of both legs now; undefined where one of them is not published. */
  async books({ long, short }: Readonly<Record<Leg, LegMarket>>): Promise<PairBooks | undefined> {
    const [ofLong, ofShort] = await Promise.all([this.book(long), this.book(short)]);
    const books = ofLong && ofShort && { long: ofLong, short: ofShort };
    this.recorder?.answered({ kind: 'books', pair: pairName({ long, short }), books });
    return books;
  }

  /** Where none is published now the costs are judged by the settings; whether it can be traded its order will find out. */
  private async book(leg: LegMarket): Promise<OrderBook | undefined> {
    if (leg.nativeId === '') return undefined;
    try {
      return await this.of(leg)?.venue.exchange.orderBook?.(leg);
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  private of({ venue }: LegMarket): VenueObserver | undefined {
    return this.venues.find((one) => one.venue.exchange.id === venue);
  }

  /** A perpetual with its spot market. */
  private carry({ rate, rules, persistence, signals, ...about }: SeenPerpetual): SeenMarket {
    const { symbol, nativeId, markPrice, lastPrice, predictedRate, intervalMinutes } = rate;
    const quoted: Omit<RecordedQuote, 'provenBeforeMs'> = {
      ...{ symbol, nativeId, markPrice, lastPrice },
      predicted: { rate: Number(predictedRate), intervalMinutes },
      spot: rate.spot
        ? {
            ...{ symbol: rate.spot.symbol, nativeId: rules?.spot?.spotNativeId ?? '' },
            lastPrice: rate.spot.lastPrice,
            unitsPerContract: rate.spot.unitsPerContract,
          }
        : undefined,
      turnoverUsdt24h: Number(rate.turnoverUsdt24h),
      // Without a spot market that is what refuses it, and not the history of one.
      unproven: about.unproven ?? (rate.spot ? about.spotUnproven : undefined),
      endsAtMs: about.endsAtMs,
      lots: rules?.spot && { long: rules.spot, short: rules.perpetual },
    };
    this.recorder?.quote({ ...quoted, provenBeforeMs: about.provenBeforeMs });
    const { predicted, spot, turnoverUsdt24h, unproven, endsAtMs, lots } = quoted;
    return carryPair(
      this.own.exchange.id,
      {
        ...{ symbol, nativeId, markPrice, lastPrice },
        funding: { predicted, persistence, slowCarry: signals?.slowCarry },
      },
      spot,
      { turnoverUsdt24h, unproven, endsAtMs, lots, signals },
    );
  }
}
