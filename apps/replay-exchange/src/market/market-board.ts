import { isNamed } from '../recording/market-manifest.js';
import type { SpotInstrumentRow } from '../recording/own/own-rows.js';
import type { ShiftedRecording } from '../recording/shifted-recording.js';
import { ReplayMarket } from './replay-market.js';
import { NO_SCENARIO, type Scenario } from './scenario.js';
import { SpotMarket } from './spot-market.js';

/**
 * `idleSpot`: spot markets that the exchange lists without trading them; they have no price and are no leg.
 */
export interface BoardSetting {
  readonly recordings: readonly ShiftedRecording[];
  readonly settlementLagMs: number;
  readonly idleSpot?: readonly SpotInstrumentRow[];
}

/** Every market of one API, perpetual and spot, by its native id, in the order of their names. */
export class MarketBoard {
  readonly idleSpot: readonly SpotInstrumentRow[];
  private readonly bySymbol: ReadonlyMap<string, ReplayMarket>;
  private readonly bySpotSymbol: ReadonlyMap<string, SpotMarket>;
  private played = NO_SCENARIO;

  constructor(setting: BoardSetting) {
    this.idleSpot = setting.idleSpot ?? [];
    const markets = setting.recordings
      .map((recording) => new ReplayMarket(recording, setting.settlementLagMs))
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    this.bySymbol = new Map(markets.map((market) => [market.symbol, market]));
    const spot = markets
      .flatMap((market) => market.recording.spec.spot.map((spec) => new SpotMarket(spec, market)))
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    this.bySpotSymbol = new Map(spot.map((market) => [market.symbol, market]));
  }

  all(): ReplayMarket[] {
    return [...this.bySymbol.values()];
  }

  get(symbol: string): ReplayMarket | undefined {
    return this.bySymbol.get(symbol);
  }

  allSpot(): SpotMarket[] {
    return [...this.bySpotSymbol.values()];
  }

  getSpot(symbol: string): SpotMarket | undefined {
    return this.bySpotSymbol.get(symbol);
  }

  /** Whether a market goes by that name here. */
  knows(name: string): boolean {
    return this.all().some((market) => isNamed(market.recording.spec, name));
  }

  get scenario(): Scenario {
    return this.played;
  }

  /**
   * Replaces the whole scenario: what it no longer names is as recorded again. What it says of markets
   * that are not listed here is passed over.
   */
  playScenario(scenario: Scenario): void {
    this.played = scenario;
    for (const market of this.all()) market.playScenario(scenario);
    for (const spot of this.allSpot()) spot.isHalted = scenario.haltSpot.includes(spot.symbol);
  }

  /** The first instant at which some market has nothing newer. */
  usedUpAtMs(): number {
    const goingOn = this.all().filter((market) => market.recording.spec.role !== 'closed');
    return Math.min(...goingOn.map((market) => market.recording.toMs));
  }
}
