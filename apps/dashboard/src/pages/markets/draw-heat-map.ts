import type { DayStatus } from '@fullcarry/contracts/http/market/coverage-route';
import { canvasColor } from '../../theme/canvas-colors.js';
import { dayStatuses } from './coverage-days.js';
import {
  HEAD_PX,
  NAMES_PX,
  ROW_PX,
  type HeatCell,
  type HeatLayout,
  type MonthMark,
} from './heat-layout.js';

export interface HeatRow {
  readonly name: string;
  readonly letters: string;
}

export interface HeatColors {
  readonly cells: Readonly<Record<DayStatus, string>>;
  readonly unknown: string;
  readonly text: string;
  readonly soft: string;
  readonly ground: string;
}

export const CELL_TOKENS: Readonly<Record<DayStatus, `--${string}`>> = {
  present: '--cell-present',
  missing: '--cell-missing',
  'not-fetched': '--cell-not-fetched',
  fetching: '--cell-fetching',
  'confirmed-empty': '--cell-empty',
  'before-listing': '--cell-before',
  'after-delisting': '--cell-before',
  'before-history': '--cell-before',
  'not-collected': '--cell-before',
};

/** The colours of the style sheet as they are now, light or dark. */
export function readHeatColors(): HeatColors {
  const cell = (status: DayStatus) => canvasColor(CELL_TOKENS[status]);
  return {
    cells: {
      present: cell('present'),
      missing: cell('missing'),
      'not-fetched': cell('not-fetched'),
      fetching: cell('fetching'),
      'confirmed-empty': cell('confirmed-empty'),
      'before-listing': cell('before-listing'),
      'after-delisting': cell('after-delisting'),
      'before-history': cell('before-history'),
      'not-collected': cell('not-collected'),
    },
    unknown: canvasColor('--cell-unknown'),
    text: canvasColor('--text'),
    soft: canvasColor('--text-soft'),
    ground: canvasColor('--surface'),
  };
}

export interface HeatPicture {
  readonly layout: HeatLayout;
  readonly rows: readonly HeatRow[];
  readonly months: readonly MonthMark[];
  readonly colors: HeatColors;
  readonly chosen: HeatCell | undefined;
  /** The part that is in view. */
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Draws what is in view; the names stay on the left and the months on top while it is scrolled. */
export function drawHeatMap(context: CanvasRenderingContext2D, picture: HeatPicture): void {
  const { colors, widthPx, heightPx } = picture;
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, widthPx, heightPx);
  context.font = '12px "Inter Variable", system-ui, sans-serif';
  context.textBaseline = 'middle';
  const first = Math.max(0, Math.floor(picture.topPx / ROW_PX));
  const last = Math.min(picture.rows.length, first + Math.ceil(heightPx / ROW_PX) + 1);
  for (let row = first; row < last; row++) drawRow(context, picture, row);
  drawMonths(context, picture);
}

function drawRow(context: CanvasRenderingContext2D, picture: HeatPicture, index: number): void {
  const row = picture.rows[index];
  if (!row) return;
  const { colors, layout, leftPx, topPx, chosen } = picture;
  const yPx = HEAD_PX + index * ROW_PX - topPx;
  const inset = layout.dayPx > 5 ? 1 : 0;
  dayStatuses(row.letters).forEach((status, day) => {
    const fromPx = Math.round(NAMES_PX + day * layout.dayPx - leftPx);
    const toPx = Math.round(NAMES_PX + (day + 1) * layout.dayPx - leftPx);
    if (toPx <= NAMES_PX || fromPx > picture.widthPx) return;
    context.fillStyle = status === undefined ? colors.unknown : colors.cells[status];
    context.fillRect(fromPx, yPx + 1, toPx - fromPx - inset, ROW_PX - 2);
    if (chosen?.row === index && chosen.day === day) {
      context.strokeStyle = colors.text;
      context.lineWidth = 2;
      context.strokeRect(fromPx - 1, yPx, toPx - fromPx + 2 - inset, ROW_PX);
    }
  });
  context.fillStyle = colors.ground;
  context.fillRect(0, yPx, NAMES_PX, ROW_PX);
  context.fillStyle = chosen?.row === index ? colors.text : colors.soft;
  context.fillText(row.name, 0, yPx + ROW_PX / 2 + 1, NAMES_PX - 8);
}

function drawMonths(context: CanvasRenderingContext2D, picture: HeatPicture): void {
  const { colors, layout, leftPx, widthPx, months } = picture;
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, widthPx, HEAD_PX);
  context.fillStyle = colors.soft;
  let freeFromPx = NAMES_PX;
  for (const { day, text } of months) {
    const xPx = NAMES_PX + day * layout.dayPx - leftPx;
    if (xPx < freeFromPx) continue;
    context.fillText(text, xPx, HEAD_PX / 2);
    freeFromPx = xPx + context.measureText(text).width + 8;
  }
}
