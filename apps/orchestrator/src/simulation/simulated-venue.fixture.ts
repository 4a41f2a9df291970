import { exact, plain, sum } from '@fullcarry/domain/desk/book/exact';
import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { withinLimit } from '@fullcarry/domain/desk/trade/price-limit';
import { TransientError } from '@fullcarry/domain/errors';
import type {
  LegExecutor,
  LegFill,
  LegOutcome,
  NamedOrder,
  SentOrder,
} from '@fullcarry/domain/desk/perform/leg-executor';
import { drawnFills } from './drawn-fills.fixture.js';
import type { Random, SimulatedMarket } from './simulated-market.fixture.js';
import { SimulatedMargin } from './simulated-margin.fixture.js';

/** What the exchange really did: the desk is only told. */
export interface Traded extends SentOrder {
  readonly fill: LegFill;
}

export interface VenueParts {
  readonly random: Random;
  readonly markets: readonly SimulatedMarket[];
  /** Every instant is later than the one before. */
  readonly clock: () => number;
  readonly breaks: (law: string) => void;
}

/** What lies on the account, USDT: more than the desk ever earns there, so that only what it holds is compared. */
const THERE_USDT = '1000000';

/** An exchange with a hidden truth: it knows what it filled, charged, took over and delivered. */
export class SimulatedVenue implements LegExecutor {
  readonly traded: Traded[] = [];
  readonly margins: SimulatedMargin;
  /** Something was refused, not quoted or only half there: what the desk could not do now is not held against it. */
  troubled = false;
  unknown = 0;
  partly = 0;
  /** Contracts that somebody bought by hand on the desk's account: a market, or none. */
  byHand: SimulatedMarket | undefined;
  private silentFor = 0;
  private readonly sentIds = new Set<string>();
  private readonly outcomes = new Map<string, LegOutcome>();

  constructor(private readonly parts: VenueParts) {
    this.margins = new SimulatedMargin((market) => this.marketOf(market));
  }

  hourPasses(): void {
    this.silentFor = Math.max(0, this.silentFor - 1);
    this.troubled = this.silentFor > 0;
  }

  get isSilent(): boolean {
    return this.silentFor > 0;
  }

  async price(market: LegMarket) {
    await Promise.resolve();
    if (this.isSilent) throw new TransientError('The exchange does not answer');
    return this.marketOf(market).quoted[market.instrument];
  }

  async submit(order: SentOrder): Promise<LegOutcome> {
    await Promise.resolve();
    const { breaks, random } = this.parts;
    if (this.sentIds.has(order.clientOrderId)) breaks(`${order.clientOrderId} was sent twice`);
    this.sentIds.add(order.clientOrderId);
    const chance = random();
    if (chance < 0.05) {
      this.marketOf(order.market).jump();
      this.margins.takeOver();
    }
    if (chance > 0.99) return this.unheard();
    const outcome = this.fill(order);
    if (outcome.kind !== 'filled') this.troubled = true;
    this.outcomes.set(order.clientOrderId, outcome);
    return chance > 0.96 ? this.unheard() : outcome;
  }

  async status({ clientOrderId }: NamedOrder): Promise<LegOutcome> {
    await Promise.resolve();
    if (this.isSilent) return this.unheard();
    const known = this.outcomes.get(clientOrderId);
    return known ?? { kind: 'rejected', reason: 'The exchange knows no such order' };
  }

  cancel(order: NamedOrder): Promise<LegOutcome> {
    return this.status(order);
  }

  openOrders() {
    return Promise.resolve([]);
  }

  async positions(venue: string) {
    await Promise.resolve();
    if (this.isSilent) throw new TransientError('The exchange does not answer');
    const own = this.parts.markets.filter((one) => one.venue === venue);
    return own.map((market) => {
      const held = this.margins.held().filter((one) => this.marketOf(one.market) === market);
      const signed = held.map(({ leg, contracts }) =>
        leg === 'long' ? exact(contracts) : exact(contracts).neg(),
      );
      const byHand = market === this.byHand ? '1' : '0';
      return { symbol: market.symbol, contracts: plain(sum(signed).plus(byHand)) };
    });
  }

