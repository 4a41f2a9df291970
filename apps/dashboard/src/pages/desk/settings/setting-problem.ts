import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { decimalText } from '../../../format/numbers.js';
import {
  CHOICE_FIELDS,
  SETTING_FIELDS,
  settingValue,
  type SettingField,
  type SettingName,
} from './settings-fields.js';

export type SettingTexts = Readonly<Record<string, string>>;

/** Which setting must not be above, or must be below, which other: as the desk's own schema has it. */
const ORDERED: readonly (readonly [lower: SettingName, upper: SettingName, text: string])[] = [
  ['minHoldingYield', 'entryNetYield', 'Must not be above'],
  ['exitScore', 'entryScore', 'Must not be above'],
  ['maxEntryBasis', 'maxHeldBasis', 'Must be below'],
  ['slippageBps', 'maxPriceMoveBps', 'Must not be above'],
  ['maxPriceMoveBps', 'maxForcedMoveBps', 'Must not be above'],
  ['notionalPerMarketUsdt', 'maxNotionalTotalUsdt', 'Must not be above'],
  ['minMarginShare', 'perpMarginShare', 'Must be below'],
];

/** So many times more or less than usual is possible, and seldom meant. */
const FAR = 10;

/** What is wrong with what stands in a field, in the field's own unit and words; undefined when nothing is. */
export function settingProblem(field: SettingField, texts: SettingTexts): string | undefined {
  return ownProblem(field, texts[field.name] ?? '') ?? orderProblem(field.name, texts);
}

/** What is wrong with a field alone, whatever stands in the others. */
export function ownProblem(field: SettingField, text: string): string | undefined {
  const { unit, least, most } = field;
  if (text.trim() === '') return 'Enter a number';
  if (text.includes(',')) return 'Write 2.5 with a point, and thousands without a comma';
  const value = settingValue(text, unit);
  if (Number.isNaN(value)) {
    return text.trim().startsWith('-') ? atLeast(least, unit) : 'Enter a plain number, as in 2.5';
  }
  const shown = Number(text);
  if (shown < least) return atLeast(least, unit);
  if (shown > most) return `At most ${grouped(most)} ${unit}`;
  return undefined;
}

function orderProblem(name: SettingName, texts: SettingTexts): string | undefined {
  const rule = ORDERED.find(([lower]) => lower === name);
  if (!rule) return undefined;
  const [lower, upper, text] = rule;
  const above = SETTING_FIELDS.find((field) => field.name === upper);
  const below = SETTING_FIELDS.find((field) => field.name === lower);
  if (!above || !below) return undefined;
  const low = settingValue(texts[lower] ?? '', below.unit);
  const high = settingValue(texts[upper] ?? '', above.unit);
  const isWrong = text === 'Must be below' ? low >= high : low > high;
  return isWrong ? `${text} “${above.label}”` : undefined;
}

/** What is allowed and yet far from usual. */
export function settingWarning({ usual, unit }: SettingField, text: string): string | undefined {
  const value = Number(text);
  if (usual === 0 || !(value > 0)) return undefined;
  const isFar = value > usual * FAR || value < usual / FAR;
  return isFar ? `Far from the default ${grouped(usual)} ${unit}` : undefined;
}

/** The range that is allowed, as it stands below a field. */
export function settingRange({ least, most, usual, unit }: SettingField): string {
  return `${grouped(least)} to ${grouped(most)} ${unit}, default ${grouped(usual)}`;
}

/** The settings that the texts say; undefined while something is wrong with them. */
export function settingsOf(texts: SettingTexts) {
  const values = SETTING_FIELDS.map(({ name, unit }) => [
    name,
    settingValue(texts[name] ?? '', unit),
  ]);
  const chosen = CHOICE_FIELDS.map(({ name }) => [name, texts[name]]);
  const read = deskSettings.safeParse(Object.fromEntries([...values, ...chosen]));
  return read.success ? read.data : undefined;
}

function atLeast(least: number, unit: string): string {
  return `At least ${grouped(least)} ${unit}`;
}

function grouped(number: number): string {
  return decimalText(number, 6);
}
