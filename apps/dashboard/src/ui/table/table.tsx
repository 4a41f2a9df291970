import type { ReactNode } from 'react';
import './table.css';

export interface Column<Row> {
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'right' | 'wrap';
}

interface TableProps<Row> {
  /** For screen readers: what the table lists. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
}

/** A short table; the first column names the row, and on a phone each row is a card. Long ones are virtual (see the markets page). */
export function Table<Row>({ label, columns, rows, rowKey }: TableProps<Row>) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={`Table: ${label}`}>
      <table className="table cards">
        <thead>
          <tr>
            {columns.map(({ head, align }, index) => (
              <th key={index} scope="col" className={align}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ head, cell, align }, index) => (
                <td
                  key={index}
                  className={align}
                  data-head={typeof head === 'string' ? head : undefined}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
