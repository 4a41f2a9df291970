import { deskSettings } from '@fullcarry/contracts/desk-settings';
import { exact, plain, sum } from '@fullcarry/domain/desk/exact';
import { fillFee } from '@fullcarry/domain/desk/fill-price';
import { shortFundingPayment } from '@fullcarry/domain/desk/funding-payment';
import { ledgerOf } from '@fullcarry/domain/desk/ledger';
import { modeAfter, type ModeAsked } from '@fullcarry/domain/desk/mode';
import { isUnhedged } from '@fullcarry/domain/desk/next-leg';
import type { Observation } from '@fullcarry/domain/desk/observation';
import { shortNotional } from '@fullcarry/domain/desk/position-money';
import { isHeld, type Opening } from '@fullcarry/domain/desk/position';
import { withinLimit } from '@fullcarry/domain/desk/price-limit';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { doDecisions } from '../do-decisions.js';
import type { LegExecutor, LegFill, LegOutcome, SentOrder } from '../leg-executor.js';
import { PositionTrader } from '../position-trader.js';
import { Killed, MemoryLedger, type Lives } from './memory-ledger.fixture.js';
import { oneOf, seeded, SimulatedMarket, type Random } from './simulated-market.fixture.js';

/** A fault of old that is planted, to see that it is found. */
export type Planted = 'C1' | 'C12' | 'C16';

export interface Broken {
  readonly hour: number;
  readonly law: string;
}

const HOURS = 300;
const START_USDT = '10000';
const SETTINGS = deskSettings.parse({ maxNotionalTotalUsdt: 4_000, restHours: 4 });

/** What the exchange really did: the desk is only told. */
interface Traded extends SentOrder {
  readonly fill: LegFill;
}

/**
 * One desk in a world with a hidden truth: one seed, one virtual clock, no timers, and the real decisions, books and
 * trader. After every cycle a referee who knows the truth asks whether a law was broken.
 */
export class SimulatedDesk {
  private readonly random: Random;
  private readonly markets: readonly SimulatedMarket[];
  private readonly ledger = new MemoryLedger(START_USDT);
  private readonly traded: Traded[] = [];
  private readonly sentIds = new Set<string>();
  /** What was settled while a short was really held: position and hour, and what of it is to be told when. */
  private readonly settled = new Map<string, string>();
  private readonly untold: { readonly atHour: number; readonly tell: () => void }[] = [];
  private modeNumber = 0;
  private aloneSince = new Map<number, number>();
  private hour = 0;
  private runs = 0;
  private silentFor = 0;
  private troubled = false;
  /** What happened, for whoever asks whether the world is a hard one. */
  kills = 0;
  unhedged = 0;
  unknown = 0;
  readonly broken: Broken[] = [];
  readonly story: string[] = [];

  constructor(
    seed: number,
    private readonly planted?: Planted,
  ) {
    this.random = seeded(seed);
    this.ledger.opens = (opening) => this.opens(opening);
    this.ledger.closes = (symbol) => {
      const { spot, perp } = this.marketOf(symbol).said;
      if (spot === undefined || perp === undefined) this.breaks(`closes ${symbol} without a price`);
    };
    this.markets = ['A', 'B', 'C'].map((symbol) => new SimulatedMarket(symbol, this.random));
  }

  async run(): Promise<void> {
    for (this.hour = 1; this.hour <= HOURS && this.broken.length === 0; this.hour += 1) {
      for (const market of this.markets) market.move();
      this.silentFor = Math.max(0, this.silentFor - 1);
      this.troubled = this.silentFor > 0;
      this.settle();
      for (const one of this.untold.filter(({ atHour }) => atHour <= this.hour)) one.tell();
      this.untold.splice(0, Infinity, ...this.untold.filter(({ atHour }) => atHour > this.hour));
      this.person();
      await this.cycle();
      this.referee();
    }
    if (this.broken.length > 0) return;
    for (const one of this.untold) one.tell();
    this.paidOnce();
  }

  /** How many fills and settlements there were. */
  get size(): { readonly fills: number; readonly settlements: number } {
    return { fills: this.traded.length, settlements: this.settled.size };
  }

  private breaks(law: string): void {
    this.broken.push({ hour: this.hour, law });
  }

  /** Cycles until one is not cut off: each kill is followed by another desk. */
  private async cycle(): Promise<void> {
    let lives = { left: this.random() < 0.15 ? 1 + Math.floor(this.random() * 16) : Infinity };
    for (;;) {
      try {
        await this.cycleOnce(lives);
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        this.story.push(`${this.hour}: killed`);
        this.kills += 1;
        lives = { left: Infinity };
      }
    }
  }

  private opens({ symbol, contracts, perpMarkPrice }: Opening): void {
    const { mode, positions } = this.ledger.book;
    if (mode !== 'running') this.breaks(`opens ${symbol} while ${mode}`);
    if (!this.marketOf(symbol).isProven) this.breaks(`opens ${symbol} without proven data`);
    const held = [...positions.values()].filter(isHeld);
    const total = held.reduce(
      (sum, one) => sum + Number(shortNotional(one)),
      Number(contracts) * Number(perpMarkPrice),
    );
    if (total > SETTINGS.maxNotionalTotalUsdt) this.breaks(`opens ${symbol} beyond the total`);
  }

