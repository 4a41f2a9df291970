import { decide } from './decide.js';
import {
  EMPTY_BOOK,
  market,
  type MarketChange,
  opened,
  seen,
  SETTINGS,
} from '../desk-cases.fixture.js';
import type { PredictedRate } from '../observe/carry-yield.js';
import type { FundingPersistence } from '../observe/funding-persistence.js';
import { marketOutlook } from '../observe/market-outlook.js';

export const PRICES = { long: '100', short: '100' };
export const held = opened();
/** Of spot and perpetual at the same price. */
export const outlookAt = (predicted: PredictedRate, persistence: FundingPersistence) =>
  marketOutlook({ short: { predicted, persistence }, long: undefined }, 0, SETTINGS);

export const codeOf = (change: MarketChange, before = EMPTY_BOOK) =>
  decide(seen(market(change)), before, SETTINGS).verdicts[0]?.reason.code;
export const actionsOf = (change: MarketChange, before = held) =>
  decide(seen(market(change)), before, SETTINGS).actions.map(({ kind }) => kind);
