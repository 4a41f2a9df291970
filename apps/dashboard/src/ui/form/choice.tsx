import './field.css';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** Value and what is read. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
  /** There is nothing to choose, yet or at all; it keeps its place. */
  readonly disabled?: boolean;
}

export function Choice({ label, value, options, onChange, disabled = false }: ChoiceProps) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <select
        className="select"
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