  private async cycleOnce(lives: Lives): Promise<void> {
    const trader = new PositionTrader({
      reads: this.ledger.reads,
      writes: this.ledger.writesOf(lives),
      executor: this.venue,
      run: (this.runs += 1).toString(16).padStart(8, '0'),
      changed: ({ id, symbol }, change) =>
        this.story.push(`${this.hour}: ${change} ${symbol} ${id}`),
    });
    if (this.planted === 'C1') await this.sellForAMissingRow(lives);
    await doDecisions(this.observe(), SETTINGS, {
      book: () => Promise.resolve(this.ledger.book),
      perform: async (action) => {
        const failure = await trader.perform(action, SETTINGS);
        if (failure) this.story.push(`${this.hour}: ${action.kind}: ${failure.text}`);
        // Between two actions a person may stop the desk.
        if (this.random() < 0.02) this.asked({ kind: 'emergency-stop', reason: 'By a person' });
      },
      isHalted: () => false,
    });
  }

  private async sellForAMissingRow(lives: Lives): Promise<void> {
    for (const { id, symbol, state } of this.ledger.book.positions.values()) {
      if (state !== 'open' || this.marketOf(symbol).said.spot !== undefined) continue;
      await this.ledger.writesOf(lives).saveClosing(id, 'The exchange says no rate of this market');
    }
  }

  private observe(): Observation {
    const nowMs = this.hour * HOUR_MS;
    const seen = this.markets.flatMap((market) => market.seen(nowMs) ?? []);
    return { nowMs, stale: undefined, markets: new Map(seen.map((one) => [one.symbol, one])) };
  }

  /** Starts that were asked before a stop and have their turn after it, stops and pauses at any time. */
  private person(): void {
    const chance = this.random();
    const seenNumber = this.modeNumber;
    if (chance < 0.01) {
      this.asked({ kind: 'emergency-stop', reason: 'By a person' });
      if (this.random() < 0.5) this.asked({ kind: 'start', seenNumber });
    } else if (chance < 0.03) this.asked({ kind: 'pause', reason: 'By a person' });
    else if (chance < 0.1) this.asked({ kind: 'start', seenNumber });
  }

  private asked(asked: ModeAsked): void {
    const { book } = this.ledger;
    const isOld = asked.kind === 'start' && asked.seenNumber < this.modeNumber;
    const started =
      this.planted === 'C12' && asked.kind === 'start'
        ? { ...asked, seenNumber: this.modeNumber }
        : asked;
    try {
      const next = modeAfter({ mode: book.mode, number: this.modeNumber }, started);
      if (!next) return;
      this.modeNumber += 1;
      this.ledger.book = { ...book, mode: next.mode, modeReason: next.reason };
      this.story.push(`${this.hour}: ${next.mode}`);
      if (isOld && next.mode === 'running') this.breaks('an older start undid a stop');
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
    }
  }

  private readonly venue: LegExecutor = {
    prices: async (symbol) => {
      await Promise.resolve();
      if (this.silentFor > 0) throw new TransientError('The exchange does not answer');
      return this.marketOf(symbol).said;
    },
    submit: async (order) => {
      await Promise.resolve();
      if (this.sentIds.has(order.clientOrderId))
        this.breaks(`${order.clientOrderId} was sent twice`);
      this.sentIds.add(order.clientOrderId);
      const chance = this.random();
      if (chance < 0.05) this.marketOf(order.symbol).jump();
      if (chance > 0.99) return this.unheard();
      const outcome = this.fill(order);
      return chance > 0.97 ? this.unheard() : outcome;
    },
    status: async ({ clientOrderId }) => {
      await Promise.resolve();
      if (this.silentFor > 0) return this.unheard();
      const known = this.traded.find((one) => one.clientOrderId === clientOrderId);
      if (known) return { kind: 'filled', fill: known.fill };
      return { kind: 'rejected', reason: 'The exchange knows no such order' };
    },
  };

  private unheard(): LegOutcome {
    this.troubled = true;
    this.unknown += 1;
    if (this.silentFor === 0 && this.random() < 0.5) this.silentFor = Math.ceil(this.random() * 5);
    const reason = 'No answer in time';
    return { kind: this.planted === 'C16' ? 'rejected' : 'unknown', reason };
  }

  private fill(order: SentOrder): LegOutcome {
    const { leg, side, limitPrice, quantity } = order;
    const price = this.marketOf(order.symbol).said[leg];
    if (price === undefined || !withinLimit(price, side, limitPrice)) {
      this.troubled = true;
      return { kind: 'rejected', reason: `Nothing at ${limitPrice}` };
    }
    const feeUsdt = fillFee(price, quantity, leg === 'spot' ? 10 : 5.5);
    const fill = { price, feeUsdt, filledAtMs: this.hour * HOUR_MS + this.traded.length };
    this.traded.push({ ...order, fill });
    return { kind: 'filled', fill };
  }

