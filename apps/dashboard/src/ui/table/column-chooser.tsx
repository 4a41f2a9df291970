import './column-chooser.css';

interface ColumnChooserProps {
  /** Those that may be left out. */
  readonly columns: readonly { readonly id: string; readonly head: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Which columns a long table has. */
export function ColumnChooser({ columns, chosen, onChange }: ColumnChooserProps) {
  return (
    <details className="column-chooser">
      <summary className="button">Columns</summary>
      <fieldset>
        <legend className="visually-hidden">Columns</legend>
        {columns.map(({ id, head }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) =>
                onChange(
                  columns
                    .map((column) => column.id)
                    .filter((one) => (one === id ? event.target.checked : chosen.includes(one))),
                )
              }
            />{' '}
            {head}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
