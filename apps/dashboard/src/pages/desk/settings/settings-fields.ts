import { deskSettings, type DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { z } from 'zod';

/** Settings that are an amount. */
export type SettingName = {
  [Name in keyof DeskSettings]: DeskSettings[Name] extends number ? Name : never;
}[keyof DeskSettings];

/** Settings of which one of a few values is chosen. */
export type ChoiceName = Exclude<keyof DeskSettings, SettingName>;

/** How a setting is shown: a fraction is entered as per cent. */
export type SettingUnit = '% a year' | '%' | 'h' | 'USDT' | 'bp' | 'score';

export interface SettingField {
  readonly name: SettingName;
  readonly label: string;
  readonly unit: SettingUnit;
  readonly help: string;
  /** What is allowed, and what it is when nobody changed it, in the unit of the field; of the desk's own schema. */
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}

export interface ChoiceField {
  readonly name: ChoiceName;
  readonly label: string;
  readonly help: string;
  /** The value of the setting, and what is read. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly usual: string;
}

const DEFAULTS = deskSettings.parse({});

export const CHOICE_FIELDS: readonly ChoiceField[] = [
  {
    name: 'strategy',
    label: 'Strategy',
    help: 'By what a market is entered and left',
    options: [
      ['threshold', 'Threshold: the yields of the outlook'],
      ['score', 'Score: the published bot’s'],
      ['carry', 'Carry: the yields of a carry that goes back in two speeds'],
    ],
    usual: DEFAULTS.strategy,
  },
  {
    name: 'sizing',
    label: 'Size',
    help: 'How much is opened',
    options: [
      ['fixed', 'Fixed: the notional a market'],
      ['dynamic', 'Dynamic: at most that, by conviction and caps'],
    ],
    usual: DEFAULTS.sizing,
  },
];

export const SETTING_FIELDS: readonly SettingField[] = [
  field('entryNetYield', 'Open from', '% a year', 'Net yield after all costs of a round trip'),
  field('minHoldingYield', 'Close below', '% a year', 'Worth of holding on against leaving now'),
  field('minSwitchYield', 'Change for one better by', '% a year', 'After all fills of both'),
  field('entryScore', 'Open from a score of', 'score', 'With the strategy Score'),
  field('exitScore', 'Close below a score of', 'score', 'With the strategy Score'),
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
  field('maxNotionalPerAssetUsdt', 'Notional a coin', 'USDT', 'On all exchanges; dynamic size'),
  field('maxNotionalPerVenueUsdt', 'Notional an exchange', 'USDT', 'Dynamic size'),
  field('maxTurnoverShare', 'Share of the turnover', '%', 'Of 24 h; dynamic size'),
  field('maxDepthShare', 'Share of the order books', '%', 'Of the thinnest side; dynamic size'),
  field('maxTailLoss', 'A bad day costs a position', '%', 'Of equity, at most; dynamic size'),
  field('maxTailLossTotal', 'A bad day costs all', '%', 'Of equity, at most; dynamic size'),
  field('betCorrelation', 'Losses come together', '%', '100 % is always; dynamic size'),
  field('minLiquidationDistance', 'Distance to liquidation', '%', 'At least; dynamic size'),
  field('spotFeeBps', 'Spot fee', 'bp', 'Of notional, each fill'),
  field('perpFeeBps', 'Perpetual fee', 'bp', 'Of notional, each fill'),
  field('slippageBps', 'Slippage', 'bp', 'Of each of the four fills'),
  field('perpMarginShare', 'Collateral of the short', '%', 'Of its notional'),
  field('minMarginShare', 'Close when collateral is below', '%', 'Of the leg’s notional'),
  field('maxDelta', 'Close when the legs differ by', '%', 'Of quantity'),
  field('maxDrawdown', 'Pause when equity fell by', '%', 'From its peak'),
];

function field(name: SettingName, label: string, unit: SettingUnit, help: string): SettingField {
  const { minValue, maxValue } = limitsOf(name);
  return {
    name,
    label,
    unit,
    help,
    least: inUnit(minValue, unit),
    most: inUnit(maxValue, unit),
    usual: inUnit(DEFAULTS[name], unit),
  };
}

function limitsOf(name: SettingName): { readonly minValue: number; readonly maxValue: number } {
  const number = deskSettings.shape[name].unwrap();
  const { minValue, maxValue } = number;
  if (!(number instanceof z.ZodNumber) || minValue === null || maxValue === null) {
    throw new TypeError(`The setting ${name} has no limits`);
  }
  return { minValue, maxValue };
}

function isPercent(unit: SettingUnit): boolean {
  return unit === '%' || unit === '% a year';
}

function inUnit(value: number, unit: SettingUnit): number {
  return isPercent(unit) ? Number((value * 100).toPrecision(12)) : value;
}

/** As a person reads and writes it; 0.055 is `5.5` per cent. */
export function settingText(value: number, unit: SettingUnit): string {
  return String(inUnit(value, unit));
}

/**
 * NaN for what is no plain number, which the schema refuses. A comma is refused too: whether it groups thousands
 * or begins the decimals, nobody knows; and so is `1e3`, which few mean.
 */
export function settingValue(text: string, unit: SettingUnit): number {
  // Only a yield may be negative.
  const plain = unit === '% a year' ? /^-?\d+(\.\d+)?$/ : /^\d+(\.\d+)?$/;
  const number = plain.test(text.trim()) ? Number(text) : Number.NaN;
  return isPercent(unit) ? Number((number / 100).toPrecision(12)) : number;
}
