import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { describe, expect, it } from '@jest/globals';
import { settingProblem, settingRange, settingsOf, settingWarning } from './setting-problem.js';
import {
  CHOICE_FIELDS,
  SETTING_FIELDS,
  settingText,
  settingValue,
  type SettingName,
} from './settings-fields.js';

const defaults = deskSettings.parse({});
const usual: Readonly<Record<string, string>> = Object.fromEntries([
  ...SETTING_FIELDS.map(({ name, unit }) => [name, settingText(defaults[name], unit)]),
  ...CHOICE_FIELDS.map(({ name }) => [name, defaults[name]]),
]);

function fieldOf(name: SettingName) {
  const field = SETTING_FIELDS.find((one) => one.name === name);
  if (!field) throw new Error(`No field ${name}`);
  return field;
}

function problemOf(name: SettingName, text: string) {
  return settingProblem(fieldOf(name), { ...usual, [name]: text });
}

describe('the settings form', () => {
  it('has a field for every setting, so that none can be lost', () => {
    const names = [...CHOICE_FIELDS, ...SETTING_FIELDS].map(({ name }) => name).sort();
    expect(names).toEqual(Object.keys(defaults).sort());
  });

  it('shows every default so that entering it again changes nothing', () => {
    for (const { name, unit } of SETTING_FIELDS) {
      expect(settingValue(settingText(defaults[name], unit), unit)).toBe(defaults[name]);
    }
    expect(settingsOf(usual)).toEqual(defaults);
  });

  it('offers every value that a setting may have', () => {
    for (const { name, options, usual: choice } of CHOICE_FIELDS) {
      expect(options.map(([value]) => value)).toEqual(deskSettings.shape[name].unwrap().options);
      expect(choice).toBe(defaults[name]);
    }
    expect(settingsOf({ ...usual, strategy: 'carry' })).toEqual({ ...defaults, strategy: 'carry' });
    expect(settingsOf({ ...usual, strategy: 'none' })).toBeUndefined();
  });

  it('takes per cent for fractions', () => {
    expect(settingText(0.07, '%')).toBe('7');
    expect(settingValue('5.5', '% a year')).toBe(0.055);
  });

  it.each([' ', 'ten', '2,5', '10,000', '1e3', '0x10', '-1', '.'])(
    'makes no number of %j, which may mean two things or none',
    (text) => {
      expect(settingValue(text, 'USDT')).toBeNaN();
    },
  );

  it('says limits in the unit of the field', () => {
    expect(problemOf('perpMarginShare', '500')).toBe('At most 100 %');
    expect(problemOf('maxDrawdown', '0')).toBe('At least 0.1 %');
    expect(problemOf('spotFeeBps', '-1')).toBe('At least 0 bp');
    expect(problemOf('holdingHours', '')).toBe('Enter a number');
    expect(problemOf('minHoldingYield', '-91')).toBe('At least −90 % a year');
    expect(problemOf('minHoldingYield', '-2.5')).toBeUndefined();
    expect(problemOf('spotFeeBps', '2,5')).toMatch(/with a point/);
    expect(settingRange(fieldOf('perpMarginShare'))).toBe('1 to 100 %, default 50');
  });

  it('names the other field where two contradict, also while a third one is wrong', () => {
    const texts = { ...usual, notionalPerMarketUsdt: '20000', spotFeeBps: 'none' };
    expect(settingProblem(fieldOf('notionalPerMarketUsdt'), texts)).toBe(
      'Must not be above “Notional in total”',
    );
    expect(problemOf('minMarginShare', '50')).toBe('Must be below “Collateral of the short”');
    expect(settingsOf(texts)).toBeUndefined();
  });

  it('warns of what is allowed and far from usual', () => {
    expect(settingWarning(fieldOf('spotFeeBps'), '1000')).toBe('Far from the default 10 bp');
    expect(settingWarning(fieldOf('spotFeeBps'), '7.5')).toBeUndefined();
    expect(settingWarning(fieldOf('entryNetYield'), '6')).toBeUndefined();
  });
});
