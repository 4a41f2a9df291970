import type { MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { DeskConcern } from '@fullcarry/contracts/facts/desk-status-v1';
import type { BookMode } from '@fullcarry/domain/desk/book/ledger-event';
import type { Difference } from '@fullcarry/domain/desk/book/reconcile-account';
import { percent } from '@fullcarry/domain/desk/decide/verdict';

/** Of the collateral between what a short begins with and what it is closed at, so much is left when people hear of it. */
const LITTLE_MARGIN = 0.25;

/** Of the fall at which the desk pauses, so much has happened when people hear of it. */
const DEEP_DRAWDOWN = 0.5;

/** Nobody reads more, and a message is bounded. */
const MOST = 50;

/** Why a market that should have been closed is held still. One whose price moved too far waits on purpose. */
const NOT_CLOSED = ['leg-failed', 'no-price', 'order-unknown'];

export interface KnownOfDesk {
  readonly mode: BookMode;
  /** Why the books do not add up; undefined while they do. */
  readonly brokenBecause: string | undefined;
  /** What the exchanges say of the desk's accounts and its book does not. */
  readonly differences: readonly Difference[];
  /** Opening, open and closing, while nothing is being traded. */
  readonly positions: readonly DeskPosition[];
  readonly settings: DeskSettings;
  /** How far equity is below its peak, fraction, ≥ 0. */
  readonly drawdown: number;
  /** Of the last cycle. */
  readonly verdicts: readonly MarketVerdict[];
}

/** Returns what of the desk needs a person's eyes, the most pressing first; nothing when all goes its way. */
export function deskConcerns(known: KnownOfDesk): DeskConcern[] {
  const { positions } = known;
  const verdicts = new Map(known.verdicts.map((verdict) => [verdict.symbol, verdict]));
  const ofEach = (judge: (position: DeskPosition) => DeskConcern | undefined) =>
    positions.flatMap((position) => judge(position) ?? []);
  return [
    ...ofEach((position) => unhedged(position, known.settings)),
    ...ofEach((position) => notClosed(position, verdicts.get(position.symbol), known)),
    ...brokenBooks(known),
    ...known.differences.map(different),
    ...ofEach((position) => littleMargin(position, known.settings)),
    ...deepDrawdown(known),
    ...ofEach((position) => announcedEnd(position, verdicts.get(position.symbol), known.settings)),
  ].slice(0, MOST);
}

function unhedged(
  { symbol, deltaDrift }: DeskPosition,
  { maxDelta }: DeskSettings,
): DeskConcern | undefined {
  if (deltaDrift === null || deltaDrift <= maxDelta) return undefined;
  const what = deltaDrift === 1 ? 'One leg stands alone' : `${percent(deltaDrift)} is unhedged`;
  return {
    kind: 'unhedged',
    symbol,
    text: `${what} in ${symbol}: it follows the price, and is tried again every cycle`,
  };
}

function notClosed(
  { symbol, state, closeReason }: DeskPosition,
  verdict: MarketVerdict | undefined,
  { mode, brokenBecause }: KnownOfDesk,
): DeskConcern | undefined {
  const kind = 'closing-failed';
  if (verdict?.action === 'held' && NOT_CLOSED.includes(verdict.reasonCode)) {
    return { kind, symbol, text: `${symbol} is not closed: ${verdict.reason}` };
  }
  if (state === 'closing') {
    return { kind, symbol, text: `${symbol} is half closed: ${closeReason ?? 'no reason kept'}` };
  }
  // Broken books stop the desk, and what it holds is kept on purpose.
  if (mode !== 'emergency-stopped' || brokenBecause !== undefined) return undefined;
  return { kind, symbol, text: `${symbol} is still open after the emergency stop` };
}

function brokenBooks({ brokenBecause }: KnownOfDesk): DeskConcern[] {
  if (brokenBecause === undefined) return [];
  return [{ kind: 'books-broken', symbol: null, text: brokenBecause }];
}

function different({ of, text }: Difference): DeskConcern {
  return { kind: 'books-differ', symbol: of, text: `${text}; nothing is opened while it lasts` };
}

function littleMargin(
  { symbol, marginShare }: DeskPosition,
  { perpMarginShare, minMarginShare }: DeskSettings,
): DeskConcern | undefined {
  if (marginShare === null) return undefined;
  const left = (marginShare - minMarginShare) / (perpMarginShare - minMarginShare);
  if (left >= LITTLE_MARGIN) return undefined;
  return {
    kind: 'margin-low',
    symbol,
    text:
      `The short of ${symbol} has ${percent(marginShare)} of its notional left as collateral; ` +
      `below ${percent(minMarginShare)} it is closed`,
  };
}

function deepDrawdown({ drawdown, settings: { maxDrawdown } }: KnownOfDesk): DeskConcern[] {
  if (drawdown <= DEEP_DRAWDOWN * maxDrawdown) return [];
  const text = `Equity is ${percent(drawdown)} below its peak; past ${percent(maxDrawdown)} the desk pauses`;
  return [{ kind: 'drawdown', symbol: null, text }];
}

function announcedEnd(
  { symbol }: DeskPosition,
  verdict: MarketVerdict | undefined,
  { leaveBeforeEndHours }: DeskSettings,
): DeskConcern | undefined {
  const endsAtMs = verdict?.endsAtMs ?? null;
  if (endsAtMs === null) return undefined;
  const at = new Date(endsAtMs).toISOString().slice(0, 16).replace('T', ' ');
  const text = `The exchange ends ${symbol} at ${at} UTC; the position is closed ${leaveBeforeEndHours} h before`;
  return { kind: 'delisting', symbol, text };
}
