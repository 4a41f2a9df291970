import { book } from './book/book.js';
import type { Book, LedgerEvent } from './book/ledger-event.js';
import type { DecisionSettings } from './decide/decision-settings.js';
import type { Action } from './decide/action.js';
import { fillFee, fillPrice, type Leg } from './trade/fill-price.js';
import { plain } from './book/exact.js';
import { ledgerOf, type Ledger } from './book/ledger.js';
import { heldQuantity } from './book/leg-trades.js';
import { nextLeg, workLeft } from './trade/next-leg.js';
import { feeBps } from './observe/round-trip-cost.js';
import type { FundingStream } from './observe/funding-stream.js';
import type { Observation, SeenMarket } from './observe/observation.js';
import { intended, type Opening } from './decide/opening.js';

/** The defaults of the desk (libs/contracts, desk-settings.ts). */
export const SETTINGS: DecisionSettings = {
  entryNetYield: 0.05,
  minHoldingYield: 0,
  minSwitchYield: 0.05,
  strategy: 'threshold',
  entryScore: 0.5,
  exitScore: 0.3,
  holdingHours: 720,
  maxBreakEvenHours: 480,
  maxPaidBps: 20,
  restHours: 8,
  basisConvergence: 0.5,
  maxEntryBasis: 0.05,
  maxHeldBasis: 0.1,
  maxPriceMoveBps: 50,
  maxForcedMoveBps: 500,
  leaveBeforeEndHours: 24,
  minTurnoverUsdt24h: 5_000_000,
  notionalPerMarketUsdt: 2_000,
  maxNotionalTotalUsdt: 6_000,
  spotFeeBps: 10,
  perpFeeBps: 5.5,
  slippageBps: 2,
  perpMarginShare: 0.5,
  minMarginShare: 0.1,
  maxDelta: 0.02,
  maxDrawdown: 0.1,
  sizing: 'fixed',
  maxNotionalPerAssetUsdt: 4_000,
  maxNotionalPerVenueUsdt: 6_000,
  maxTurnoverShare: 0.001,
  maxDepthShare: 0.2,
  maxTailLoss: 0.003,
  maxTailLossTotal: 0.006,
  betCorrelation: 0.5,
  minLiquidationDistance: 0.3,
};

export const EMPTY_BOOK: Book = {
  venue: 'bybit',
  startingEquityUsdt: '10000',
  elsewhereUsdt: new Map(),
  cashUsdt: '10000',
  correctionsUsdt: '0',
  mode: 'running',
  modeReason: undefined,
  positions: new Map(),
};

const SPOT = {
  venue: 'bybit',
  instrument: 'spot',
  symbol: 'BTC/USDT',
  nativeId: 'BTCUSDT',
  unitsPerContract: 1,
} as const;
const PERPETUAL = {
  venue: 'bybit',
  instrument: 'perpetual',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  unitsPerContract: 1,
} as const;

export const ANY_LOT = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };

export const OPENING: Opening = {
  legs: {
    long: { ...SPOT, quantity: '20', price: '100', lot: ANY_LOT },
    short: { ...PERPETUAL, quantity: '20', price: '100', lot: ANY_LOT },
  },
  first: 'long',
  openedAtMs: 0,
  openReason: 'It pays',
};

/** What of a market and its perpetual a case changes. */
export interface MarketChange extends Partial<SeenMarket>, Partial<FundingStream> {
  readonly markPrice?: string;
}

/** A market that pays 0.02 % every 8 h, both legs at 100, proven and traded enough. */
export function market({
  predicted = { rate: 0.0002, intervalMinutes: 480 },
  markPrice = '100',
  ...change
}: MarketChange = {}): SeenMarket {
  const { persistence, slowCarry, ...rest } = { persistence: steady(0.0002 / 8), ...change };
  const symbol = change.symbol ?? PERPETUAL.symbol;
  return {
    symbol,
    nativeId: 'BTCUSDT',
    legs: {
      long: { ...SPOT, markPrice: undefined, funding: undefined },
      short: { ...PERPETUAL, symbol, markPrice, funding: { predicted, persistence, slowCarry } },
    },
    prices: { long: '100', short: '100', unitsPerContract: 1 },
    thinner: 'long',
    turnoverUsdt24h: 9_000_000,
    unproven: undefined,
    rules: { long: ANY_LOT, short: ANY_LOT, unitsPerContract: 1 },
    endsAtMs: undefined,
    ...rest,
  };
}

/** A history that paid so much an hour and never moved. */
export function steady(meanHourlyCarry: number) {
  return {
    ...{ settlements: 270, paidShare: 1, meanHourlyCarry },
    ...{ hourlyDeviation: 0, halfLifeHours: Infinity },
  };
}

