import {
  BacktestDecisionsRoute,
  BacktestRoute,
  BacktestTradesParquetRoute,
  BacktestTradesRoute,
} from './backtest/backtest-route.js';
import {
  BacktestCancelRoute,
  BacktestRunRoute,
  BacktestRunStateRoute,
} from './backtest/backtest-run-routes.js';
import { MarketResultRoute } from './backtest/market-result-route.js';
import { BacktestsRoute } from './backtest/backtests-route.js';
import { SweepRoute, SweepRunRoute, SweepsRoute } from './backtest/sweep-routes.js';
import { BasisRoute } from './market/basis-route.js';
import { StudiesRoute } from './backtest/studies-route.js';
import { CandlesRoute } from './market/candles-route.js';
import { CertificatesRoute } from './data/certificates-route.js';
import { CoverageRoute } from './market/coverage-route.js';
import { CycleRoute, CyclesRoute } from './desk/cycles-route.js';
import { DataStatusRoute } from './data/data-status-route.js';
import {
  DeskCloseRoute,
  DeskCorrectRoute,
  DeskEmergencyStopRoute,
  DeskSettleRoute,
  DeskSettingsRoute,
  DeskStartRoute,
  DeskStopRoute,
} from './desk/desk-command-routes.js';
import { DecisionRoute } from './desk/decision-route.js';
import { DeskRoute } from './desk/desk-route.js';
import { EquityRoute } from './desk/equity-route.js';
import { ExplorerRoute } from './market/explorer-route.js';
import { FundingRatesRoute } from './market/funding-rates-route.js';
import type { HttpRoute } from './http-route.js';
import { InstrumentsRoute } from './market/instruments-route.js';
import { JournalRoute } from './desk/journal-route.js';
import { MarketCoverageRoute } from './market/market-coverage-route.js';
import { MarketsRoute } from './market/markets-route.js';
import { OpportunitiesRoute } from './market/opportunities-route.js';
import { PositionRoute, PositionsRoute } from './desk/positions-route.js';
import { RatesRoute } from './market/rates-route.js';
import { SignalHistoryRoute } from './market/signal-history-route.js';
import { SignalsRoute } from './market/signals-route.js';
import { SpreadsRoute } from './market/spreads-route.js';
import { StatisticsRoute } from './desk/statistics-route.js';
import { SystemRoute } from './data/system-route.js';

/** Every route of the gateway, in the order in which its description lists them. */
export const ROUTES: readonly HttpRoute[] = [
  DataStatusRoute,
  CertificatesRoute,
  MarketsRoute,
  InstrumentsRoute,
  MarketCoverageRoute,
  CoverageRoute,
  CandlesRoute,
  FundingRatesRoute,
  RatesRoute,
  BasisRoute,
  SignalsRoute,
  SignalHistoryRoute,
  ExplorerRoute,
  SpreadsRoute,
  OpportunitiesRoute,
  DecisionRoute,
  DeskRoute,
  PositionsRoute,
  PositionRoute,
  CyclesRoute,
  CycleRoute,
  EquityRoute,
  StatisticsRoute,
  JournalRoute,
  DeskStartRoute,
  DeskStopRoute,
  DeskCloseRoute,
  DeskEmergencyStopRoute,
  DeskCorrectRoute,
  DeskSettleRoute,
  DeskSettingsRoute,
  BacktestsRoute,
  MarketResultRoute,
  StudiesRoute,
  BacktestRoute,
  BacktestTradesRoute,
  BacktestTradesParquetRoute,
  BacktestDecisionsRoute,
  BacktestRunRoute,
  BacktestRunStateRoute,
  BacktestCancelRoute,
  SweepsRoute,
  SweepRoute,
  SweepRunRoute,
  SystemRoute,
];
