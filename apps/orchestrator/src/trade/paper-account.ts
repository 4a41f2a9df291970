import { exact, plain, sum, sumOf } from '@fullcarry/domain/desk/book/exact';
import { coinOf } from '@fullcarry/domain/desk/trade/fill-fee';
import { cashOn, type Book } from '@fullcarry/domain/desk/book/ledger-event';
import { heldQuantity } from '@fullcarry/domain/desk/book/leg-trades';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';
import type {
  OpenOrder,
  VenueBalance,
  VenuePosition,
} from '@fullcarry/domain/desk/book/reconcile-account';

/**
 * The account of a desk on paper: there is no other one than its own ledger, so it can't differ from it. What is
 * compared with it here is only that the two are read alike; an exchange's own account would find what was lost.
 */
export class PaperAccount {
  /** `book`: as it is stored now. */
  constructor(private readonly book: () => Promise<Book>) {}

  /** Nothing rests on paper: each order is filled at once or never. */
  openOrders(): Promise<readonly OpenOrder[]> {
    return Promise.resolve([]);
  }

  async positions(venue: string): Promise<readonly VenuePosition[]> {
    const legs = await this.legs(venue, 'perpetual');
    return [...new Set(legs.map(({ leg }) => leg.symbol))].map((symbol) => ({
      symbol,
      contracts: plain(
        sum(
          legs
            .filter(({ leg }) => leg.symbol === symbol)
            .map(({ name, leg }) =>
              name === 'long' ? heldQuantity(leg) : heldQuantity(leg).neg(),
            ),
        ),
      ),
    }));
  }

  async balances(venue: string): Promise<readonly VenueBalance[]> {
    const spots = await this.legs(venue, 'spot');
    const perpetuals = await this.legs(venue, 'perpetual');
    const bound = sumOf(perpetuals.map(({ leg }) => leg.collateralUsdt));
    const cash = exact(cashOn(await this.book(), venue));
    const coins = [...new Set(spots.map(({ leg }) => coinOf(leg.symbol)))].map((coin) => ({
      coin,
      amount: plain(
        sum(
          spots
            .filter(({ leg }) => coinOf(leg.symbol) === coin)
            .map(({ leg }) => heldQuantity(leg)),
        ),
      ),
    }));
    return [...coins, { coin: 'USDT', amount: plain(cash.plus(bound)) }];
  }

  private async legs(venue: string, instrument: 'spot' | 'perpetual') {
    const { positions } = await this.book();
    return [...positions.values()]
      .flatMap(({ legs }) => LEGS.map((name) => ({ name, leg: legs[name] })))
      .filter(({ leg }) => leg.venue === venue && leg.instrument === instrument);
  }
}