export function at(long: string | undefined, short: string | undefined) {
  return {
    prices: { long, short, unitsPerContract: 1 },
    ...(short === undefined ? {} : { markPrice: short }),
  };
}

export function seen(...markets: readonly SeenMarket[]): Observation {
  return {
    nowMs: 3_600_000,
    stale: undefined,
    markets: new Map(markets.map((one) => [one.symbol, one])),
    ended: new Map(),
    ranges: new Map(),
    differences: [],
  };
}

/** The next leg's order, filled at a price of the market with the settings' slippage and fees. */
export function fillOf(
  before: Book,
  positionId: number,
  prices: Readonly<Record<Leg, string>>,
  settings: DecisionSettings = SETTINGS,
): LedgerEvent & { kind: 'filled' } {
  const position = before.positions.get(positionId);
  const next = position && nextLeg(position);
  if (!next) throw new Error('Nothing is left to do');
  const { instrument } = position.legs[next.leg];
  const lastPrice = prices[next.leg];
  const price = fillPrice(lastPrice, next.side, settings.slippageBps);
  const amount = fillFee(price, next.quantity, feeBps(settings, instrument));
  const fee = { amount, coin: 'USDT' };
  return {
    kind: 'filled',
    fills: [{ positionId, ...next, price, fee, filledAtMs: 1, how: 'traded' }],
    marginShare: settings.perpMarginShare,
  };
}

/** Both legs opened at these prices; 20 coins unless said. */
export function opened(
  prices: Readonly<Record<Leg, string>> = { long: '100', short: '100' },
  before: Book = EMPTY_BOOK,
  change: Partial<Opening> = {},
): Book {
  const id = before.positions.size + 1;
  const { legs, ...rest } = { ...OPENING, ...change };
  const opening = {
    ...rest,
    legs: {
      long: { ...legs.long, price: prices.long },
      short: { ...legs.short, price: prices.short },
    },
  };
  const begun = book(before, { kind: 'intended', position: intended(id, opening) });
  return worked(begun, id, prices);
}

/** Trades what is left of a position. */
export function worked(before: Book, id: number, prices: Readonly<Record<Leg, string>>): Book {
  const position = before.positions.get(id);
  if (!position || !workLeft(position)) return before;
  return worked(book(before, fillOf(before, id, prices)), id, prices);
}

/** The book once everything that was decided is done at these prices. */
export function done(
  before: Book,
  actions: readonly Action[],
  prices: Readonly<Record<Leg, string>>,
): Book {
  return actions.reduce((after, action) => {
    if (action.kind === 'open') return opened(prices, after, action.opening);
    const { id } = action.position;
    if (action.kind === 'top-up') {
      const { leg, amountUsdt } = action;
      return book(after, { kind: 'topped-up', positionId: id, leg, amountUsdt });
    }
    if (action.kind === 'settle') return settled(after, action, prices);
    if (action.kind === 'finish') return worked(after, id, prices);
    const reason = action.reason.text;
    return worked(book(after, { kind: 'closing', positionId: id, reason }), id, prices);
  }, before);
}

function settled(
  before: Book,
  { position, leg, how, price, atMs, reason }: Action & { kind: 'settle' },
  prices: Readonly<Record<Leg, string>>,
): Book {
  const positionId = position.id;
  const closing = book(before, { kind: 'closing', positionId, reason: reason.text });
  const side = leg === 'short' ? 'buy' : 'sell';
  const quantity = plain(heldQuantity(position.legs[leg]));
  const order = { positionId, purpose: 'close', leg, side, quantity } as const;
  const fee = { amount: '0', coin: 'USDT' };
  const fill = { ...order, price, fee, filledAtMs: atMs, how };
  const over = book(closing, {
    kind: 'filled',
    fills: [fill],
    marginShare: SETTINGS.perpMarginShare,
  });
  return worked(over, positionId, prices);
}

/** What the book comes to at these prices. */
export function ledgerAt(before: Book, prices: Readonly<Record<Leg, string>>): Ledger {
  const positions = [...before.positions.keys()];
  const valued = positions.reduce(
    (after, positionId) =>
      book(after, {
        kind: 'priced',
        positionId,
        prices,
      }),
    before,
  );
  return ledgerOf(valued, [...valued.positions.values()]);
}

/** A settlement of the only position, rate × 20 × price. */
export function paid(before: Book, settledAtMs: number, amountUsdt: string): Book {
  const payments = [{ settledAtMs, amountUsdt }];
  return book(before, {
    kind: 'funded',
    positionId: 1,
    leg: 'short',
    payments,
    knownToMs: settledAtMs,
  });
}
