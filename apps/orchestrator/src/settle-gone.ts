import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { BookPosition } from '@fullcarry/domain/desk/book';
import { isHeld } from '@fullcarry/domain/desk/position';
import { PermanentError } from '@fullcarry/domain/errors';
import type { Failure, PositionTrader, TraderParts } from './position-trader.js';

/** What a person says of a perpetual that is gone. */
export interface AskedSettlement {
  /** The unified symbol or the exchange's own name. */
  readonly market: string;
  /** At which the exchange settled it: USDT a contract, exact, above 0; undefined takes the last mark price seen. */
  readonly price: string | undefined;
  readonly reason: string;
}

export interface SettledGone {
  readonly positionId: number;
  readonly price: string;
  /** Why the coins are not sold yet; undefined where they are. The next cycle goes on with it. */
  readonly left: Failure;
}

/**
 * Books that the exchange itself settled the short of a position, at its price and without a fee, and sells the coins.
 * `atMs`: the exchange's time, at which it is booked.
 *
 * Errors: PermanentError when nothing such is held, or the perpetual still has a price: that one is closed by an order;
 * a DomainError when the exchange gives no answer.
 */
export async function settleGone(
  parts: TraderParts & { readonly trader: PositionTrader },
  held: readonly BookPosition[],
  asked: AskedSettlement,
  settings: DeskSettings,
  atMs: number,
): Promise<SettledGone> {
  const { reads, writes, executor, trader, run } = parts;
  const found = namedPosition(held, asked.market);
  const unknown = await trader.resolve(found, settings);
  if (unknown) throw new PermanentError(unknown.text);
  const position = (await reads.position(found.id)) ?? found;
  const { id: positionId, symbol, perpEntryPrice, perpExitPrice, contracts } = position;
  if (perpEntryPrice === undefined || perpExitPrice !== undefined) {
    throw new PermanentError(`No perpetual leg of ${symbol} is held: there is nothing to settle`);
  }
  const { perp } = await executor.prices(symbol);
  if (perp !== undefined) {
    throw new PermanentError(
      `The exchange trades ${symbol} at ${perp} now: what still trades is closed, not settled`,
    );
  }
  const price = asked.price ?? position.perpMarkPrice;
  const from = asked.price === undefined ? 'the last mark price that was seen, ' : '';
  await writes.saveClosing(positionId, `Settled at ${from}${price}: ${asked.reason}`);
  const order = { positionId, purpose: 'close', leg: 'perp', side: 'buy' } as const;
  const whole = { ...order, quantity: contracts };
  const clientOrderId = await writes.saveOrder({ ...whole, limitPrice: price }, run, Date.now());
  const fill = { ...whole, clientOrderId, price, feeUsdt: '0', filledAtMs: atMs };
  const booked = await writes.saveFill(fill, settings.perpMarginShare);
  if (booked?.state === 'closed') {
    const closed = await reads.position(positionId);
    if (closed) parts.changed(closed, 'closed');
    return { positionId, price, left: undefined };
  }
  const coins = (await reads.position(positionId)) ?? position;
  const left = await trader.perform(
    { kind: 'finish', position: { ...coins, payments: found.payments }, forward: true },
    settings,
  );
  return { positionId, price, left };
}

/** Errors: PermanentError that names what is held. */
function namedPosition(held: readonly BookPosition[], market: string): BookPosition {
  const named = market.toUpperCase();
  const found = held.find(
    (one) => isHeld(one) && [one.symbol, one.nativeId].some((name) => name.toUpperCase() === named),
  );
  if (found) return found;
  const names = held.filter(isHeld).map(({ nativeId }) => nativeId);
  const what = names.length === 0 ? 'nothing' : names.join(', ');
  throw new PermanentError(`No position of ${market} is held; held is ${what}`);
}
