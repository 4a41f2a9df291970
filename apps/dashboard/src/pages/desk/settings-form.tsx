import { deskSettings, type DeskSettings } from '@fullcarry/contracts/desk-settings';
import { DeskSettingsRoute } from '@fullcarry/contracts/http/desk-order-routes';
import { useState } from 'react';
import { AskError } from '../../api/ask-error.js';
import { Button } from '../../ui/button.js';
import '../../ui/field.css';
import { SETTING_FIELDS, settingText, settingValue, type SettingField } from './settings-fields.js';
import { useOrder } from './use-order.js';

type Texts = Readonly<Record<string, string>>;

/** Checked with the schema that the desk itself uses, so that the form and the server agree. */
export function SettingsForm({ settings }: { readonly settings: DeskSettings }) {
  const [texts, setTexts] = useState<Texts>(() => textsOf(settings));
  const save = useOrder(
    DeskSettingsRoute,
    'Settings',
    () => 'Saved; in force with the next cycle.',
  );
  const read = deskSettings.safeParse(valuesOf(texts));
  const refused = save.error instanceof AskError ? save.error : undefined;
  const problem = (name: string) =>
    read.success
      ? refused?.field === name
        ? refused.message
        : undefined
      : read.error.issues.find(({ path }) => path[0] === name)?.message;
  const isChanged = SETTING_FIELDS.some(
    ({ name, unit }) => texts[name] !== settingText(settings[name], unit),
  );
  return (
    <form
      noValidate
      aria-label="Settings of the desk"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.success) save.mutate(read.data);
      }}
    >
      <div className="settings">
        {SETTING_FIELDS.map((field) => (
          <Setting
            key={field.name}
            field={field}
            text={texts[field.name] ?? ''}
            problem={problem(field.name)}
            onChange={(text) => setTexts({ ...texts, [field.name]: text })}
          />
        ))}
      </div>
      <div className="settings-actions">
        <Button
          type="submit"
          look="primary"
          disabled={!isChanged || !read.success || save.isPending}
        >
          Save settings
        </Button>
        <Button disabled={!isChanged} onClick={() => setTexts(textsOf(settings))}>
          Undo
        </Button>
      </div>
    </form>
  );
}

function textsOf(settings: DeskSettings): Texts {
  return Object.fromEntries(
    SETTING_FIELDS.map(({ name, unit }) => [name, settingText(settings[name], unit)]),
  );
}

function valuesOf(texts: Texts): Record<string, number> {
  return Object.fromEntries(
    SETTING_FIELDS.map(({ name, unit }) => [name, settingValue(texts[name] ?? '', unit)]),
  );
}

interface SettingProps {
  readonly field: SettingField;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

function Setting({ field: { name, label, unit, help }, text, problem, onChange }: SettingProps) {
  const id = `setting-${name}`;
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
      <span id={`${id}-help`} className={problem === undefined ? 'field-help' : 'field-error'}>
        {problem ?? help}
      </span>
    </div>
  );
}