  async balances(venue: string) {
    await Promise.resolve();
    if (this.isSilent) throw new TransientError('The exchange does not answer');
    const own = this.parts.markets.filter((one) => one.venue === venue);
    const coins = own.map(({ symbol }) => ({ coin: symbol, amount: this.coinsOf(venue, symbol) }));
    return [...coins, { coin: 'USDT', amount: THERE_USDT }];
  }

  /** What every perpetual that is held is charged at a rate: a long one pays what a short one receives. */
  charges(market: SimulatedMarket, rate: string) {
    const { perpetual } = market.truth;
    const charged = (leg: Leg, at: string, quantity: string) => {
      const received = exact(at).times(exact(quantity)).times(exact(perpetual));
      return plain(leg === 'short' ? received : received.neg());
    };
    return this.margins
      .held()
      .filter((one) => this.marketOf(one.market) === market)
      .map(({ positionId, leg, contracts }) => ({
        positionId,
        leg,
        amountUsdt: charged(leg, rate, contracts),
        wrongUsdt: charged(leg, '0.0007', contracts),
      }));
  }

  marketOf({ venue, symbol }: Pick<LegMarket, 'venue' | 'symbol'>): SimulatedMarket {
    const market = this.parts.markets.find(
      (one) => one.venue === venue && (one.symbol === symbol || `${one.symbol}/USDT` === symbol),
    );
    if (!market) throw new Error(`There is no market ${symbol} on ${venue}`);
    return market;
  }

  /** What was bought and not sold, without the coins that went as fees. */
  private coinsOf(venue: string, coin: string): string {
    const own = this.traded.filter(
      ({ market }) =>
        market.venue === venue && market.instrument === 'spot' && market.symbol === `${coin}/USDT`,
    );
    const moved = own.map(({ side, fill: { quantity, fee } }) => {
      const gone = fee.coin === coin ? exact(fee.amount) : exact('0');
      return (side === 'buy' ? exact(quantity) : exact(quantity).neg()).minus(gone);
    });
    return plain(sum(moved));
  }

  private unheard(): LegOutcome {
    const { random } = this.parts;
    this.troubled = true;
    this.unknown += 1;
    if (this.silentFor === 0 && random() < 0.5) this.silentFor = Math.ceil(random() * 5);
    return { kind: 'unknown', reason: 'No answer in time' };
  }

  private fill(order: SentOrder): LegOutcome {
    const { leg, side, limitPrice, quantity, positionId, market } = order;
    const price = this.marketOf(market).quoted[market.instrument];
    const isGone = this.margins.liquidated.has(`${positionId} ${leg}`);
    this.takesIt(order, price);
    if (isGone || price === undefined || !withinLimit(price, side, limitPrice)) {
      return { kind: 'rejected', reason: `Nothing at ${limitPrice}` };
    }
    const { lots, takesCoins } = this.marketOf(market);
    const fills = drawnFills(order, price, {
      random: this.parts.random,
      step: lots[market.instrument].quantityStep,
      takesCoins,
      clock: this.parts.clock,
    });
    for (const fill of fills) {
      this.traded.push({ ...order, fill });
      if (market.instrument === 'perpetual') this.margins.filled(order, fill);
    }
    const total = sum(fills.map((one) => exact(one.quantity)));
    if (total.eq(exact(quantity))) return { kind: 'filled', fills };
    const reason = `The order book holds ${plain(total)}`;
    if (fills.length === 0) return { kind: 'rejected', reason };
    this.partly += 1;
    return { kind: 'partly', fills, reason };
  }

  /** An exchange takes whole steps; less than its least only where it closes a perpetual. */
  private takesIt(
    { market, purpose, quantity, clientOrderId }: SentOrder,
    price: string | undefined,
  ): void {
    const { quantityStep, minQuantity, minNotionalUsdt } =
      this.marketOf(market).lots[market.instrument];
    const { breaks } = this.parts;
    const amount = Number(quantity);
    const steps = amount / Number(quantityStep);
    if (Math.abs(steps - Math.round(steps)) > 1e-6) breaks(`${clientOrderId} is no whole step`);
    if (market.instrument === 'perpetual' && purpose === 'close') return;
    // The desk may know an older price.
    const isWorthIt = price === undefined || amount * Number(price) >= Number(minNotionalUsdt) / 4;
    if (amount < Number(minQuantity) || !isWorthIt) breaks(`${clientOrderId} is too little`);
  }
}
