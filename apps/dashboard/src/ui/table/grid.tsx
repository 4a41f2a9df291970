import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef, type ReactNode } from 'react';
import type { GridColumn, GridSort } from './grid-column.js';
import './grid.css';
import { useNarrow } from '../use-narrow.js';
import { usePrinting } from '../use-printing.js';
import './table.css';

const ROW_PX = 30;

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

interface GridProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly sort: GridSort;
  readonly onSort: (sort: GridSort) => void;
}

/**
 * A long table of these columns: sorted by a click on a heading, and only the rows in view are in the page, so
 * that hundreds of them may change several times a second. The first column stays in view.
 *
 * Made once, beside the columns: a row that stays the same is not drawn again while the table is scrolled.
 */
export function createGrid<Row extends object>(
  columns: readonly GridColumn<Row>[],
  rowKey: (row: Row) => string,
): (props: GridProps<Row>) => ReactNode {
  const definitions = columns.map(defineColumn<Row>);
  const phoneColumns = columns.filter(({ phone }) => phone === true);
  const Cells = memo(function Cells({
    row,
    shown,
  }: {
    readonly row: Row;
    readonly shown: typeof columns;
  }) {
    return shown.map((column) => (
      <td key={column.id} className={column.align}>
        {column.cell(row)}
      </td>
    ));
  });

  return function Grid({ label, rows, sort, onSort }) {
    const frame = useRef<HTMLDivElement>(null);
    const shown = useNarrow() ? phoneColumns : columns;
    const table = useTable({
      features,
      columns: definitions,
      data: rows,
      getRowId: rowKey,
      enableSortingRemoval: false,
      state: { sorting: useMemo(() => [{ id: sort.id, desc: sort.desc }], [sort.id, sort.desc]) },
    });
    const sorted = table.getRowModel().rows;
    const virtual = useVirtualizer({
      count: sorted.length,
      getScrollElement: () => frame.current,
      estimateSize: () => ROW_PX,
      getItemKey: (index) => sorted[index]?.id ?? index,
      overscan: 12,
      useFlushSync: false,
    });
    const isPrinted = usePrinting();
    const inView = virtual.getVirtualItems();
    const items = isPrinted ? sorted.map(({ id }, index) => ({ index, key: id })) : inView;
    const above = isPrinted ? 0 : (inView[0]?.start ?? 0);
    const below = isPrinted ? 0 : virtual.getTotalSize() - (inView.at(-1)?.end ?? 0);
    return (
      <div
        ref={frame}
        className="table-frame grid-frame"
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <table className="table grid" aria-rowcount={sorted.length + 1}>
          <colgroup>
            {shown.map((column) => (
              <col
                key={column.id}
                className={column.align}
                style={{ width: `${column.widthRem}rem` }}
              />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {shown.map((column) => (
                <Head key={column.id} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer heightPx={above} span={shown.length} />
            {items.map(({ index, key }) => {
              const row = sorted[index]?.original;
              if (row === undefined) return null;
              return (
                <tr key={key} aria-rowindex={index + 2}>
                  <Cells row={row} shown={shown} />
                </tr>
              );
            })}
            <Spacer heightPx={below} span={shown.length} />
          </tbody>
        </table>
        <p className="grid-more">
          More columns on a wider screen; a name leads to all of a market.
        </p>
      </div>
    );
  };
}

function defineColumn<Row extends object>({
  id,
  sortBy,
}: GridColumn<Row>): ColumnDef<typeof features, Row> {
  return {
    id,
    accessorFn: (row) => sortBy?.(row),
    sortUndefined: 'last',
    sortFn: (a, b) => compare(sortBy?.(a.original), sortBy?.(b.original)),
  };
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b));
  return a - b;
}

interface HeadProps<Row> {
  readonly column: GridColumn<Row>;
  readonly sort: GridSort;
  readonly onSort: (sort: GridSort) => void;
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const { id, head, unit, hint, sortBy, largestFirst = false } = column;
  const className = column.align;
  const isSorted = sort.id === id;
  const text = (
    <>
      {head}
      {unit !== undefined && <span className="unit"> {unit}</span>}
    </>
  );
  if (!sortBy) {
    return (
      <th scope="col" className={className} title={hint}>
        {text}
      </th>
    );
  }
  const next = { id, desc: isSorted ? !sort.desc : largestFirst };
  const order = sort.desc ? 'descending' : 'ascending';
  return (
    <th scope="col" className={className} title={hint} aria-sort={isSorted ? order : undefined}>
      <button type="button" className="grid-sort" onClick={() => onSort(next)}>
        {text}
        <span className="grid-arrow" aria-hidden="true">
          {isSorted ? (sort.desc ? '▼' : '▲') : ''}
        </span>
      </button>
    </th>
  );
}

/** Stands for the rows that are not in view. */
function Spacer({ heightPx, span }: { readonly heightPx: number; readonly span: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr className="grid-spacer" aria-hidden="true">
      <td colSpan={span} style={{ height: `${heightPx}px` }} />
    </tr>
  );
}
