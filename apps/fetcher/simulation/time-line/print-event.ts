import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import type { WorldEvent } from './world-event.js';

/** UTC, to the second. */
export function printInstant(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** What happens, in one line; its own instant is left to the caller. */
export function printEvent(event: WorldEvent): string {
  const on = 'on' in event && event.on !== undefined ? event.on : 'all';
  const series = 'series' in event ? event.series : '';
  const row = 'rowAtMs' in event ? `${on} ${event.series} of ${short(event.rowAtMs)}` : '';
  const lasts = 'untilMs' in event ? `for ${span(event.untilMs - event.atMs)}` : '';
  switch (event.kind) {
    case 'interval-change':
    case 'change-announced-late':
      return (
        `${on} announces: settled every ${event.hours} h after ${short(event.afterMs)}, first after ${event.firstStepHours} h` +
        (event.isIntervalEarly ? ' (the ticker has the new interval at once)' : '')
      );
    case 'announcement-taken-back':
      return `${on} announces ${short(event.nextAtMs)}, every ${event.hours} h; taken back after ${span(event.untilMs - event.atMs)}`;
    case 'settlement-late':
    case 'candle-late':
    case 'row-hours-later':
      return `${row} shows ${span(event.untilMs - event.atMs)} late`;
    case 'candle-unsettled':
      return `${row} has an earlier value ${lasts}`;
    case 'hours-lacking':
      return `${on} ${series} lack ${span(event.untilMs - event.atMs)} for ever`;
    case 'row-revised':
      return `${row} is revised`;
    case 'row-vanished':
      return `${row} vanishes`;
    case 'row-invented':
      return `${row} is invented, for good`;
    case 'row-given-once':
      return `${row} is invented in one answer of the next ${span(event.untilMs - event.atMs)}`;
    case 'odd-stamp':
      return `${row} is stamped ${span(event.byMs)} late`;
    case 'bad-answer':
      return `${on} ${series}: one answer of the next ${span(event.untilMs - event.atMs)} has the values of ${event.valuesOf}`;
    case 'page-empty':
      return `${on} ${series}: ${event.answers} answers are empty within ${span(event.untilMs - event.atMs)}`;
    case 'page-cut':
      return `${on} ${series}: ${event.answers} answers hold only the ${event.keeps} half within ${span(event.untilMs - event.atMs)}`;
    case 'ticker-stale':
      return `${on} ticker stands still ${lasts}`;
    case 'history-cut':
      return `${on}: only the newest ${event.days} d can be had ${lasts}`;
    case 'market-failing':
      return `${on} ${series} fails ${lasts} (${event.how})`;
    case 'exchange-outage':
      return `the exchange is down ${lasts}`;
    case 'new-listing':
    case 'relisting':
      return `${event.listing.id} listed (${event.kind}), settled every ${event.listing.firstHours} h`;
    case 'empty-history':
      return `${on} funding is empty ${lasts}`;
    case 'delisting':
      return `${on} ends at ${short(event.endMs)}, ${announcedText(event.announcedFromMs)}; in the lists until ${short(event.goneAtMs)}`;
    case 'zombie-rows':
      return `${on} is dead and still settled at ${event.rate} every ${event.hours} h ${lasts}${event.hasCandles ? ', candles too' : ''}`;
    case 'kill':
      return `fetcher ${event.fetcher} is killed, another starts after ${span(event.downMs)}`;
    case 'clock-step':
      return `the machine's clock is wrong by ${span(event.byMs)} ${lasts}`;
    case 'rows-deleted':
    case 'rows-altered':
      return `${event.rows} stored rows of ${on} ${series} (${event.where}) are ${event.kind === 'rows-deleted' ? 'deleted' : 'altered'} by hand`;
    case 'sync-order':
      return 'a sync is ordered';
  }
}

function announcedText(fromMs: number | undefined): string {
  return fromMs === undefined ? 'never announced' : `announced from ${short(fromMs)}`;
}

function short(atMs: number): string {
  return printInstant(atMs).slice(5, 16);
}

function span(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms < 0 ? '-' : '';
  const inUnit = (unitMs: number, unit: string) =>
    `${sign}${Number((size / unitMs).toFixed(1))} ${unit}`;
  if (size >= 2 * DAY_MS) return inUnit(DAY_MS, 'd');
  if (size >= 2 * HOUR_MS) return inUnit(HOUR_MS, 'h');
  return size >= MINUTE_MS ? inUnit(MINUTE_MS, 'min') : inUnit(1_000, 's');
}
