import { isNamed, type MarketSpec } from '../recording/market-manifest.js';
import { RecordingLibrary } from '../recording/recording-library.js';
import { shiftRecording } from '../recording/shifted-recording.js';
import { ReplayMarket } from './replay-market.js';
import { NO_SCENARIO, type Scenario } from './scenario.js';
import { SpotMarket } from './spot-market.js';

export interface BoardSetting {
  /** What there is, under the names of the API that lists it. */
  readonly manifest: readonly MarketSpec[];
  readonly anchorMs: number;
  readonly settlementLagMs: number;
  readonly recordingsDirectory: string;
  /** Only these, by native id or by the name of their recording; all when undefined. */
  readonly symbols?: readonly string[] | undefined;
}

/** Every market of one API, perpetual and spot, by its native id, in the order of their names. */
export class MarketBoard {
  private readonly bySymbol: ReadonlyMap<string, ReplayMarket>;
  private readonly bySpotSymbol: ReadonlyMap<string, SpotMarket>;
  private played = NO_SCENARIO;

  constructor(setting: BoardSetting) {
    const library = new RecordingLibrary(setting.recordingsDirectory);
    const { manifest, symbols } = setting;
    const markets = manifest
      .filter((spec) => symbols === undefined || symbols.some((name) => isNamed(spec, name)))
      .sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1))
      .map((spec) => shiftRecording(spec, library, setting.anchorMs))
      .map((recording) => new ReplayMarket(recording, setting.settlementLagMs));
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
  }

  /** The first instant at which some market has nothing newer to tell. */
  usedUpAtMs(): number {
    const goingOn = this.all().filter((market) => market.recording.spec.role !== 'closed');
    return Math.min(...goingOn.map((market) => market.recording.toMs));
  }
}
