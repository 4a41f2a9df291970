import type { ReactNode } from 'react';

/** One column of a long table. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly head: string;
  /** Shown small beside the heading: what the figures count or measure. */
  readonly unit?: string;
  /** What the column means, on hover. */
  readonly hint?: string;
  readonly widthRem: number;
  readonly align?: 'right';
  /** Whether it is shown on a phone too, where only a few fit. */
  readonly phone?: boolean;
  /** What it is sorted by; undefined is unknown and comes last, whichever way. Left out: not sortable. */
  readonly sortBy?: (row: Row) => string | number | undefined;
  /** Whether a first click shows the largest first. */
  readonly largestFirst?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

/** How a grid is sorted, as it stands in the address: `turnover`, or `-turnover` for the largest first. */
export interface GridSort {
  readonly id: string;
  readonly desc: boolean;
}

export function parseSort(text: string): GridSort {
  return text.startsWith('-') ? { id: text.slice(1), desc: true } : { id: text, desc: false };
}

export function sortText({ id, desc }: GridSort): string {
  return desc ? `-${id}` : id;
}
