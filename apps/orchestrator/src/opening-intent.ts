import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import { exact } from '@fullcarry/domain/desk/exact';
import { orderQuantity } from '@fullcarry/domain/desk/order-quantity';
import { percent } from '@fullcarry/domain/desk/verdict';
import type { TradingRules } from '@fullcarry/domain/trading-rules';
import type { Intent } from '@fullcarry/history/position-ledger-store';
import type { ScannedMarket } from './market-scan.js';

/**
 * How much of both legs is to be opened, and why; undefined where the rules of one of its markets are missing, or
 * even the smallest quantity that both take is worth more than the notional.
 */
export function openingIntent(
  { rate, outlook }: ScannedMarket,
  rules: readonly TradingRules[],
  settings: DeskSettings,
  nowMs: number,
): Intent | undefined {
  const rule = rules.find(({ symbol }) => symbol === rate.symbol);
  if (!rate.spot || !rule?.spot) return undefined;
  const { unitsPerContract } = rate.spot;
  const sized = orderQuantity(
    exact(String(settings.notionalPerMarketUsdt)).toFixed(),
    { perpPrice: rate.lastPrice, spotPrice: rate.spot.lastPrice },
    { perpetual: rule.perpetual, spot: rule.spot, unitsPerContract },
  );
  if (!sized) return undefined;
  return {
    ...sized,
    symbol: rate.symbol,
    nativeId: rate.nativeId,
    spotSymbol: rate.spot.symbol,
    unitsPerContract,
    openedAtMs: nowMs,
    openReason: `The net yield is ${percent(outlook.netYield)} a year, at or above the entry at ${percent(settings.entryNetYield)}; the costs are earned back in ${outlook.breakEvenSettlements.toFixed(1)} settlements`,
    spotPrice: rate.spot.lastPrice,
    perpMarkPrice: rate.markPrice,
  };
}
