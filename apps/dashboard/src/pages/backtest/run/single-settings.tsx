import {
  BACKTEST_PRESET_NAMES,
  presetSettings,
} from '@fullcarry/contracts/backtest/backtest-presets';
import { countText } from '../../../format/numbers.js';
import { Choice } from '../../../ui/form/choice.js';
import { CHOICE_FIELDS, SETTING_FIELDS, settingText } from '../../desk/settings/settings-fields.js';
import { RunField } from './run-field.js';
import type { SettingTexts } from './setting-texts.js';

interface SingleSettingsProps {
  /** Whose settings hold where nothing is written. */
  readonly preset: string;
  readonly texts: SettingTexts;
  readonly problemOf: (field: string) => string | undefined;
  readonly onTexts: (texts: SettingTexts) => void;
}

/** All settings of the desk; each is as in the preset until something is written. */
export function SingleSettings({ preset, texts, problemOf, onTexts }: SingleSettingsProps) {
  const usual = presetSettings(
    BACKTEST_PRESET_NAMES.find((one) => one === preset) ?? 'balanced',
    {},
  );
  const set = (name: string) => (text: string) => onTexts({ ...texts, [name]: text });
  const changed = Object.values(texts).filter((text) => text.trim() !== '').length;
  return (
    <details className="backtest-single">
      <summary>
        Single settings{changed > 0 && `, ${countText(changed)} otherwise than in the preset`}
      </summary>
      <div className="backtest-form">
        {CHOICE_FIELDS.map(({ name, label, options }) => (
          <Choice
            key={name}
            label={label}
            value={texts[name] ?? ''}
            options={[['', `As in the preset: ${usual[name]}`], ...options]}
            onChange={set(name)}
          />
        ))}
        {SETTING_FIELDS.map(({ name, label, unit }) => (
          <RunField
            key={name}
            label={`${label}, ${unit}`}
            inputMode="decimal"
            placeholder={settingText(usual[name], unit)}
            text={texts[name] ?? ''}
            problem={problemOf(`settings.${name}`)}
            onText={set(name)}
          />
        ))}
      </div>
    </details>
  );
}
