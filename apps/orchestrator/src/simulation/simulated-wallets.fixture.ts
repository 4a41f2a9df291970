import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import { cashOn, type Book, type BookFill } from '@fullcarry/domain/desk/book/ledger-event';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';

/** The cash of each exchange by itself, with what is bound there as collateral: what was paid and received. */
export function walletsDiffer(
  book: Book,
  traded: readonly BookFill[],
  startUsdt: number,
): readonly string[] {
  return [book.venue, ...book.elsewhereUsdt.keys()].flatMap((venue) => {
    let [wallet, kept] = [startUsdt, Number(cashOn(book, venue))];
    for (const { id, legs } of book.positions.values()) {
      for (const leg of LEGS) {
        if (legs[leg].venue !== venue) continue;
        const own = traded.filter((one) => one.positionId === id && one.leg === leg);
        const usdt = own.filter(({ fee }) => fee.coin === 'USDT');
        wallet -= usdt.reduce((total, { fee }) => total + Number(fee.amount), 0);
        wallet += legs[leg].payments.reduce((total, one) => total + Number(one.amountUsdt), 0);
        wallet += legs[leg].instrument === 'spot' ? paid(own) : earned(leg, own);
        kept += Number(legs[leg].collateralUsdt);
      }
    }
    const isSame = Math.abs(kept - wallet) < 1e-5;
    return isSame ? [] : [`${venue} has ${kept} in the book, ${wallet} by itself`];
  });
}

/** What coins were paid and brought. */
function paid(fills: readonly BookFill[]): number {
  return fills.reduce((total, { side, quantity, price }) => {
    const value = Number(price) * Number(quantity);
    return side === 'sell' ? total + value : total - value;
  }, 0);
}

/** What a perpetual earned by what of it was closed, at the average of what was held then. */
function earned(leg: Leg, fills: readonly BookFill[]): number {
  let [held, cost, total] = [0, 0, 0];
  for (const { purpose, quantity, price } of fills) {
    const amount = Number(quantity);
    if (purpose === 'open') {
      held += amount;
      cost += amount * Number(price);
      continue;
    }
    const entry = cost / held;
    total += (leg === 'long' ? 1 : -1) * (Number(price) - entry) * amount;
    held -= amount;
    cost -= entry * amount;
  }
  return total;
}
