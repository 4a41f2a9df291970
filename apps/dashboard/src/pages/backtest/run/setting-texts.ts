import type { SettingValue } from '@fullcarry/contracts/values';
import { ownProblem } from '../../desk/settings/setting-problem.js';
import {
  CHOICE_FIELDS,
  SETTING_FIELDS,
  settingValue,
} from '../../desk/settings/settings-fields.js';

/** What stands in the fields of single settings, by their names; where nothing does, the preset holds. */
export type SettingTexts = Readonly<Record<string, string>>;

export interface ReadSettings {
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** By `settings.<name>`. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The settings that are asked otherwise than in the preset. */
export function readSettings(texts: SettingTexts): ReadSettings {
  const settings: Record<string, SettingValue> = {};
  const problems = new Map<string, string>();
  for (const { name } of CHOICE_FIELDS) {
    const text = texts[name] ?? '';
    if (text !== '') settings[name] = text;
  }
  for (const field of SETTING_FIELDS) {
    const text = texts[field.name] ?? '';
    if (text.trim() === '') continue;
    const problem = ownProblem(field, text);
    if (problem === undefined) settings[field.name] = settingValue(text, field.unit);
    else problems.set(`settings.${field.name}`, problem);
  }
  return { settings, problems };
}
