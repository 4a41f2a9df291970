import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { SignalsRoute } from '@fullcarry/contracts/http/market/signals-route';
import { signalsView } from '@fullcarry/contracts/http/market/signals-view';
import { isSameSeries, seriesIdOf } from '@fullcarry/domain/series';
import { provenSignals } from '@fullcarry/history/signals/proven-signals';
import { StoredSignals } from '@fullcarry/history/signals/stored-signals';
import { Controller } from '@nestjs/common';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { candlesOf, findMarket, fundingOf } from './find-market.js';

/** What the proven rows of a market say beyond its last rate. */
@Controller()
export class SignalsController {
  private readonly signals: StoredSignals;

  constructor(private readonly run: GatewayRun) {
    this.signals = new StoredSignals(run.config.HISTORICAL_TIMEFRAME);
  }

  @Serves(SignalsRoute)
  ofMarket({ query }: Asked<typeof SignalsRoute>): Promise<ReplyOf<typeof SignalsRoute>> {
    const { exchange } = this.run.view(query.exchange);
    const timeframe = this.run.config.HISTORICAL_TIMEFRAME;
    return this.run.read(async (database) => {
      const found = await findMarket(database, exchange, query.symbol);
      const { symbol, nativeId, spot } = found.market;
      const about = { exchange, symbol, nativeId };
      const told = await provenSignals(database, this.signals, {
        funding: fundingOf(found),
        candles: candlesOf(found, { kind: 'candles', timeframe }),
        spot: found.series.find(
          ({ key, isTracked }) =>
            isTracked && isSameSeries(key, { kind: 'spot-candles', timeframe }),
        ),
        unitsPerContract: spot?.unitsPerContract ?? 1,
      });
      if (told.kind === 'unproven') {
        return { ...about, signals: null, unproven: told.because, certificates: [] };
      }
      return {
        ...about,
        signals: signalsView(told.values),
        unproven: null,
        certificates: told.certificates.map(({ series, certificate, issuedAtMs }) => ({
          ...{ series: seriesIdOf(series.key), ...certificate.window },
          ...{ sha256: certificate.sha256, issuedAtMs },
        })),
      };
    });
  }
}
