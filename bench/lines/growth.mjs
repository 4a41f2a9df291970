import { round } from '../measure.mjs';
import { backfill } from './backfill.mjs';

/** The same run with 1, 4 and 16 times the pairs: what a row costs must not grow. */
export const growth = {
  name: 'growth',
  title: 'CPU per row at 16 × the pairs (quick: 4 ×)',
  bar: '≤ 1.1',
  reference: 'CPU per row at 1 ×, 5 pairs',
  run: async ({ quick }) => {
    const times = quick ? [1, 4] : [1, 4, 16];
    const runs = [];
    for (const factor of times) runs.push(await backfill({ pairs: 5 * factor, days: 365 }));
    const perRow = runs.map((run) => (run.cpuSeconds / run.rows) * 1e6);
    return {
      value: `${round(perRow.at(-1), 1)} µs`,
      against: `${round(perRow[0], 1)} µs`,
      ratio: round(perRow.at(-1) / perRow[0]),
      note: runs.map((run, i) => `${times[i]} ×: ${run.seconds} s, ${run.peakMb} MB`).join('; '),
      details: { times, runs },
    };
  },
};
