import { SERIES_KINDS, type SeriesKind } from '@fullcarry/domain/series';
import { COLUMNS, type RowRecord } from './row-record.js';

export const FORMATS = ['csv', 'json'] as const;
export type FormatName = (typeof FORMATS)[number];

/** How rows become text: what stands before them, each piece of them, and what closes. */
export interface RowFormat {
  readonly head: string;
  /** `isFirst`: no row was written before these. */
  rows(records: readonly RowRecord[], isFirst: boolean): string;
  readonly foot: string;
}

export function rowFormat(name: FormatName, kind: SeriesKind): RowFormat {
  const columns = COLUMNS[SERIES_KINDS[kind].rows];
  if (name === 'json') {
    return {
      head: '[',
      rows: (records, isFirst) =>
        records
          .map((record, i) => `${isFirst && i === 0 ? '' : ','}\n${JSON.stringify(record)}`)
          .join(''),
      foot: '\n]\n',
    };
  }
  return {
    head: `${columns.join(',')}\n`,
    // Numbers, decimal text and ISO times: nothing in them needs quotes.
    rows: (records) =>
      records.map((record) => `${columns.map((name) => record[name] ?? '').join(',')}\n`).join(''),
    foot: '',
  };
}
