import { z } from 'zod';
import { optional, rowSchema } from '../database/row-schema.js';

/** Exact decimal text. */
const decimal = z.string();

export const DESK_MODES = ['running', 'paused', 'emergency-stopped'] as const;
/** What a person, or a breach of the limits, made of the desk; the service around it knows more states. */
export type DeskMode = (typeof DESK_MODES)[number];

export const POSITION_STATES = ['opening', 'open', 'closing', 'closed', 'unwound'] as const;

/** The desk of one exchange. Amounts in USDT. */
export const DESK = rowSchema({
  exchange: z.string(),
  source: z.string(),
  epoch: z.int(),
  instance: z.string(),
  startingEquityUsdt: decimal,
  cashUsdt: decimal,
  peakEquityUsdt: decimal,
  mode: z.enum(DESK_MODES),
  modeReason: optional(z.string()),
  lastCycle: z.int(),
  modeNumber: z.int(),
  correctionsUsdt: decimal,
});
export type StoredDesk = z.output<typeof DESK.rows>[number];

/** One change of the mode; see the model `DeskModeChange`. */
export const MODE_CHANGE = rowSchema({
  number: z.int(),
  mode: z.enum(DESK_MODES),
  reason: optional(z.string()),
  changedAtMs: z.int(),
  instance: z.string(),
});
export type StoredModeChange = z.output<typeof MODE_CHANGE.rows>[number];

/** What a person booked; see the model `DeskCorrection`. */
export const CORRECTION = rowSchema({
  number: z.int(),
  amountUsdt: decimal,
  reason: z.string(),
  bookedAtMs: z.int(),
  epoch: z.int(),
});
export type StoredCorrection = z.output<typeof CORRECTION.rows>[number];

/** `settings` is the JSON text of what was chosen. */
export const DESK_SETTING = rowSchema({ settings: z.string(), changedAtMs: z.int() });
export type StoredSettings = z.output<typeof DESK_SETTING.rows>[number];

/** One change of the settings, both as JSON text; see the model `DeskSettingChange`. */
export const SETTING_CHANGE = rowSchema({
  number: z.int(),
  settingsBefore: optional(z.string()),
  settingsAfter: z.string(),
  changedAtMs: z.int(),
  orderedBy: z.string(),
});
export type StoredSettingChange = z.output<typeof SETTING_CHANGE.rows>[number];

/** See the model `DeskAlert`. */
export const DESK_ALERT = rowSchema({
  number: z.int(),
  kind: z.string(),
  text: z.string(),
  atMs: z.int(),
});
export type StoredAlert = z.output<typeof DESK_ALERT.rows>[number];

/** See the model `Position` in prisma/models/position.prisma. */
export const POSITION = rowSchema({
  id: z.int(),
  exchange: z.string(),
  state: z.enum(POSITION_STATES),
  openedAtMs: z.int(),
  closedAtMs: optional(z.int()),
  openReason: z.string(),
  closeReason: optional(z.string()),
  first: z.enum(['long', 'short']),
});
export type StoredPositionRow = z.output<typeof POSITION.rows>[number];

const leg = z.enum(['long', 'short']);

/** See the model `PositionLeg` for units. */
export const POSITION_LEG = rowSchema({
  positionId: z.int(),
  leg,
  venue: z.string(),
  instrument: z.enum(['spot', 'perpetual']),
  symbol: z.string(),
  nativeId: z.string(),
  unitsPerContract: z.int(),
  targetQuantity: decimal,
  collateralUsdt: decimal,
  price: decimal,
  fundingUsdt: decimal,
  settlementsBooked: z.int(),
  fundingBookedToMs: optional(z.int()),
  watchedToMs: optional(z.int()),
  quantityStep: optional(decimal),
  minQuantity: optional(decimal),
  minNotionalUsdt: optional(decimal),
});
export type StoredPositionLeg = z.output<typeof POSITION_LEG.rows>[number];

/** See the model `DeskAccount`. */
export const DESK_ACCOUNT = rowSchema({
  venue: z.string(),
  startingEquityUsdt: decimal,
  cashUsdt: decimal,
});
export type StoredDeskAccount = z.output<typeof DESK_ACCOUNT.rows>[number];

export const ORDER_STATES = ['sent', 'filled', 'partly', 'rejected'] as const;

