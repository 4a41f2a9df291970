import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { wasOpened } from '@fullcarry/domain/desk/book/position-leg';
import { pairName } from '@fullcarry/domain/desk/observe/observation';
import type { Opening } from '@fullcarry/domain/desk/decide/opening';
import { LEGS, shortNotional } from '@fullcarry/domain/desk/book/position-money';
import { isHeld, type Position } from '@fullcarry/domain/desk/book/position';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { MemoryLedger } from './memory-ledger.fixture.js';
import type { SimulatedVenue } from './simulated-venue.fixture.js';

/** More openings of one pair in two days are turns that nobody is paid for. */
const MOST_TURNS = 5;

/** What may be opened, and whose closing may begin. */
export class OpeningLaws {
  constructor(
    private readonly ledger: MemoryLedger,
    private readonly venue: SimulatedVenue,
    private readonly settings: DeskSettings,
    private readonly hour: () => number,
    /** Whether the exchanges held other than the book when the desk observed. */
    private readonly differs: () => boolean,
    private readonly breaks: (law: string) => void,
  ) {}

  opens({ legs }: Opening): void {
    const { mode, positions } = this.ledger.book;
    const { breaks, venue } = this;
    const name = pairName(legs);
    // What was taken back, since a market did not hold it, is no turn of the desk's own.
    const turns = [...positions.values()].filter(
      (one) =>
        pairName(one.legs) === name &&
        one.openedAtMs > (this.hour() - 48) * HOUR_MS &&
        LEGS.every((leg) => wasOpened(one.legs[leg])),
    );
    if (turns.length >= MOST_TURNS) breaks(`opens ${name} ${turns.length + 1} times in 48 h`);
    if (mode !== 'running') breaks(`opens ${name} while ${mode}`);
    if (this.differs()) breaks(`opens ${name} while the account differs`);
    for (const leg of LEGS) {
      const market = venue.marketOf(legs[leg]);
      const isPerpetual = legs[leg].instrument === 'perpetual';
      if (isPerpetual && market.endsAtMs !== undefined) breaks(`opens ${name}, which ends`);
      if (isPerpetual && !market.isProven) breaks(`opens ${name} without proven data`);
    }
    const held = [...positions.values()].filter(isHeld);
    const { quantity, price } = legs.short;
    const total = held.reduce(
      (sum, one) => sum + Number(shortNotional(one)),
      Number(quantity) * Number(price),
    );
    if (total > this.settings.maxNotionalTotalUsdt) breaks(`opens ${name} beyond the total`);
    if (this.settings.sizing === 'dynamic') this.keepsCaps({ legs }, held);
  }

  /** Of the coin on all exchanges, and of each exchange. */
  private keepsCaps({ legs }: Pick<Opening, 'legs'>, held: readonly Position[]): void {
    const { maxNotionalPerAssetUsdt, maxNotionalPerVenueUsdt } = this.settings;
    const { quantity, price, symbol } = legs.short;
    const opened = Number(quantity) * Number(price);
    const sum = (of: (one: Position) => boolean) =>
      held.filter(of).reduce((all, one) => all + Number(shortNotional(one)), opened);
    const inCoin = sum((one) => one.legs.short.symbol === symbol);
    if (inCoin > maxNotionalPerAssetUsdt) this.breaks(`opens ${symbol} beyond its coin’s cap`);
    for (const { venue } of [legs.long, legs.short]) {
      const on = sum((one) => LEGS.some((leg) => one.legs[leg].venue === venue));
      if (on > maxNotionalPerVenueUsdt) this.breaks(`opens ${symbol} beyond the cap on ${venue}`);
    }
  }

  closes({ id, legs }: Position): void {
    const { venue } = this;
    // What the exchange ended is closed in the book, whatever is quoted.
    const isEnded = LEGS.some(
      (leg) =>
        venue.margins.liquidated.has(`${id} ${leg}`) ||
        (legs[leg].instrument === 'perpetual' && venue.marketOf(legs[leg]).isOver),
    );
    const isPriced = LEGS.every(
      (leg) => venue.marketOf(legs[leg]).quoted[legs[leg].instrument] !== undefined,
    );
    if (!isEnded && !isPriced) this.breaks(`closes ${pairName(legs)} without a price`);
  }
}
