import { deskSettings, type DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { isHeld } from '@fullcarry/domain/desk/book/position';
import { reconcileAccount, type Difference } from '@fullcarry/domain/desk/book/reconcile-account';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { DomainError } from '@fullcarry/domain/errors';
import { pairName } from '@fullcarry/domain/desk/observe/observation';
import { coinOf } from '@fullcarry/domain/desk/trade/fill-fee';
import { doDecisions } from '@fullcarry/domain/desk/perform/do-decisions';
import { PositionTrader } from '@fullcarry/domain/desk/perform/position-trader';
import { valueHeld, watchedTo } from '@fullcarry/domain/desk/observe/value-held';
import { Killed, MemoryLedger, type Lives } from './memory-ledger.fixture.js';
import { OpeningLaws } from './opening-laws.fixture.js';
import { faulty, sellWrongly, type Planted } from './planted-faults.fixture.js';
import { seeded, SimulatedMarket, type Random } from './simulated-market.fixture.js';
import { SimulatedObserver } from './simulated-observer.fixture.js';
import { SimulatedPerson } from './simulated-person.fixture.js';
import { SimulatedReferee } from './simulated-referee.fixture.js';
import { SimulatedSettlements } from './simulated-settlements.fixture.js';
import { SimulatedVenue } from './simulated-venue.fixture.js';

export interface Broken {
  readonly hour: number;
  readonly law: string;
}

const HOURS = 300;
const CAPITAL_USDT = '10000';
const START_USDT = '20000';
const [OWN, OTHER] = ['bybit', 'okx'];
/** A coin that is traded on both exchanges. */
const COMMON = ['A', 'B'];
const FIXED = deskSettings.parse({ maxNotionalTotalUsdt: 4_000, restHours: 4 });
const DYNAMIC = deskSettings.parse({
  ...FIXED,
  ...{ sizing: 'dynamic', maxNotionalPerAssetUsdt: 2_500, maxNotionalPerVenueUsdt: 3_500 },
});

/**
 * One desk in a world with a hidden truth: one seed, one virtual clock, no timers, and the real decisions, books and
 * trader. After every cycle a referee who knows the truth asks whether a law was broken.
 */
export class SimulatedDesk {
  private readonly random: Random;
  private readonly markets: readonly SimulatedMarket[];
  private readonly ledger = new MemoryLedger(CAPITAL_USDT, OWN, OTHER);
  private readonly venue: SimulatedVenue;
  private readonly observer: SimulatedObserver;
  private readonly person: SimulatedPerson;
  private readonly settlements: SimulatedSettlements;
  private readonly referee: SimulatedReferee;
  private hour = 0;
  private runs = 0;
  private instants = 0;
  private kills = 0;
  private handUntilHour = 0;
  private differs = false;
  /** Every third world is of a desk with dynamic sizes. */
  private readonly settings: DeskSettings;
  readonly broken: Broken[] = [];
  readonly log: string[] = [];

  constructor(
    seed: number,
    private readonly planted?: Planted,
  ) {
    this.random = seeded(seed);
    this.settings = seed % 3 === 0 ? DYNAMIC : FIXED;
    const { ledger, random, settings } = this;
    const clock = () => this.hour * HOUR_MS + (this.instants += 1);
    const breaks = (law: string) => this.breaks(law);
    const record = (what: string) => this.record(what);
    const market = (venue: string, symbol: string) =>
      new SimulatedMarket(venue, symbol, random, clock);
    this.markets = [
      ...['A', 'B', 'C'].map((symbol) => market(OWN, symbol)),
      ...COMMON.map((symbol) => market(OTHER, symbol)),
    ];
    const { markets } = this;
    const venue = new SimulatedVenue({ random, markets, clock, breaks });
    this.venue = venue;
    this.observer = new SimulatedObserver(venue, markets, OWN, OTHER, COMMON);
    this.person = new SimulatedPerson(random, ledger, planted === 'C12', record, breaks);
    this.settlements = new SimulatedSettlements(random, markets, venue, ledger);
    const hour = () => this.hour;
    const laws = new OpeningLaws(ledger, venue, settings, hour, () => this.differs, breaks);
    ledger.opens = (opening) => laws.opens(opening);
    ledger.closes = (position) => laws.closes(position);
    ledger.toppedUp = (id, leg, amountUsdt) => venue.margins.toppedUp(id, leg, amountUsdt, clock());
    const { leaveBeforeEndHours } = settings;
    this.referee = new SimulatedReferee(ledger, venue, START_USDT, leaveBeforeEndHours, breaks);
  }

  async run(): Promise<void> {
    for (this.hour = 1; this.hour <= HOURS && this.broken.length === 0; this.hour += 1) {
      for (const market of this.markets) market.move(this.hour);
      this.keepCoinsTogether();
      this.venue.margins.takeOver();
      this.venue.hourPasses();
      this.settlements.settle(this.hour);
      this.settlements.publishUntil(this.hour);
      this.person.act();
      this.tradeByHand();
      await this.cycle();
      this.referee.check(this.hour);
      this.referee.compare(await this.differences());
    }
    if (this.broken.length > 0) return;
    this.settlements.publishUntil(Infinity);
    this.settlements.paidOnce((law) => this.breaks(law));
  }

  /** How many fills and settlements there were. */
  get size(): { readonly fills: number; readonly settlements: number } {
    return { fills: this.venue.traded.length, settlements: this.settlements.settled.size };
  }

  /** What happened, for whoever asks whether the world is a hard one. */
  get met() {
    const { settled, topUps, book } = this.ledger;
    const many = (how: string) => settled.filter((one) => one.how === how).length;
    const positions = [...book.positions.values()];
    return {
      kills: this.kills,
      unknown: this.venue.unknown,
      partly: this.venue.partly,
      coinFees: this.venue.traded.filter(({ fill }) => fill.fee.coin !== 'USDT').length,
      unhedged: this.referee.unhedged,
      topUps,
      liquidated: many('liquidated'),
      delivered: many('delivered'),
      writtenOff: many('written-off'),
      ofTwoExchanges: positions.filter(({ legs }) => legs.long.venue !== legs.short.venue).length,
    };
  }

  private breaks(law: string): void {
    this.broken.push({ hour: this.hour, law });
  }

  private record(what: string): void {
    this.log.push(`${this.hour}: ${what}`);
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
        this.record('killed');
        this.kills += 1;
        lives = { left: Infinity };
      }
    }
  }

  private async cycleOnce(lives: Lives): Promise<void> {
    const { ledger } = this;
    const trader = new PositionTrader({
      reads: ledger.reads,
      writes: ledger.writesOf(lives),
      executor: faulty(this.venue, this.planted),
      exchangeTimeMs: () => Promise.resolve(this.now()),
      ownTimeMs: () => this.now(),
      run: (this.runs += 1).toString(16).padStart(8, '0'),
      changed: ({ id, legs }, change) => this.record(`${change} ${pairName(legs)} ${id}`),
    });
    await sellWrongly(ledger, this.venue, this.planted, lives);
    const differences = (await this.differences()) ?? [];
    this.differs = differences.length > 0;
    const seen = this.observer.observe(ledger.book, this.now(), differences);
    for (const { id: positionId, prices } of valueHeld(seen, ledger.book)) {
      ledger.apply({ kind: 'priced', positionId, prices });
    }
    await doDecisions(seen, this.settings, {
      book: () => Promise.resolve(ledger.book),
      perform: async (action) => {
        const failure = await trader.perform(action, this.settings);
        if (failure) this.record(`${action.kind}: ${failure.text}`);
        // Between two actions a person may stop the desk.
        if (this.random() < 0.02) this.person.stop();
      },
      isHalted: () => false,
    });
    for (const watched of watchedTo(seen, [...ledger.book.positions.values()])) {
      ledger.apply({ kind: 'watched', ...watched });
    }
  }

  private now(): number {
    return this.hour * HOUR_MS + this.instants;
  }

  /** Undefined while the exchanges say nothing. */
  private async differences(): Promise<readonly Difference[] | undefined> {
    const { book, orders } = this.ledger;
    const unsure = new Set(
      orders.flatMap(({ state, positionId, leg }) => {
        const market = book.positions.get(positionId)?.legs[leg];
        if (state !== 'sent' || !market) return [];
        return [market.instrument === 'spot' ? coinOf(market.symbol) : market.symbol];
      }),
    );
    try {
      const accounts = [OWN, OTHER].map(async (venue) => {
        const positions = await this.venue.positions(venue);
        const balances = await this.venue.balances(venue);
        return { venue, positions, balances, openOrders: await this.venue.openOrders() };
      });
      return (await Promise.all(accounts)).flatMap((account) =>
        reconcileAccount(account, book, unsure),
      );
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  /** Two exchanges' prices of one coin differ by little, but each has its own perpetual. */
  private keepCoinsTogether(): void {
    for (const market of this.markets.filter(({ venue }) => venue === OTHER)) {
      const own = this.venue.marketOf({ venue: OWN, symbol: market.symbol });
      market.follow(own.coin * (1 + (this.random() - 0.5) * 0.002));
    }
  }

  /** Once in a while somebody buys a contract on the desk's account, and sells it hours later. */
  private tradeByHand(): void {
    if (this.handUntilHour > this.hour) return;
    this.venue.byHand = undefined;
    if (this.random() > 0.01) return;
    const held = [...this.ledger.book.positions.values()].filter(isHeld);
    const [position] = held;
    this.venue.byHand = position ? this.venue.marketOf(position.legs.short) : this.markets[0];
    this.handUntilHour = this.hour + Math.ceil(this.random() * 6);
  }
}