/** See the model `LegOrder`. */
export const LEG_ORDER = rowSchema({
  clientOrderId: z.string(),
  positionId: z.int(),
  purpose: z.enum(['open', 'close']),
  leg,
  side: z.enum(['buy', 'sell']),
  quantity: decimal,
  limitPrice: decimal,
  timeInForce: z.enum(['ioc', 'fok']),
  state: z.enum(ORDER_STATES),
  sentAtMs: z.int(),
  epoch: z.int(),
});
export type StoredLegOrder = z.output<typeof LEG_ORDER.rows>[number];

/** An order with the market of its position, and that of its leg. */
export const JOURNAL_ORDER = rowSchema({
  clientOrderId: z.string(),
  positionId: z.int(),
  symbol: z.string(),
  nativeId: z.string(),
  purpose: z.enum(['open', 'close']),
  leg: z.enum(['spot', 'perp']),
  side: z.enum(['buy', 'sell']),
  quantity: decimal,
  limitPrice: decimal,
  state: z.enum(ORDER_STATES),
  legSymbol: z.string(),
  unitsPerContract: z.int(),
  atMs: z.int(),
  /** Of the opening or the closing. */
  reason: optional(z.string()),
});
export type JournalOrderRow = z.output<typeof JOURNAL_ORDER.rows>[number];

/** A position that was opened, closed or unwound. */
export const JOURNAL_TRADE = rowSchema({
  positionId: z.int(),
  change: z.enum(['opened', 'closed', 'unwound']),
  atMs: z.int(),
});
export type StoredJournalTrade = z.output<typeof JOURNAL_TRADE.rows>[number];

/** Traded by an order, or booked because of what happened to the leg: see the model `Fill`. */
export const FILL_KINDS = ['traded', 'delivered', 'liquidated', 'written-off'] as const;

/** Where a fill on paper has its price from. */
export const PRICE_SOURCES = ['order-book', 'last-price'] as const;

export const FILL = rowSchema({
  positionId: z.int(),
  number: z.int(),
  clientOrderId: z.string(),
  leg,
  side: z.enum(['buy', 'sell']),
  quantity: decimal,
  price: decimal,
  feeAmount: decimal,
  feeCoin: z.string(),
  filledAtMs: z.int(),
  how: z.enum(FILL_KINDS),
  priceFrom: optional(z.enum(PRICE_SOURCES)),
  epoch: z.int(),
  instance: z.string(),
});
export type StoredFill = z.output<typeof FILL.rows>[number];

export const FUNDING_PAYMENT = rowSchema({
  positionId: z.int(),
  leg,
  settledAtMs: z.int(),
  rate: decimal,
  contracts: decimal,
  markPrice: decimal,
  amountUsdt: decimal,
  bookedAtMs: z.int(),
  epoch: z.int(),
  priceAtMs: optional(z.int()),
});
export type StoredFundingPayment = z.output<typeof FUNDING_PAYMENT.rows>[number];

/** See the model `CollateralMove`. */
export const COLLATERAL_MOVE = rowSchema({
  positionId: z.int(),
  leg,
  number: z.int(),
  amountUsdt: decimal,
  movedAtMs: z.int(),
  epoch: z.int(),
});
export type StoredCollateralMove = z.output<typeof COLLATERAL_MOVE.rows>[number];

/** See the model `FundingCorrection`. */
export const FUNDING_CORRECTION = rowSchema({
  positionId: z.int(),
  leg,
  settledAtMs: z.int(),
  number: z.int(),
  rate: decimal,
  amountUsdt: decimal,
  bookedAtMs: z.int(),
  epoch: z.int(),
});
export type StoredFundingCorrection = z.output<typeof FUNDING_CORRECTION.rows>[number];

/** `report` is the JSON text of the message `desk.cycle`. */
export const CYCLE = rowSchema({ number: z.int(), startedAtMs: z.int(), report: z.string() });
export type StoredCycle = z.output<typeof CYCLE.rows>[number];

export const EQUITY_POINT = rowSchema({
  cycle: z.int(),
  atMs: z.int(),
  cashUsdt: decimal,
  equityUsdt: decimal,
  realisedUsdt: decimal,
  unrealisedUsdt: decimal,
  fundingUsdt: decimal,
  feesUsdt: decimal,
});
export type StoredEquityPoint = z.output<typeof EQUITY_POINT.rows>[number];
