import { Draw } from '../draw/draw.js';

/** What happens at the exchange, and to its answers. */
export const EXCHANGE_EVENT_KINDS = [
  'interval-change',
  'change-announced-late',
  'announcement-taken-back',
  'settlement-late',
  'candle-late',
  'candle-unsettled',
  'row-hours-later',
  'hours-lacking',
  'row-revised',
  'row-vanished',
  'row-invented',
  'row-given-once',
  'odd-stamp',
  'bad-answer',
  'page-empty',
  'page-cut',
  'ticker-stale',
  'history-cut',
  'market-failing',
  'exchange-outage',
  'new-listing',
  'empty-history',
  'delisting',
  'zombie-rows',
  'relisting',
] as const;

/** What the driver of a simulation has to do on its side; the world only says when and to what. */
export const DRIVER_EVENT_KINDS = [
  'kill',
  'clock-step',
  'rows-deleted',
  'rows-altered',
  'sync-order',
] as const;

export const EVENT_KINDS = [...EXCHANGE_EVENT_KINDS, ...DRIVER_EVENT_KINDS] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** How many of all kinds a world has: with fewer each time line is shorter, and other ones meet each other. */
const SHARE_OF_KINDS = 0.4;

/** The kinds that happen in the world of a seed when nobody says which. */
export function drawnKinds(seed: number): ReadonlySet<EventKind> {
  return new Set(
    EVENT_KINDS.filter((kind) => new Draw(seed, `has ${kind}`).chance(SHARE_OF_KINDS)),
  );
}
