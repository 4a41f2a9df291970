import { deskSettings } from '@fullcarry/contracts/desk-settings';
import { describe, expect, it } from '@jest/globals';
import { SETTING_FIELDS, settingText, settingValue } from './settings-fields.js';

describe('the settings form', () => {
  it('has a field for every setting, so that none can be lost', () => {
    const names = SETTING_FIELDS.map(({ name }) => name).sort();
    expect(names).toEqual(Object.keys(deskSettings.parse({})).sort());
  });

  it('shows every default so that entering it again changes nothing', () => {
    const defaults = deskSettings.parse({});
    for (const { name, unit } of SETTING_FIELDS) {
      expect(settingValue(settingText(defaults[name], unit), unit)).toBe(defaults[name]);
    }
  });

  it('takes per cent for fractions', () => {
    expect(settingText(0.07, '%')).toBe('7');
    expect(settingValue('5.5', '% a year')).toBe(0.055);
    expect(settingValue('5,5', 'bp')).toBe(5.5);
  });

  it('makes no number of an empty field', () => {
    expect(settingValue(' ', 'USDT')).toBeNaN();
    expect(settingValue('ten', 'h')).toBeNaN();
  });
});
