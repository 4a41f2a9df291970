import type { DeskSettings } from '@fullcarry/contracts/desk-settings';

export type SettingName = keyof DeskSettings;

/** How a setting is shown: a fraction is entered as per cent. */
export type SettingUnit = '% a year' | '%' | 'h' | 'USDT' | 'bp';

export interface SettingField {
  readonly name: SettingName;
  readonly label: string;
  readonly unit: SettingUnit;
  readonly help: string;
}

export const SETTING_FIELDS: readonly SettingField[] = [
  field('entryNetYield', 'Open from', '% a year', 'Net yield after all costs of a round trip'),
  field('minHoldingYield', 'Close below', '% a year', 'Worth of holding on against leaving now'),
  field('holdingHours', 'Holding time', 'h', 'Over how long the costs are spread'),
  field('maxBreakEvenHours', 'Break-even within', 'h', 'Of the predicted rate'),
  field('maxPaidBps', 'Close after paying', 'bp', 'Since it last earned'),
  field('restHours', 'Rest after closing', 'h', 'Until the market is opened again'),
  field('basisConvergence', 'Premium counted on', '%', 'To be gone at the end of the holding time'),
  field('maxEntryBasis', 'Open while the prices are within', '%', 'Perpetual and spot'),
  field('maxHeldBasis', 'Close when they are further apart', '%', 'Wider than the one to open'),
  field('maxPriceMoveBps', 'Price limit', 'bp', 'From the price that was decided on'),
  field('maxForcedMoveBps', 'Price limit when it can’t wait', 'bp', 'Emergency, one leg alone'),
  field('leaveBeforeEndHours', 'Leave before a delisting', 'h', 'Once its end is announced'),
  field('minTurnoverUsdt24h', 'Least turnover', 'USDT', 'Of the market, in 24 h'),
  field('notionalPerMarketUsdt', 'Notional a market', 'USDT', 'Of one leg'),
  field('maxNotionalTotalUsdt', 'Notional in total', 'USDT', 'Cap over all markets'),
  field('spotFeeBps', 'Spot fee', 'bp', 'Of notional, each fill'),
  field('perpFeeBps', 'Perpetual fee', 'bp', 'Of notional, each fill'),
  field('slippageBps', 'Slippage', 'bp', 'Of each of the four fills'),
  field('perpMarginShare', 'Collateral of the short', '%', 'Of its notional'),
  field('minMarginShare', 'Close when collateral is below', '%', 'Of the leg’s notional'),
  field('maxDelta', 'Close when the legs differ by', '%', 'Of quantity'),
  field('maxDrawdown', 'Pause when equity fell by', '%', 'From its peak'),
];

function field(name: SettingName, label: string, unit: SettingUnit, help: string): SettingField {
  return { name, label, unit, help };
}

function isPercent(unit: SettingUnit): boolean {
  return unit === '%' || unit === '% a year';
}

/** As a person reads and writes it; 0.055 is `5.5` per cent. */
export function settingText(value: number, unit: SettingUnit): string {
  return String(isPercent(unit) ? Number((value * 100).toPrecision(12)) : value);
}

/** NaN for what is no number, which the schema refuses. */
export function settingValue(text: string, unit: SettingUnit): number {
  const number = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
  return isPercent(unit) ? Number((number / 100).toPrecision(12)) : number;
}