  private marketOf(symbol: string): SimulatedMarket {
    const market = this.markets.find((one) => one.symbol === symbol);
    if (!market) throw new Error(`There is no market ${symbol}`);
    return market;
  }

  /** Charges every short that the exchange holds; the desk learns of it at once, late, or with a wrong rate first. */
  private settle(): void {
    for (const market of this.markets) {
      const rate = market.settlesAt(this.hour);
      if (rate === undefined) continue;
      for (const { positionId, quantity } of this.shortsOf(market.symbol)) {
        const price = market.truth.perp;
        const amountUsdt = shortFundingPayment(rate, quantity, price);
        this.settled.set(`${positionId} ${this.hour}`, amountUsdt);
        const chance = this.random();
        const late = chance < 0.1 ? Math.ceil(this.random() * 20) : 0;
        const first = chance > 0.95 ? shortFundingPayment('0.0007', quantity, price) : amountUsdt;
        const settledAtMs = this.hour * HOUR_MS;
        this.untold.push({
          atHour: this.hour + late,
          tell: () =>
            this.ledger.apply({
              kind: 'funded',
              positionId,
              payments: [{ settledAtMs, amountUsdt: first }],
              knownToMs: undefined,
            }),
        });
        if (first === amountUsdt) continue;
        const change = plain(exact(amountUsdt).minus(exact(first)));
        const revised = { kind: 'revised', positionId, settledAtMs, amountUsdt: change } as const;
        const tell = () => this.ledger.apply(revised);
        this.untold.push({ atHour: this.hour + late + oneOf(this.random, [1, 30]), tell });
      }
    }
  }

  /** The shorts that the exchange really holds. */
  private shortsOf(symbol: string): { positionId: number; quantity: string }[] {
    const perps = this.traded.filter((one) => one.leg === 'perp' && one.symbol === symbol);
    const bought = new Set(perps.filter(({ side }) => side === 'buy').map((one) => one.positionId));
    return perps.filter(({ side, positionId }) => side === 'sell' && !bought.has(positionId));
  }

  private referee(): void {
    const { book, orders } = this.ledger;
    const positions = [...book.positions.values()];
    this.agreesWithTheVenue(orders.some(({ state }) => state === 'sent'));
    for (const position of positions) {
      if (!isUnhedged(position)) {
        this.aloneSince.delete(position.id);
        continue;
      }
      this.unhedged += 1;
      const since = this.aloneSince.get(position.id) ?? this.hour;
      const { spot, perp } = this.marketOf(position.symbol).said;
      const canTrade = spot !== undefined && perp !== undefined && !this.troubled;
      if (since < this.hour && canTrade) this.breaks(`${position.symbol}: one leg stands alone`);
      this.aloneSince.set(position.id, since);
    }
    if (book.mode !== 'emergency-stopped' || this.troubled) return;
    for (const { symbol } of positions.filter(isHeld)) {
      const { spot, perp } = this.marketOf(symbol).said;
      if (spot !== undefined && perp !== undefined) this.breaks(`${symbol} is held after a stop`);
    }
  }

  /** Equity by cash flows, and holdings, from what the exchange really did: written without the book's formulas. */
  private agreesWithTheVenue(isUnresolved: boolean): void {
    if (isUnresolved) return;
    const { book } = this.ledger;
    const positions = [...book.positions.values()];
    const ledger = ledgerOf(book, positions);
    const flows = this.traded.map(({ side, quantity, fill }) => {
      const value = exact(fill.price).times(exact(quantity));
      return (side === 'sell' ? value : value.neg()).minus(exact(fill.feeUsdt));
    });
    const worth = positions.flatMap(({ id, spotPrice, perpMarkPrice }) =>
      this.traded
        .filter(({ positionId }) => positionId === id)
        .map(({ leg, side, quantity }) => {
          const value = exact(leg === 'spot' ? spotPrice : perpMarkPrice).times(exact(quantity));
          return side === 'buy' ? value : value.neg();
        }),
    );
    const funding = positions.flatMap(({ payments }) =>
      payments.map(({ amountUsdt }) => exact(amountUsdt)),
    );
    const equity = plain(sum([exact(START_USDT), ...flows, ...worth, ...funding]));
    if (equity !== ledger.equityUsdt) {
      this.breaks(`the book says ${ledger.equityUsdt}, the exchange ${equity}`);
    }
  }

  /** Every settlement at which a short was really held is in the book, once, at its last rate; and no other. */
  private paidOnce(): void {
    const { book, orders } = this.ledger;
    if (orders.some(({ state }) => state === 'sent')) return;
    const booked = [...book.positions.values()].flatMap(({ id, payments }) =>
      payments.map((one) => [`${id} ${one.settledAtMs / HOUR_MS}`, one.amountUsdt] as const),
    );
    const wrong = booked.filter(([key, amount]) => this.settled.get(key) !== amount);
    if (booked.length !== this.settled.size || wrong.length > 0) {
      this.breaks(`${this.settled.size} settlements were held, ${booked.length} are booked`);
    }
  }
}
