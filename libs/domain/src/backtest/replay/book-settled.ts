import { settlementPayment, settlementsToBook } from '../../desk/book/funding-payment.js';
import { LEGS } from '../../desk/book/position-money.js';
import type { MarketView } from '../history/market-view.js';
import type { ReplayLedger } from './replay-ledger.js';

/** Books what was settled of each leg by now and is published. `views`: by symbol. */
export function bookSettled(
  ledger: ReplayLedger,
  views: ReadonlyMap<string, MarketView>,
  nowMs: number,
): void {
  for (const { id, legs } of ledger.book.positions.values()) {
    for (const leg of LEGS) {
      if (legs[leg].instrument === 'spot') continue;
      const toBook = settlementsToBook(legs[leg], nowMs);
      const view = views.get(legs[leg].symbol);
      if (!toBook || !view) continue;
      const { settlements, knownToMs } = view.settlements(toBook.fromMs, toBook.toMs);
      if (settlements.length === 0) continue;
      const held = ledger.heldBy(id, leg);
      const payments = settlements.flatMap((one) => settlementPayment(leg, one, held) ?? []);
      ledger.fund(id, leg, payments, knownToMs);
    }
  }
}
