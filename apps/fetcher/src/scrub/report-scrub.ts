import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { Gauge } from 'prom-client';
import { isScrubKept, type ScrubState } from './scrub-state.js';

const labelNames = ['exchange'];

const seriesOverdue = new Gauge({
  name: 'fullcarry_scrub_series_overdue',
  help: 'Series that were not re-checked within SCRUB_DAYS',
  labelNames,
});
const daysNeeded = new Gauge({
  name: 'fullcarry_scrub_days_needed',
  help: 'Days that a second reading of everything takes at the fastest pace that is allowed',
  labelNames,
});

/** Reports how the scrub stands: always to Prometheus, in the log when its promise is broken and when it is kept again. */
export function scrubReport(
  exchange: string,
  days: number,
  logger: Logger,
): (state: ScrubState) => void {
  let wasKept = true;
  return (state) => {
    seriesOverdue.set({ exchange }, state.overdue);
    daysNeeded.set({ exchange }, state.daysNeeded);
    const isKept = isScrubKept(state, days);
    if (isKept === wasKept) return;
    wasKept = isKept;
    const fields = {
      seriesOverdue: state.overdue,
      daysNeeded: Number(state.daysNeeded.toFixed(1)),
      daysPromised: days,
    };
    if (isKept) logger.info(fields, 'The scrub re-checks every series in time again');
    else logger.warn(fields, 'The scrub can’t re-check every series within SCRUB_DAYS');
  };
}
