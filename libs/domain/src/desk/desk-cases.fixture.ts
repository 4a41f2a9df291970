import { book, type Book, type LedgerEvent } from './book.js';
import type { DecisionSettings } from './decision-settings.js';
import type { Action } from './action.js';
import { fillFee, fillPrice, type Leg, type Side } from './fill-price.js';
import { ledgerOf, type Ledger } from './ledger.js';
import { legsLeft, nextLeg, type Purpose } from './next-leg.js';
import type { Observation, SeenMarket } from './observation.js';
import { intended, type Opening } from './position.js';

/** The defaults of the desk (libs/contracts, desk-settings.ts). */
export const SETTINGS: DecisionSettings = {
  entryNetYield: 0.05,
  minHoldingYield: 0,
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
};

export const EMPTY_BOOK: Book = {
  startingEquityUsdt: '10000',
  cashUsdt: '10000',
  correctionsUsdt: '0',
  mode: 'running',
  modeReason: undefined,
  positions: new Map(),
};

export const OPENING: Opening = {
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  spotSymbol: 'BTC/USDT',
  quantity: '20',
  contracts: '20',
  unitsPerContract: 1,
  openedAtMs: 0,
  openReason: 'It pays',
  spotPrice: '100',
  perpMarkPrice: '100',
};

const ANY_LOT = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };

/** A market that pays 0.02 % every 8 h, both legs at 100, proven and traded enough. */
export function market(change: Partial<SeenMarket> = {}): SeenMarket {
  return {
    symbol: 'BTC/USDT:USDT',
    nativeId: 'BTCUSDT',
    spotSymbol: 'BTC/USDT',
    prices: { spot: '100', perp: '100', unitsPerContract: 1 },
    markPrice: '100',
    predicted: { rate: 0.0002, intervalMinutes: 480 },
    turnoverUsdt24h: 9_000_000,
    persistence: steady(0.0002 / 8),
    unproven: undefined,
    rules: { perpetual: ANY_LOT, spot: ANY_LOT, unitsPerContract: 1 },
    endsAtMs: undefined,
    ...change,
  };
}

/** A history that paid so much an hour and never moved. */
export function steady(meanHourlyCarry: number) {
  return { settlements: 270, paidShare: 1, meanHourlyCarry, halfLifeHours: Infinity };
}

export function at(spot: string | undefined, perp: string | undefined) {
  return {
    prices: { spot, perp, unitsPerContract: 1 },
    ...(perp === undefined ? {} : { markPrice: perp }),
  };
}

export function seen(...markets: readonly SeenMarket[]): Observation {
  return {
    venue: 'bybit',
    nowMs: 3_600_000,
    stale: undefined,
    markets: new Map(markets.map((one) => [one.symbol, one])),
    ended: new Map(),
    ranges: new Map(),
  };
}

/** The next leg's order, filled at a price of the market with the settings' slippage and fees. */
export function fillOf(
  before: Book,
  positionId: number,
  prices: Readonly<Record<Leg, string>>,
  settings: DecisionSettings = SETTINGS,
): LedgerEvent {
  const position = before.positions.get(positionId);
  const next = position && nextLeg(position);
  if (!next) throw new Error('Nothing is left to do');
  const quantity = next.leg === 'spot' ? position.quantity : position.contracts;
  return filled(next, { positionId, quantity, lastPrice: prices[next.leg], settings });
}

function filled(
  { purpose, leg, side }: { purpose: Purpose; leg: Leg; side: Side },
  about: {
    positionId: number;
    quantity: string;
    lastPrice: string;
    settings: DecisionSettings;
  },
): LedgerEvent {
  const { positionId, quantity, lastPrice, settings } = about;
  const price = fillPrice(lastPrice, side, settings.slippageBps);
  const feeBps = leg === 'spot' ? settings.spotFeeBps : settings.perpFeeBps;
  const fill = { positionId, purpose, leg, side, quantity, price, filledAtMs: 1 };
  return {
    kind: 'filled',
    fill: { ...fill, feeUsdt: fillFee(price, quantity, feeBps) },
    marginShare: settings.perpMarginShare,
  };
}

/** Both legs opened at these prices; 20 coins unless said. */
export function opened(
  prices: Readonly<Record<Leg, string>> = { spot: '100', perp: '100' },
  before: Book = EMPTY_BOOK,
  change: Partial<Opening> = {},
): Book {
  const id = before.positions.size + 1;
  const opening = { ...OPENING, ...change, spotPrice: prices.spot, perpMarkPrice: prices.perp };
  const begun = book(before, { kind: 'intended', position: intended(id, opening) });
  return worked(begun, id, prices);
}

/** Trades what is left of a position. */
export function worked(before: Book, id: number, prices: Readonly<Record<Leg, string>>): Book {
  const position = before.positions.get(id);
  if (!position || legsLeft(position).length === 0) return before;
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
      return book(after, { kind: 'topped-up', positionId: id, amountUsdt: action.amountUsdt });
    }
    if (action.kind === 'settle') return settled(after, action, prices);
    if (action.kind === 'finish') return worked(after, id, prices);
    const reason = action.reason.text;
    return worked(book(after, { kind: 'closing', positionId: id, reason }), id, prices);
  }, before);
}

function settled(
  before: Book,
  { position, price, atMs, reason }: Action & { kind: 'settle' },
  prices: Readonly<Record<Leg, string>>,
): Book {
  const positionId = position.id;
  const closing = book(before, { kind: 'closing', positionId, reason: reason.text });
  const leg = { positionId, purpose: 'close', leg: 'perp', side: 'buy' } as const;
  const fill = { ...leg, quantity: position.contracts, price, feeUsdt: '0', filledAtMs: atMs };
  const over = book(closing, { kind: 'filled', fill, marginShare: SETTINGS.perpMarginShare });
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
        spotPrice: prices.spot,
        perpMarkPrice: prices.perp,
      }),
    before,
  );
  return ledgerOf(valued, [...valued.positions.values()]);
}

/** A settlement of the only position, rate × 20 × price. */
export function paid(before: Book, settledAtMs: number, amountUsdt: string): Book {
  const payments = [{ settledAtMs, amountUsdt }];
  return book(before, { kind: 'funded', positionId: 1, payments, knownToMs: settledAtMs });
}
