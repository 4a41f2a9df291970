import type { InputHTMLAttributes } from 'react';
import { sentence } from '../../../format/sentence.js';
import '../../../ui/form/field.css';

interface RunFieldProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'placeholder' | 'inputMode'
> {
  readonly label: string;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onText: (text: string) => void;
}

/** One text of the form; what is wrong with it stands below it. */
export function RunField({ label, text, problem, onText, ...rest }: RunFieldProps) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <input
        className="input"
        value={text}
        aria-invalid={problem !== undefined}
        onChange={({ target }) => onText(target.value)}
        autoComplete="off"
        spellCheck={false}
        {...rest}
      />
      {problem !== undefined && <span className="field-error">{sentence(problem)}</span>}
    </label>
  );
}
