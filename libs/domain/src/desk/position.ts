import type { PositionMoney } from './position-money.js';

/** `opening`, `closing`: on the way there, perhaps with one leg alone. `unwound`: an opening that was taken back. */
export type PositionState = 'opening' | 'open' | 'closing' | 'closed' | 'unwound';

/** Long spot and short perpetual of the same quantity. Times by the exchange's clock. */
export interface Position extends PositionMoney {
  readonly id: number;
  readonly symbol: string;
  readonly nativeId: string;
  readonly spotSymbol: string;
  readonly state: PositionState;
  readonly unitsPerContract: number;
  /** When it was decided. */
  readonly openedAtMs: number;
  /** When its last leg was closed. */
  readonly closedAtMs: number | undefined;
  readonly openReason: string;
  readonly closeReason: string | undefined;
  readonly perpOpenedAtMs: number | undefined;
  readonly perpClosedAtMs: number | undefined;
  readonly settlementsBooked: number;
  /** Every settlement up to here is booked, or was proven not to be one. */
  readonly fundingBookedToMs: number | undefined;
  /** Up to here the perpetual's prices were looked at for whether its margin held. */
  readonly watchedToMs: number | undefined;
}

/** What is to be opened, before anything of it is. */
export type Opening = Pick<
  Position,
  | 'symbol'
  | 'nativeId'
  | 'spotSymbol'
  | 'quantity'
  | 'contracts'
  | 'unitsPerContract'
  | 'openedAtMs'
  | 'openReason'
  | 'spotPrice'
  | 'perpMarkPrice'
>;

/** The position that an opening begins as. */
export function intended(id: number, opening: Opening): Position {
  return {
    id,
    ...opening,
    state: 'opening',
    closedAtMs: undefined,
    closeReason: undefined,
    collateralUsdt: '0',
    spotEntryPrice: undefined,
    spotExitPrice: undefined,
    perpEntryPrice: undefined,
    perpExitPrice: undefined,
    perpOpenedAtMs: undefined,
    perpClosedAtMs: undefined,
    fundingUsdt: '0',
    feesUsdt: '0',
    settlementsBooked: 0,
    fundingBookedToMs: undefined,
    watchedToMs: undefined,
  };
}

/** A leg is in the market, or on its way there. */
export function isHeld({ state }: Pick<Position, 'state'>): boolean {
  return state === 'opening' || state === 'open' || state === 'closing';
}
