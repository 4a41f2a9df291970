import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  MOST_SIGNAL_DAYS,
  SignalHistoryRoute,
} from '@fullcarry/contracts/http/market/signal-history-route';
import { SignalsRoute } from '@fullcarry/contracts/http/market/signals-route';
import { signalsView } from '@fullcarry/contracts/http/market/signals-view';
import { isSameSeries, seriesInMarket } from '@fullcarry/domain/series';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import {
  certificatesOf,
  provenSignals,
  type AskedSignals,
  type CitedCertificate,
} from '@fullcarry/history/signals/proven-signals';
import { signalHistory } from '@fullcarry/history/signals/signal-history';
import { StoredSignals } from '@fullcarry/history/signals/stored-signals';
import { Controller } from '@nestjs/common';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { askedWindow } from './asked-window.js';
import { candlesOf, findMarket, fundingOf, type FoundMarket } from './find-market.js';

/** What the proven rows of a market say beyond its last rate, now and at each settlement. */
@Controller()
export class SignalsController {
  private readonly signals: StoredSignals;

  constructor(private readonly run: GatewayRun) {
    this.signals = new StoredSignals(run.config.HISTORICAL_TIMEFRAME);
  }

  @Serves(SignalsRoute)
  ofMarket({ query }: Asked<typeof SignalsRoute>): Promise<ReplyOf<typeof SignalsRoute>> {
    const { exchange } = this.run.view(query.exchange);
    return this.run.read(async (database) => {
      const found = await findMarket(database, exchange, query.symbol);
      const { symbol, nativeId } = found.market;
      const about = { exchange, symbol, nativeId };
      const stored = await provenSignals(database, this.signals, this.seriesOf(found));
      if (stored.kind === 'unproven') {
        return { ...about, signals: null, unproven: stored.because, certificates: [] };
      }
      return {
        ...about,
        signals: signalsView(stored.values),
        unproven: null,
        certificates: stored.certificates.map(citedView),
      };
    });
  }

  @Serves(SignalHistoryRoute)
  history({
    query,
  }: Asked<typeof SignalHistoryRoute>): Promise<ReplyOf<typeof SignalHistoryRoute>> {
    const { exchange } = this.run.view(query.exchange);
    const window = askedWindow(query, Date.now(), {
      ms: MOST_SIGNAL_DAYS * DAY_MS,
      refusal: `one request may have at most ${MOST_SIGNAL_DAYS} days`,
    });
    return this.run.read(async (database) => {
      const found = await findMarket(database, exchange, query.symbol);
      const { symbol, nativeId } = found.market;
      const asked = this.seriesOf(found);
      const about = { exchange, symbol, nativeId, window };
      const cited = certificatesOf(asked, await new CertificateStore(database).all());
      if (cited.kind === 'unproven') {
        return { ...about, unproven: cited.because, certificates: [], points: [] };
      }
      const { certificates } = cited;
      const timeframe = this.run.config.HISTORICAL_TIMEFRAME;
      const points = await signalHistory(database, asked, certificates, { timeframe, window });
      return {
        ...about,
        unproven: null,
        certificates: certificates.map(citedView),
        points: points.map(({ settledAtMs, values }) => {
          const { level, trend, slope, persistence, basisScore, turnoverTrend } =
            signalsView(values);
          return { settledAtMs, level, trend, slope, persistence, basisScore, turnoverTrend };
        }),
      };
    });
  }

  /** Errors: HttpFault 404. */
  private seriesOf(found: FoundMarket): AskedSignals {
    const timeframe = this.run.config.HISTORICAL_TIMEFRAME;
    return {
      funding: fundingOf(found),
      candles: candlesOf(found, { kind: 'candles', timeframe }),
      spot: found.series.find(
        ({ key, isTracked }) => isTracked && isSameSeries(key, { kind: 'spot-candles', timeframe }),
      ),
      unitsPerContract: found.market.spot?.unitsPerContract ?? 1,
    };
  }
}

function citedView({ series, certificate, issuedAtMs }: CitedCertificate) {
  return {
    ...{ series: seriesInMarket(series.key), ...certificate.window },
    ...{ sha256: certificate.sha256, issuedAtMs },
  };
}
