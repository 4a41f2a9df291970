import type { FundingStream } from '../../desk/observe/funding-stream.js';
import type { SeenLeg } from '../../desk/observe/observation.js';
import type { PairPrices } from '../../desk/observe/pair-prices.js';
import { priceText } from './price-text.js';

/** A price as a candle has it, USDT. To write it takes longer than all else of an observation, so that is done once it is asked for. */
export class Quote {
  private written: string | undefined;

  constructor(readonly value: number) {}

  /** Exact decimal text. */
  get text(): string {
    return (this.written ??= priceText(this.value));
  }
}

/** The last prices of a pair of which most are judged as numbers. */
export class QuotedPrices implements PairPrices {
  readonly numbers: { readonly long: number | undefined; readonly short: number | undefined };

  constructor(
    private readonly longQuote: Quote | undefined,
    private readonly shortQuote: Quote | undefined,
    readonly unitsPerContract: number,
  ) {
    this.numbers = { long: longQuote?.value, short: shortQuote?.value };
  }

  get long(): string | undefined {
    return this.longQuote?.text;
  }

  get short(): string | undefined {
    return this.shortQuote?.text;
  }

  toJSON(): PairPrices {
    const { long, short, unitsPerContract } = this;
    return { long, short, unitsPerContract };
  }
}

/** A perpetual as it is seen, its mark price a quote. */
export class QuotedPerpetual implements SeenLeg {
  readonly instrument = 'perpetual';

  constructor(
    readonly venue: string,
    readonly symbol: string,
    readonly nativeId: string,
    readonly unitsPerContract: number,
    private readonly mark: Quote | undefined,
    readonly funding: FundingStream,
  ) {}

  get markPrice(): string | undefined {
    return this.mark?.text;
  }

  toJSON(): SeenLeg {
    const { venue, instrument, symbol, nativeId, unitsPerContract, markPrice, funding } = this;
    return { venue, instrument, symbol, nativeId, unitsPerContract, markPrice, funding };
  }
}
