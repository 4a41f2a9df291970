import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import { pairName } from '@fullcarry/domain/desk/observe/observation';
import { isHeld, type Position } from '@fullcarry/domain/desk/book/position';
import { isLegHeld } from '@fullcarry/domain/desk/book/position-leg';
import { PermanentError } from '@fullcarry/domain/errors';
import type { LegExecutor } from '@fullcarry/domain/desk/perform/leg-executor';
import type { Failure } from '@fullcarry/domain/desk/perform/leg-trader';
import type { PositionTrader } from '@fullcarry/domain/desk/perform/position-trader';

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
 * Books that the exchange itself settled a perpetual of a position, at its price and without a fee, and closes the other
 * leg. `atMs`: the exchange's time, at which it is booked.
 *
 * Errors: PermanentError when nothing such is held, or the perpetual still has a price: that one is closed by an order;
 * a DomainError when the exchange gives no answer.
 */
export async function settleGone(
  executor: LegExecutor,
  trader: PositionTrader,
  held: readonly Position[],
  asked: AskedSettlement,
  settings: DeskSettings,
  atMs: number,
): Promise<SettledGone> {
  const position = namedPosition(held, asked.market);
  const leg = await goneLeg(executor, position);
  const price = asked.price ?? position.legs[leg].price;
  const from = asked.price === undefined ? 'the last mark price that was seen, ' : '';
  const text = `Settled at ${from}${price}: ${asked.reason}`;
  const reason = { code: 'told', text, isPressing: true };
  const how = { how: 'delivered', met: undefined, price } as const;
  const action = { kind: 'settle', position, leg, ...how, atMs, reason } as const;
  return { positionId: position.id, price, left: await trader.perform(action, settings) };
}

/** The perpetual that is held and has no price any more. */
async function goneLeg(executor: LegExecutor, { legs }: Position): Promise<Leg> {
  const names = (['short', 'long'] as const).filter(
    (name) => legs[name].instrument === 'perpetual' && isLegHeld(legs[name]),
  );
  if (names.length === 0) {
    throw new PermanentError(
      `No perpetual leg of ${pairName(legs)} is held: there is nothing to settle`,
    );
  }
  const prices: string[] = [];
  for (const name of names) {
    const price = await executor.price(legs[name]);
    if (price === undefined) return name;
    prices.push(`${legs[name].symbol} at ${price}`);
  }
  throw new PermanentError(
    `The exchange trades ${prices.join(' and ')} now: what still trades is closed, not settled`,
  );
}

/** Errors: PermanentError that names what is held. */
function namedPosition(held: readonly Position[], market: string): Position {
  const named = market.toUpperCase();
  const found = held.find(
    (one) =>
      isHeld(one) &&
      [pairName(one.legs), one.legs.short.nativeId].some((name) => name.toUpperCase() === named),
  );
  if (found) return found;
  const names = held.filter(isHeld).map(({ legs }) => legs.short.nativeId);
  const what = names.length === 0 ? 'nothing' : names.join(', ');
  throw new PermanentError(`No position of ${market} is held; held is ${what}`);
}
