import { Button } from '../../../ui/form/button.js';
import { Choice } from '../../../ui/form/choice.js';
import { SETTING_FIELDS } from '../../desk/settings/settings-fields.js';
import { RunField } from './run-field.js';
import type { RunTexts } from './run-wish.js';
import type { TriedText } from './tried-texts.js';

/** More settings at once make more combinations than anybody looks at. */
const MOST_LINES = 5;

const OPTIONS = [
  ['', 'None'] as const,
  ...SETTING_FIELDS.map(({ name, label, unit }) => [name, `${label}, ${unit}`] as const),
];

interface TriedSettingsProps {
  readonly texts: Pick<RunTexts, 'tried' | 'folds' | 'train' | 'test'>;
  readonly problemOf: (field: string) => string | undefined;
  readonly onTexts: (change: Partial<RunTexts>) => void;
}

/** Which settings are tried with which values, and how the days are cut. */
export function TriedSettings({ texts, problemOf, onTexts }: TriedSettingsProps) {
  const { tried, folds, train, test } = texts;
  const change = (place: number, line: Partial<TriedText>) =>
    onTexts({ tried: tried.map((one, i) => (i === place ? { ...one, ...line } : one)) });
  return (
    <fieldset className="backtest-assume">
      <legend className="field-label">
        Every combination is tried; settings are chosen on some days and judged on later ones
      </legend>
      {tried.map(({ name, values }, place) => (
        <div key={place} className="backtest-tried">
          <Choice
            label={`Setting ${place + 1}`}
            value={name}
            options={OPTIONS}
            onChange={(next) => change(place, { name: next })}
          />
          <RunField
            label="Values, with commas"
            text={values}
            problem={problemOf(`tried.${place}`)}
            onText={(text) => change(place, { values: text })}
          />
        </div>
      ))}
      {tried.length < MOST_LINES && (
        <span>
          <Button onClick={() => onTexts({ tried: [...tried, { name: '', values: '' }] })}>
            One more setting
          </Button>
        </span>
      )}
      <div className="backtest-form">
        <Choice
          label="Each fold learns from"
          value={folds}
          options={[
            ['rolling', 'As long a stretch'],
            ['anchored', 'All before it'],
          ]}
          onChange={(next) => onTexts({ folds: next })}
        />
        <RunField
          label="Days to learn from"
          inputMode="numeric"
          text={train}
          problem={problemOf('train')}
          onText={(text) => onTexts({ train: text })}
        />
        <RunField
          label="Days to be tested on"
          inputMode="numeric"
          text={test}
          problem={problemOf('test')}
          onText={(text) => onTexts({ test: text })}
        />
      </div>
    </fieldset>
  );
}
