import { deskSettings } from '@fullcarry/contracts/desk-settings';
import { exact, plain } from '@fullcarry/domain/desk/exact';
import { modeAfter, type ModeAsked } from '@fullcarry/domain/desk/mode';
import {
  heldName,
  legName,
  pairName,
  type Observation,
  type SeenMarket,
} from '@fullcarry/domain/desk/observation';
import type { Opening } from '@fullcarry/domain/desk/opening';
import { heldPerpetuals, LEGS, shortNotional } from '@fullcarry/domain/desk/position-money';
import { isHeld } from '@fullcarry/domain/desk/position';
import { PermanentError } from '@fullcarry/domain/errors';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { doDecisions } from '../do-decisions.js';
import { PositionTrader } from '../position-trader.js';
import { valueHeld, watchedTo } from '../value-held.js';
import { Killed, MemoryLedger, type Lives } from './memory-ledger.fixture.js';
import { oneOf, RULES, seeded, SimulatedMarket, type Random } from './simulated-market.fixture.js';
import { SimulatedReferee } from './simulated-referee.fixture.js';
import { SimulatedVenue } from './simulated-venue.fixture.js';

/** A fault of old that is planted, to see that it is found. */
export type Planted = 'C1' | 'C2' | 'C12' | 'C16';

export interface Broken {
  readonly hour: number;
  readonly law: string;
}

const HOURS = 300;
const CAPITAL_USDT = '10000';
const START_USDT = '20000';
const [OWN, OTHER] = ['bybit', 'okx'];
/** More openings of one pair in two days are turns that nobody is paid for. */
const MOST_TURNS = 5;
/** A coin that is traded on both exchanges. */
const COMMON = ['A', 'B'];
const SETTINGS = deskSettings.parse({ maxNotionalTotalUsdt: 4_000, restHours: 4 });

/**
 * One desk in a world with a hidden truth: one seed, one virtual clock, no timers, and the real decisions, books and
 * trader. After every cycle a referee who knows the truth asks whether a law was broken.
 */
export class SimulatedDesk {
  private readonly random: Random;
  private readonly markets: readonly SimulatedMarket[];
  private readonly ledger = new MemoryLedger(CAPITAL_USDT, OWN, OTHER);
  private readonly venue: SimulatedVenue;
  private readonly referee: SimulatedReferee;
  /** What was settled while a short was really held: position and hour, and what of it is to be told when. */
  private readonly settled = new Map<string, string>();
  private readonly untold: { readonly atHour: number; readonly tell: () => void }[] = [];
  private modeNumber = 0;
  private hour = 0;
  private runs = 0;
  private instants = 0;
  /** The hours at which each pair was opened. */
  private readonly openings = new Map<string, readonly number[]>();
  private kills = 0;
  readonly broken: Broken[] = [];
  readonly story: string[] = [];

  constructor(
    seed: number,
    private readonly planted?: Planted,
  ) {
    this.random = seeded(seed);
    this.ledger.opens = (opening) => this.opens(opening);
    this.ledger.closes = ({ id, legs }) => {
      // What the exchange ended is closed in the book, whatever is said.
      const isEnded = LEGS.some(
        (leg) =>
          this.venue.liquidated.has(`${id} ${leg}`) ||
          (legs[leg].instrument === 'perpetual' && this.venue.marketOf(legs[leg]).isOver),
      );
      const isSaid = LEGS.every(
        (leg) => this.venue.marketOf(legs[leg]).said[legs[leg].instrument] !== undefined,
      );
      if (!isEnded && !isSaid) this.breaks(`closes ${pairName(legs)} without a price`);
    };
    const clock = () => this.hour * HOUR_MS + (this.instants += 1);
    const market = (venue: string, symbol: string) =>
      new SimulatedMarket(venue, symbol, this.random, clock);
    this.markets = [
      ...['A', 'B', 'C'].map((symbol) => market(OWN, symbol)),
      ...COMMON.map((symbol) => market(OTHER, symbol)),
    ];
    this.venue = new SimulatedVenue({
      random: this.random,
      markets: this.markets,
      clock,
      saysRejected: planted === 'C16',
      breaks: (law) => this.breaks(law),
      addedTo: (positionId, leg) =>
        this.ledger.topUps
          .filter((one) => one.positionId === positionId && one.leg === leg)
          .reduce((total, one) => total + Number(one.amountUsdt), 0),
    });
    const { leaveBeforeEndHours } = SETTINGS;
    const breaks = (law: string) => this.breaks(law);
    this.referee = new SimulatedReferee(
      ...([this.ledger, this.venue, START_USDT, leaveBeforeEndHours, breaks] as const),
    );
  }

