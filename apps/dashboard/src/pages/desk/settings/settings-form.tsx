import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { DeskSettingsRoute } from '@fullcarry/contracts/http/desk/desk-command-routes';
import { useState } from 'react';
import { AskError } from '../../../api/ask-error.js';
import { Button } from '../../../ui/form/button.js';
import { Choice } from '../../../ui/form/choice.js';
import '../../../ui/form/field.css';
import {
  settingProblem,
  settingRange,
  settingsOf,
  settingWarning,
  type SettingTexts,
} from './setting-problem.js';
import { keepDraft, keptDraft } from './settings-draft.js';
import {
  CHOICE_FIELDS,
  SETTING_FIELDS,
  settingText,
  type SettingField,
} from './settings-fields.js';
import { useCommand } from '../controls/use-command.js';

/**
 * The settings with what a person changed and has not saved yet: only those fields are the draft, so that what
 * somebody else saves meanwhile shows in all others and is not overwritten.
 */
export function SettingsForm({ settings }: { readonly settings: DeskSettings }) {
  const [draft, setDraft] = useState<SettingTexts>(keptDraft);
  const save = useCommand(
    DeskSettingsRoute,
    'Settings',
    () => 'Saved; in force with the next cycle.',
  );
  const saved = textsOf(settings);
  const texts = { ...saved, ...draft };
  const change = (next: SettingTexts) => {
    const changed = Object.fromEntries(
      Object.entries(next).filter(([name, text]) => text !== saved[name]),
    );
    keepDraft(changed);
    setDraft(changed);
  };
  const refused = save.error instanceof AskError ? save.error : undefined;
  const problems = new Map(
    SETTING_FIELDS.map((field) => [field.name, settingProblem(field, texts)]),
  );
  const read = settingsOf(texts);
  const fields = [...CHOICE_FIELDS.map((one) => ({ ...one, unit: '' })), ...SETTING_FIELDS];
  const changes = fields.filter(({ name }) => texts[name] !== saved[name]);
  const usual = Object.fromEntries(fields.map((one) => [one.name, String(one.usual)]));
  const isUsual = fields.every(({ name }) => texts[name] === usual[name]);
  return (
    <form
      noValidate
      aria-label="Settings of the desk"
      onSubmit={(event) => {
        event.preventDefault();
        if (read) save.mutate(read, { onSuccess: () => change({}) });
      }}
    >
      <div className="settings">
        {CHOICE_FIELDS.map(({ name, label, options }) => (
          <Choice
            key={name}
            label={label}
            value={texts[name] ?? ''}
            options={options}
            onChange={(text) => change({ ...texts, [name]: text })}
          />
        ))}
        {SETTING_FIELDS.map((field) => (
          <Setting
            key={field.name}
            field={field}
            text={texts[field.name] ?? ''}
            problem={
              problems.get(field.name) ??
              (refused?.field === field.name ? refused.message : undefined)
            }
            onChange={(text) => change({ ...texts, [field.name]: text })}
          />
        ))}
      </div>
      {changes.length > 0 && (
        <p className="settings-changes" role="status">
          Not saved yet:{' '}
          {changes
            .map(({ name, label, unit }) =>
              `${label} ${saved[name]} → ${texts[name]} ${unit}`.trimEnd(),
            )
            .join('; ')}
        </p>
      )}
      <div className="settings-actions">
        <Button
          type="submit"
          variant="primary"
          disabled={changes.length === 0 || !read || save.isPending}
        >
          Save settings
        </Button>
        <Button disabled={changes.length === 0} onClick={() => change({})}>
          Undo
        </Button>
        <Button disabled={isUsual} onClick={() => change(usual)}>
          Reset to defaults
        </Button>
      </div>
    </form>
  );
}

function textsOf(settings: DeskSettings): SettingTexts {
  return {
    ...Object.fromEntries(CHOICE_FIELDS.map(({ name }) => [name, settings[name]])),
    ...Object.fromEntries(
      SETTING_FIELDS.map(({ name, unit }) => [name, settingText(settings[name], unit)]),
    ),
  };
}

interface SettingProps {
  readonly field: SettingField;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

function Setting({ field, text, problem, onChange }: SettingProps) {
  const { name, label, unit, help } = field;
  const id = `setting-${name}`;
  const warning = settingWarning(field, text);
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <span className="input-unit">
        <input
          id={id}
          className="input"
          inputMode="decimal"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-help`}
          autoComplete="off"
        />
        <span className="unit">{unit}</span>
      </span>
      <span id={`${id}-help`} className="field-notes">
        {problem !== undefined ? (
          <span className="field-error">{problem}</span>
        ) : warning !== undefined ? (
          <span className="field-warning">{warning}</span>
        ) : (
          <span className="field-help">{help}</span>
        )}
        <span className="field-help"> {settingRange(field)}</span>
      </span>
    </div>
  );
}
