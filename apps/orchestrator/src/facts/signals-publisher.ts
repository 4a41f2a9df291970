import type { MarketSignalsFact } from '@fullcarry/contracts/facts/market-signals-v1';
import { signalsView } from '@fullcarry/contracts/http/market/signals-view';
import { pairBasis } from '@fullcarry/domain/desk/observe/pair-prices';
import { seriesInMarket } from '@fullcarry/domain/series';
import type { SignalValues } from '@fullcarry/domain/signal/market-signals';
import { publishedScore } from '@fullcarry/domain/signal/published-score';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import {
  CertificateStore,
  type StoredCertificate,
} from '@fullcarry/history/proof/certificate-store';
import { provenSignals } from '@fullcarry/history/signals/proven-signals';
import { StoredSignals } from '@fullcarry/history/signals/stored-signals';
import type { RatesNow } from '../desk/desk-options.js';

/** Certificates are issued anew about once an hour; a cycle may be of seconds. */
const CHECK_EVERY_MS = 15_000;

export interface SignalsParts {
  readonly database: Database;
  readonly timeframe: Timeframe;
  /** Of which exchange it publishes, and its last poll. */
  readonly exchange: string;
  readonly rates: () => RatesNow | undefined;
  readonly publish: (fact: MarketSignalsFact) => void;
}

/** The series of one market. */
interface MarketSeries {
  readonly funding: StoredSeries | undefined;
  readonly candles: StoredSeries | undefined;
  readonly 'spot-candles': StoredSeries | undefined;
}

/**
 * Publishes the signals of each tracked market of an exchange, by its certificates: again where one of them is another one. No cycle
 * waits for it, and whether the settings decide by signals makes no difference.
 */
export class SignalsPublisher {
  private readonly signals: StoredSignals;
  private readonly published = new Map<string, string>();
  private publishing: Promise<void> | undefined;
  private checkedAtMs = -Infinity;

  constructor(private readonly parts: SignalsParts) {
    this.signals = new StoredSignals(parts.timeframe);
  }

  /** Checks what is to be published, unless it checked a moment ago or is at it. `isOn`: whether this process still speaks for the desk. */
  async publishWhenDue(isOn: () => boolean): Promise<void> {
    const nowMs = performance.now();
    if (this.publishing || nowMs - this.checkedAtMs < CHECK_EVERY_MS) return;
    this.checkedAtMs = nowMs;
    this.publishing = this.publishChanged(isOn);
    try {
      await this.publishing;
    } finally {
      this.publishing = undefined;
    }
  }

  /** What was published may be lost. */
  forget(): void {
    this.published.clear();
    this.checkedAtMs = -Infinity;
  }

  private async publishChanged(isOn: () => boolean): Promise<void> {
    const { database, exchange, timeframe } = this.parts;
    const issued = await new CertificateStore(database).all();
    const markets = new Map<string, MarketSeries>();
    for (const series of await new MarketStore(database).trackedSeries(exchange, timeframe)) {
      const { nativeId } = series.market;
      const known = markets.get(nativeId) ?? NO_SERIES;
      markets.set(nativeId, { ...known, [series.key.kind]: series });
    }
    for (const [nativeId, series] of markets) {
      if (!isOn()) return;
      const mark = markOf(series, issued);
      if (this.published.get(nativeId) === mark) continue;
      const fact = await this.factOf(series, issued, markets.size);
      if (!fact || !isOn()) continue;
      this.parts.publish(fact);
      this.published.set(nativeId, mark);
    }
  }

  /** Undefined of a market whose series are not all wanted yet. */
  private async factOf(
    { funding, candles, 'spot-candles': spot }: MarketSeries,
    issued: ReadonlyMap<number, StoredCertificate>,
    marketsTotal: number,
  ): Promise<MarketSignalsFact | undefined> {
    if (!funding || !candles) return undefined;
    const { symbol, nativeId, source, exchange, spot: counterpart } = funding.market;
    const about = { atMs: Date.now(), exchange, source, symbol, nativeId, marketsTotal };
    const unitsPerContract = counterpart?.unitsPerContract ?? 1;
    const asked = { funding, candles, spot, unitsPerContract };
    const found = await provenSignals(this.parts.database, this.signals, asked, issued);
    if (found.kind === 'unproven') {
      const nothing = { signals: null, score: null, certificates: [] };
      return { v: 1, ...about, ...nothing, unproven: found.because };
    }
    return {
      ...{ v: 1, ...about, signals: signalsView(found.values), unproven: null },
      score: this.scoreOf(symbol, found.values),
      certificates: found.certificates.map(({ series, certificate, issuedAtMs }) => ({
        ...{ series: seriesInMarket(series.key), ...certificate.window },
        ...{ sha256: certificate.sha256, issuedAtMs },
      })),
    };
  }

  /** By the last poll, unless that is too old to be traded on. */
  private scoreOf(symbol: string, values: SignalValues): MarketSignalsFact['score'] {
    const now = this.parts.rates();
    const rate = now?.stale === false && now.rates.markets.find((one) => one.symbol === symbol);
    if (!now || !rate) return null;
    const { spot, lastPrice, predictedRate } = rate;
    const basis = pairBasis({
      ...{ long: spot?.lastPrice, short: lastPrice },
      unitsPerContract: spot?.unitsPerContract ?? 1,
    });
    const found = publishedScore(values, { rate: Number(predictedRate), basis });
    return found ? { score: found.score, ...found.parts, ratesAtMs: now.rates.atMs } : null;
  }
}

const NO_SERIES: MarketSeries = {
  funding: undefined,
  candles: undefined,
  'spot-candles': undefined,
};

/** What would make another fact of it: the fingerprints of all its series. */
function markOf(
  { funding, candles, 'spot-candles': spot }: MarketSeries,
  issued: ReadonlyMap<number, StoredCertificate>,
): string {
  return [funding, candles, spot]
    .map((series) => {
      const stored = series && issued.get(series.id);
      return `${series?.id ?? ''} ${stored?.version ?? ''} ${stored?.certificate.missing ?? ''} ${stored?.certificate.sha256 ?? ''}`;
    })
    .join(' ');
}
