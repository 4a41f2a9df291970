import { many } from '../output/count-text.js';
import { minuteText } from '../output/instant.js';
import type { ExportRange } from './export-range.js';

/** More lines than this are not read by anybody. */
const MOST_LINES = 20;

/** What a reader of the rows must know about the range; empty when all of it is proven and there. */
export function rangeRemarks({ unproven, confirmedEmpty, listedAtMs }: ExportRange): string[] {
  const remarks: string[] = [];
  if (listedAtMs !== undefined) {
    remarks.push(
      `The market was listed at ${minuteText(listedAtMs)} UTC: there is nothing before.`,
    );
  }
  if (unproven.length > 0) {
    remarks.push(
      `Warning: ${many(unproven.length, 'stretch', 'stretches')} of the range not proven, rows may be missing:`,
      ...unproven
        .slice(0, MOST_LINES)
        .map((stretch) => `  ${stretchText(stretch)}  ${stretch.why}`),
    );
    const more = unproven.length - MOST_LINES;
    if (more > 0) remarks.push(`  … and ${more} more: see the command gaps`);
  }
  if (confirmedEmpty.length > 0) {
    const rows = confirmedEmpty.reduce((sum, gap) => sum + gap.rowsExpected, 0);
    remarks.push(
      `${many(rows, 'row')} that the exchange does not have either:`,
      ...confirmedEmpty.slice(0, MOST_LINES).map((gap) => `  ${stretchText(gap)}  confirmed empty`),
    );
  }
  return remarks;
}

function stretchText({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  return `${minuteText(fromMs)} – ${minuteText(toMs)} UTC`;
}
