import type { DeskPositionChange } from '@fullcarry/contracts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import { plain } from '@fullcarry/domain/desk/exact';
import { cashChange } from '@fullcarry/domain/desk/fill-cash';
import { collateralOf, type Leg, type Side } from '@fullcarry/domain/desk/fill-price';
import { DomainError } from '@fullcarry/domain/errors';
import type { StoredPosition } from '@fullcarry/history/desk-rows';
import type { DeskStore } from '@fullcarry/history/desk-store';
import type {
  BookedFill,
  Intent,
  PositionLedgerStore,
} from '@fullcarry/history/position-ledger-store';
import type { LegExecutor, LegFill } from './leg-executor.js';

/** An opening that is older than this when it is found half done is unwound: the prices it was decided on are gone. */
const LONGEST_OPENING_MS = 5 * 60_000;

type Change = DeskPositionChange['change'];

export interface TraderParts {
  readonly reads: DeskStore;
  readonly writes: PositionLedgerStore;
  readonly executor: LegExecutor;
  /** Told after the change is stored. */
  readonly changed: (position: StoredPosition, change: Change) => void;
}

/** `failure`: in one sentence, what kept the position from getting where it should be. */
export interface Traded {
  readonly position: StoredPosition;
  readonly failure: string | undefined;
}

type Purpose = 'open' | 'close';

/**
 * Brings positions from one state to the next, both legs or neither. What is meant is stored before the
 * first order, each fill with its effect in one transaction, so that whoever comes after a crash finds the
 * position in a state from which the same steps go on.
 *
 * An exchange that refuses is a failure that is told; every other error is thrown on.
 */
export class PositionTrader {
  constructor(private readonly parts: TraderParts) {}

  async open(intent: Intent, settings: DeskSettings): Promise<Traded> {
    const id = await this.parts.writes.saveIntent(intent);
    return this.goOn(await this.stored(id), settings);
  }

  /** Closes both legs, or unwinds what is half opened. */
  async close(position: StoredPosition, reason: string, settings: DeskSettings): Promise<Traded> {
    const { reads, writes } = this.parts;
    const untouched =
      position.spotEntryPrice === undefined && position.perpEntryPrice === undefined;
    if (untouched) {
      await writes.saveUnwound(position.id, reason);
      const unwound = (await reads.position(position.id)) ?? position;
      this.parts.changed(unwound, 'unwound');
      return { position: unwound, failure: undefined };
    }
    await writes.saveClosing(position.id, reason);
    return this.goOn(await this.stored(position.id), settings);
  }

  /** Goes on with a position that an earlier process or a failure left half opened or half closed. */
  async finish(
    position: StoredPosition,
    nowMs: number,
    mayOpen: boolean,
    settings: DeskSettings,
  ): Promise<Traded> {
    const late = nowMs - position.openedAtMs > LONGEST_OPENING_MS;
    return position.state === 'opening' && (late || !mayOpen)
      ? this.close(position, 'It was found half opened', settings)
      : this.goOn(position, settings);
  }

  private async goOn(position: StoredPosition, settings: DeskSettings): Promise<Traded> {
    const next = nextOrder(position);
    if (!next) return { position, failure: undefined };
    try {
      await this.order(position, next, settings);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const failure = `The ${next.leg} leg could not be ${next.purpose === 'open' ? 'opened' : 'closed'}: ${error.message}`;
      if (next.purpose === 'close') return { position, failure };
      const { position: left } = await this.close(position, failure, settings);
      return { position: left, failure };
    }
    return this.goOn(await this.stored(position.id), settings);
  }

  private async order(
    position: StoredPosition,
    { purpose, leg, side }: NextOrder,
    settings: DeskSettings,
  ): Promise<void> {
    const quantity = leg === 'spot' ? position.quantity : position.contracts;
    const clientOrderId = `${position.id}-${purpose}-${leg}`;
    const order = { clientOrderId, symbol: position.symbol, leg, side, quantity };
    const filled = await this.parts.executor.place(order, settings);
    const booked = bookedFill(position, { ...order, purpose }, filled, settings.perpMarginShare);
    if (!(await this.parts.writes.saveFill(booked))) return;
    const change = CHANGES[booked.position.state ?? 'opening'];
    if (change) this.parts.changed(await this.stored(position.id), change);
  }

  private async stored(id: number): Promise<StoredPosition> {
    const position = await this.parts.reads.position(id);
    if (!position) throw new Error(`There is no position ${id}`);
    return position;
  }
}

const CHANGES: Partial<Record<StoredPosition['state'], Change>> = {
  open: 'opened',
  closed: 'closed',
  unwound: 'unwound',
};

interface NextOrder {
  readonly purpose: Purpose;
  readonly leg: Leg;
  readonly side: Side;
}

/** Spot first when opening, since a short without coins can be liquidated; the short first when closing. */
function nextOrder(position: StoredPosition): NextOrder | undefined {
  const { state, spotEntryPrice, spotExitPrice, perpEntryPrice, perpExitPrice } = position;
  if (state === 'opening') {
    if (spotEntryPrice === undefined) return { purpose: 'open', leg: 'spot', side: 'buy' };
    if (perpEntryPrice === undefined) return { purpose: 'open', leg: 'perp', side: 'sell' };
  }
  if (state === 'closing') {
    if (perpEntryPrice !== undefined && perpExitPrice === undefined) {
      return { purpose: 'close', leg: 'perp', side: 'buy' };
    }
    if (spotEntryPrice !== undefined && spotExitPrice === undefined) {
      return { purpose: 'close', leg: 'spot', side: 'sell' };
    }
  }
  return undefined;
}

/** What a fill makes of the cash and of its position; the last leg's fill also ends the state it was in. */
function bookedFill(
  position: StoredPosition,
  order: NextOrder & { readonly clientOrderId: string; readonly quantity: string },
  { price, feeUsdt, filledAtMs }: LegFill,
  perpMarginShare: number,
): BookedFill {
  const { purpose, leg, side, clientOrderId, quantity } = order;
  const fill = { clientOrderId, positionId: position.id, leg, side, quantity, price, feeUsdt };
  const collateralUsdt =
    purpose === 'open' && leg === 'perp'
      ? collateralOf(price, quantity, perpMarginShare)
      : position.collateralUsdt;
  const short = { collateralUsdt, perpEntryPrice: position.perpEntryPrice };
  const legs = {
    'open-spot': { spotEntryPrice: price },
    'open-perp': { perpEntryPrice: price, perpOpenedAtMs: filledAtMs, collateralUsdt },
    'close-perp': { perpExitPrice: price, perpClosedAtMs: filledAtMs },
    'close-spot': { spotExitPrice: price },
  }[`${purpose}-${leg}` as const];
  const after = { ...position, ...legs };
  const over = nextOrder(after) === undefined;
  const state = purpose === 'open' ? 'open' : after.perpEntryPrice ? 'closed' : 'unwound';
  return {
    fill: { ...fill, filledAtMs },
    cashChangeUsdt: plain(cashChange(fill, short)),
    position: {
      ...legs,
      ...(over ? { state } : {}),
      ...(over && purpose === 'close' ? { closedAtMs: filledAtMs } : {}),
    },
  };
}