  async run(): Promise<void> {
    for (this.hour = 1; this.hour <= HOURS && this.broken.length === 0; this.hour += 1) {
      for (const market of this.markets) market.move(this.hour);
      this.keepCoinsTogether();
      this.venue.takeOver();
      this.venue.hourPasses();
      this.settle();
      for (const one of this.untold.filter(({ atHour }) => atHour <= this.hour)) one.tell();
      this.untold.splice(0, Infinity, ...this.untold.filter(({ atHour }) => atHour > this.hour));
      this.person();
      await this.cycle();
      this.referee.look(this.hour);
    }
    if (this.broken.length > 0) return;
    for (const one of this.untold) one.tell();
    this.paidOnce();
  }

  /** How many fills and settlements there were. */
  get size(): { readonly fills: number; readonly settlements: number } {
    return { fills: this.venue.traded.length, settlements: this.settled.size };
  }

  /** What happened, for whoever asks whether the world is a hard one. */
  get met() {
    const { settled, topUps } = this.ledger;
    const many = (how: string) => settled.filter((one) => one.how === how).length;
    return {
      kills: this.kills,
      unknown: this.venue.unknown,
      unhedged: this.referee.unhedged,
      topUps: topUps.length,
      liquidated: many('liquidated'),
      delivered: many('delivered'),
      ofTwoExchanges: [...this.ledger.book.positions.values()].filter(
        ({ legs }) => legs.long.venue !== legs.short.venue,
      ).length,
    };
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

  private opens({ legs }: Opening): void {
    const { mode, positions } = this.ledger.book;
    const name = pairName(legs);
    const turns = (this.openings.get(name) ?? []).filter((hour) => hour > this.hour - 48);
    this.openings.set(name, [...turns, this.hour]);
    if (turns.length >= MOST_TURNS) this.breaks(`opens ${name} ${turns.length + 1} times in 48 h`);
    if (mode !== 'running') this.breaks(`opens ${name} while ${mode}`);
    for (const leg of LEGS) {
      const market = this.venue.marketOf(legs[leg]);
      const isPerpetual = legs[leg].instrument === 'perpetual';
      if (isPerpetual && market.endsAtMs !== undefined) this.breaks(`opens ${name}, which ends`);
      if (isPerpetual && !market.isProven) this.breaks(`opens ${name} without proven data`);
    }
    const held = [...positions.values()].filter(isHeld);
    const { quantity, price } = legs.short;
    const total = held.reduce(
      (sum, one) => sum + Number(shortNotional(one)),
      Number(quantity) * Number(price),
    );
    if (total > SETTINGS.maxNotionalTotalUsdt) this.breaks(`opens ${name} beyond the total`);
  }

  private async cycleOnce(lives: Lives): Promise<void> {
    const trader = new PositionTrader({
      reads: this.ledger.reads,
      writes: this.ledger.writesOf(lives),
      executor: this.venue,
      exchangeTimeMs: () => Promise.resolve(this.now()),
      run: (this.runs += 1).toString(16).padStart(8, '0'),
      changed: ({ id, legs }, change) =>
        this.story.push(`${this.hour}: ${change} ${pairName(legs)} ${id}`),
    });
    if (this.planted === 'C1') await this.sellForAMissingRow(lives);
    if (this.planted === 'C2') await this.sellForABasis(lives);
    const seen = this.observe();
    for (const prices of valueHeld(seen, this.ledger.book)) {
      const { id: positionId, ...priced } = prices;
      this.ledger.apply({ kind: 'priced', positionId, ...priced });
    }
    await doDecisions(seen, SETTINGS, {
      book: () => Promise.resolve(this.ledger.book),
      perform: async (action) => {
        const failure = await trader.perform(action, SETTINGS);
        if (failure) this.story.push(`${this.hour}: ${action.kind}: ${failure.text}`);
        // Between two actions a person may stop the desk.
        if (this.random() < 0.02) this.asked({ kind: 'emergency-stop', reason: 'By a person' });
      },
      isHalted: () => false,
    });
    for (const watched of watchedTo(seen, [...this.ledger.book.positions.values()])) {
      this.ledger.apply({ kind: 'watched', ...watched });
    }
  }

  private now(): number {
    return this.hour * HOUR_MS + this.instants;
  }

  private async sellForAMissingRow(lives: Lives): Promise<void> {
    for (const { id, legs, state } of this.ledger.book.positions.values()) {
      const { long } = legs;
      if (state !== 'open' || this.venue.marketOf(long).said[long.instrument] !== undefined) {
        continue;
      }
      await this.ledger.writesOf(lives).saveClosing(id, 'The exchange says no rate of this market');
    }
  }

  /** Two exchanges' prices of one coin differ by little, but each has its own perpetual. */
  private keepCoinsTogether(): void {
    for (const market of this.markets.filter(({ venue }) => venue === OTHER)) {
      const own = this.venue.marketOf({ venue: OWN, symbol: market.symbol });
      market.follow(own.coin * (1 + (this.random() - 0.5) * 0.002));
    }
  }

  /** What a basis of more than 2 % was taken for: legs that had drifted apart. */
  private async sellForABasis(lives: Lives): Promise<void> {
    for (const { id, legs, state } of this.ledger.book.positions.values()) {
      const [long, short] = LEGS.map((leg) => {
        const price = this.venue.marketOf(legs[leg]).said[legs[leg].instrument];
        return price === undefined ? undefined : Number(price);
      });
      if (state !== 'open' || long === undefined || short === undefined) continue;
      if (Math.abs(short / long - 1) <= 0.02) continue;
      await this.ledger.writesOf(lives).saveClosing(id, 'The legs drifted apart');
    }
  }

  private observe(): Observation {
    const nowMs = this.now();
    const carries = this.markets.flatMap((one) => (one.venue === OWN ? (one.seen() ?? []) : []));
    const markets = [...carries, ...COMMON.flatMap((symbol) => this.pairs(symbol))];
    const held = [...this.ledger.book.positions.values()].filter(isHeld);
    const perpetuals = held.flatMap((position) => heldPerpetuals(position));
    return {
      nowMs,
      stale: undefined,
      markets: new Map(markets.map((one) => [one.symbol, one])),
      ended: new Map(
        perpetuals.flatMap(([, leg]) => {
          const { isOver, endsAtMs = 0, said } = this.venue.marketOf(leg);
          return isOver
            ? [[legName(leg), { endedAtMs: endsAtMs, spotPrice: said.spot }] as const]
            : [];
        }),
      ),
      ranges: new Map(
        held.flatMap((position) =>
          heldPerpetuals(position).flatMap(([name, leg]) => {
            const fromMs = Math.max(leg.openedAtMs ?? 0, leg.watchedToMs ?? 0);
            const range = this.venue.marketOf(leg).range(fromMs, nowMs);
            return range ? [[heldName(position, name), range] as const] : [];
          }),
        ),
      ),
    };
  }

  /** The perpetuals of one coin on both exchanges, in both directions. */
  private pairs(symbol: string): SeenMarket[] {
    const [own, other] = [OWN, OTHER].map((venue) => this.venue.marketOf({ venue, symbol }));
    if (!own || !other) return [];
    return (
      [
        [own, other],
        [other, own],
      ] as const
    ).flatMap(([longOn, shortOn]) => {
      const [long, short] = [longOn.seenLeg(), shortOn.seenLeg()];
      if (!long || !short) return [];
      const ends = [longOn.endsAtMs, shortOn.endsAtMs].filter((atMs) => atMs !== undefined);
      return [
        {
          symbol: pairName({ long, short }),
          nativeId: symbol,
          legs: { long, short },
          prices: {
            long: longOn.said.perpetual,
            short: shortOn.said.perpetual,
            unitsPerContract: 1,
          },
          turnoverUsdt24h: 9e6,
          unproven: longOn.unproven ?? shortOn.unproven,
          rules: RULES,
          endsAtMs: ends.length > 0 ? Math.min(...ends) : undefined,
        },
      ];
    });
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

  /** Charges every short that the exchange holds; the desk learns of it at once, late, or with a wrong rate first. */
  private settle(): void {
    for (const market of this.markets) {
      const rate = market.settlesAt(this.hour);
      if (rate === undefined) continue;
      for (const { positionId, leg, amountUsdt, wrongUsdt } of this.venue.charges(market, rate)) {
        this.settled.set(`${positionId} ${leg} ${this.hour}`, amountUsdt);
        const chance = this.random();
        const late = chance < 0.1 ? Math.ceil(this.random() * 20) : 0;
        const first = chance > 0.95 ? wrongUsdt : amountUsdt;
        const settledAtMs = this.hour * HOUR_MS;
        this.untold.push({
          atHour: this.hour + late,
          tell: () =>
            this.ledger.apply({
              kind: 'funded',
              positionId,
              leg,
              payments: [{ settledAtMs, amountUsdt: first }],
              knownToMs: undefined,
            }),
        });
        if (first === amountUsdt) continue;
        const change = plain(exact(amountUsdt).minus(exact(first)));
        const revised = {
          kind: 'revised',
          positionId,
          leg,
          settledAtMs,
          amountUsdt: change,
        } as const;
        const tell = () => this.ledger.apply(revised);
        this.untold.push({ atHour: this.hour + late + oneOf(this.random, [1, 30]), tell });
      }
    }
  }

  /** Every settlement at which a short was really held is in the book, once, at its last rate; and no other. */
  private paidOnce(): void {
    const { book, orders } = this.ledger;
    if (orders.some(({ state }) => state === 'sent')) return;
    const booked = [...book.positions.values()].flatMap(({ id, legs }) =>
      LEGS.flatMap((leg) =>
        legs[leg].payments.map(
          (one) => [`${id} ${leg} ${one.settledAtMs / HOUR_MS}`, one.amountUsdt] as const,
        ),
      ),
    );
    const wrong = booked.filter(([key, amount]) => this.settled.get(key) !== amount);
    if (booked.length !== this.settled.size || wrong.length > 0) {
      this.breaks(`${this.settled.size} settlements were held, ${booked.length} are booked`);
    }
  }
}
