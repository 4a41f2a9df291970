import { BasisRoute } from './basis-route.js';
import { CandlesRoute } from './candles-route.js';
import { CertificatesRoute } from './certificates-route.js';
import { CoverageRoute } from './coverage-route.js';
import { CycleRoute, CyclesRoute } from './cycles-route.js';
import { DataStatusRoute } from './data-status-route.js';
import {
  DeskCloseRoute,
  DeskCorrectRoute,
  DeskEmergencyStopRoute,
  DeskSettleRoute,
  DeskSettingsRoute,
  DeskStartRoute,
  DeskStopRoute,
} from './desk-order-routes.js';
import { DeskRoute } from './desk-route.js';
import { EquityRoute } from './equity-route.js';
import { FundingRatesRoute } from './funding-rates-route.js';
import type { HttpRoute } from './http-route.js';
import { JournalRoute } from './journal-route.js';
import { MarketCoverageRoute } from './market-coverage-route.js';
import { MarketsRoute } from './markets-route.js';
import { OpportunitiesRoute } from './opportunities-route.js';
import { PositionRoute, PositionsRoute } from './positions-route.js';
import { RatesRoute } from './rates-route.js';
import { SpreadsRoute } from './spreads-route.js';
import { StatisticsRoute } from './statistics-route.js';
import { SystemRoute } from './system-route.js';

/** Every route of the gateway, in the order in which its description lists them. */
export const ROUTES: readonly HttpRoute[] = [
  DataStatusRoute,
  CertificatesRoute,
  MarketsRoute,
  MarketCoverageRoute,
  CoverageRoute,
  CandlesRoute,
  FundingRatesRoute,
  RatesRoute,
  BasisRoute,
  SpreadsRoute,
  OpportunitiesRoute,
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
  SystemRoute,
];
