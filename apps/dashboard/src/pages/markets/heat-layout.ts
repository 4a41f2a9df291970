import { DAY_MS } from '@fullcarry/domain/time-window';

export const ROW_PX = 18;
export const HEAD_PX = 20;
export const NAMES_PX = 112;
/** Narrower days could not be told apart; a long look-back is scrolled instead. */
const LEAST_DAY_PX = 2;

export interface HeatCell {
  readonly row: number;
  readonly day: number;
}

/** Where the days and markets of a heat map lie, in CSS pixels from its top left corner. */
export interface HeatLayout {
  readonly rows: number;
  readonly days: number;
  readonly dayPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Fills the width that is there, or more where the days would get too narrow. */
export function layOut(rows: number, days: number, roomPx: number): HeatLayout {
  const dayPx = Math.max(LEAST_DAY_PX, (roomPx - NAMES_PX) / Math.max(1, days));
  return {
    rows,
    days,
    dayPx,
    widthPx: Math.round(NAMES_PX + dayPx * days),
    heightPx: HEAD_PX + rows * ROW_PX,
  };
}

/** The cell at a place, undefined beside the cells. */
export function cellAt(layout: HeatLayout, xPx: number, yPx: number): HeatCell | undefined {
  const day = Math.floor((xPx - NAMES_PX) / layout.dayPx);
  const row = Math.floor((yPx - HEAD_PX) / ROW_PX);
  const isInside = day >= 0 && day < layout.days && row >= 0 && row < layout.rows;
  return isInside ? { row, day } : undefined;
}

export interface MonthMark {
  readonly day: number;
  readonly text: string;
}

/** The first day of each month: `Jan 2026` where the year begins, else `Feb`. */
export function monthMarks(fromMs: number, days: number): MonthMark[] {
  return Array.from({ length: days }, (_, day) => ({ day, date: new Date(fromMs + day * DAY_MS) }))
    .filter(({ date }) => date.getUTCDate() === 1)
    .map(({ day, date }) => ({ day, text: monthText(date) }));
}

function monthText(date: Date): string {
  const isNewYear = date.getUTCMonth() === 0;
  return date.toLocaleDateString('en-US', {
    month: 'short',
    timeZone: 'UTC',
    ...(isNewYear ? { year: 'numeric' } : {}),
  });
}
