import { expectedHourlyCarry } from '../../desk/observe/carry-yield.js';
import type { FundingStream } from '../../desk/observe/funding-stream.js';
import { twoSpeedCarry } from '../../desk/observe/two-speed-carry.js';
import type { RegimeName } from '../../signal/regime.js';
import type { SignalValues } from '../../signal/market-signals.js';
import { SIGNALS, type SignalName } from '../../signal/signal-description.js';
import { spreadOf, spreadStep, type VenueSpread } from '../../signal/venue-spread.js';
import { DAY_MS, HOUR_MS, type TimeWindow } from '../../time-window.js';
import type { ExecutionModel } from '../execution-model.js';
import {
  lastAtOrBefore,
  type MarketHistory,
  type SettlementColumns,
} from '../history/market-history.js';
import { MarketView } from '../history/market-view.js';

/** Over how many hours a carry is judged. */
export const HORIZON_HOURS = [24, 168] as const;

/** Over which a signal's decay is reported. */
export const DECAY_HOURS = [8, 24, 72, 168, 336] as const;

/** What is judged: each signal, and the carry that is expected in one speed and in two. */
export const JUDGED = {
  ...SIGNALS,
  oneSpeed: {
    label: 'Carry expected in one speed',
    unit: 'fraction of notional an hour',
    sign: 'positive: a short earns',
    source: 'settled funding',
  },
  twoSpeeds: {
    label: 'Carry expected in two speeds',
    unit: 'fraction of notional an hour',
    sign: 'positive: a short earns',
    source: 'settled funding',
  },
} as const;

export type JudgedName = keyof typeof JUDGED;

/** What was known of a market at an instant, and what came. */
export interface SignalSample {
  readonly atMs: number;
  /** By the horizon, hours: what is expected is another one for each. Undefined: not known. */
  readonly value: (name: JudgedName, hours: number) => number | undefined;
  /** What a short was paid in the hours after it, fraction of notional an hour; undefined where the rows end before. */
  readonly carry: (hours: number) => number | undefined;
}

/** Settled funding of the same coin on another exchange. */
export interface ElsewhereSettled {
  readonly venue: string;
  readonly funding: SettlementColumns;
}

const REGIMES: Readonly<Record<RegimeName, number>> = { inverted: -1, calm: 0, rich: 1 };

/** One sample a UTC day, when the desk decides, of what had been published by then. */
export function signalSamples(
  history: MarketHistory,
  window: TimeWindow,
  stepMs: number,
  execution: ExecutionModel,
  elsewhere: readonly ElsewhereSettled[] = [],
): readonly SignalSample[] {
  const view = new MarketView(history, stepMs, execution, true);
  const spreads = new Spreads(history, elsewhere, execution.settlementDelayMs);
  const samples: SignalSample[] = [];
  for (let atMs = window.fromMs + DAY_MS; atMs < window.toMs; atMs += DAY_MS) {
    const nowMs = atMs + execution.decisionDelayMs;
    view.moveTo(nowMs);
    const seen = view.seen();
    const funding = seen?.legs.short.funding;
    const signals = seen?.signals;
    if (!funding || !signals) continue;
    const venueSpread = spreads.at(nowMs);
    samples.push({
      atMs,
      value: (name, hours) => valueOf(name, hours, { signals, funding, venueSpread }),
      carry: (hours) => carryIn(history.funding, atMs, atMs + hours * HOUR_MS, window.toMs),
    });
  }
  return samples;
}

interface Known {
  readonly signals: SignalValues;
  readonly funding: FundingStream;
  readonly venueSpread: number | undefined;
}

function valueOf(
  name: JudgedName,
  hours: number,
  { signals, funding, venueSpread }: Known,
): number | undefined {
  if (name === 'twoSpeeds') return twoSpeedCarry(funding, hours);
  if (name === 'oneSpeed') {
    const { predicted, persistence } = funding;
    return persistence && expectedHourlyCarry(predicted, persistence, hours);
  }
  return signalOf(name, signals, venueSpread);
}

function signalOf(
  name: SignalName,
  signals: SignalValues,
  venueSpread: number | undefined,
): number | undefined {
  if (name === 'venueSpread') return venueSpread;
  if (name === 'regime') return signals.regime && REGIMES[signals.regime];
  return signals[name];
}

/** What was settled after an instant, an hour. */
function carryIn(
  { settledAtMs, rates }: SettlementColumns,
  fromMs: number,
  toMs: number,
  knownToMs: number,
): number | undefined {
  if (toMs > knownToMs) return undefined;
  let total = 0;
  for (
    let i = lastAtOrBefore(settledAtMs, fromMs) + 1;
    (settledAtMs[i] ?? Infinity) <= toMs;
    i += 1
  ) {
    total += Number(rates[i]);
  }
  return total / ((toMs - fromMs) / HOUR_MS);
}

/** The spread against other exchanges, as their settlements are published. */
class Spreads {
  private readonly streams: {
    readonly venue: string;
    readonly funding: SettlementColumns;
    next: number;
  }[];
  private spread: VenueSpread | undefined;

  constructor(
    private readonly history: MarketHistory,
    elsewhere: readonly ElsewhereSettled[],
    private readonly delayMs: number,
  ) {
    const own = { venue: history.venue, funding: history.funding };
    const all = elsewhere.length === 0 ? [] : [own, ...elsewhere];
    this.streams = all.map((one) => ({ ...one, next: 1 }));
  }

  at(nowMs: number): number | undefined {
    for (const stream of this.streams) {
      const { venue, funding } = stream;
      const { settledAtMs, stampedAtMs, rates } = funding;
      for (;;) {
        const [settledMs, stampedMs] = [settledAtMs[stream.next], stampedAtMs[stream.next]];
        const beforeMs = settledAtMs[stream.next - 1];
        if (settledMs === undefined || stampedMs === undefined || beforeMs === undefined) break;
        if (Math.max(settledMs, stampedMs) + this.delayMs > nowMs) break;
        const hours = (settledMs - beforeMs) / HOUR_MS;
        const row = { settledAtMs: settledMs, rate: Number(rates[stream.next]), hours };
        this.spread = spreadStep(this.spread, venue, row);
        stream.next += 1;
      }
    }
    return this.spread && spreadOf(this.spread, this.history.venue);
  }
}
