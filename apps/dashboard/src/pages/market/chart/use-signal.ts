import {
  MOST_SIGNAL_DAYS,
  SignalHistoryRoute,
} from '@fullcarry/contracts/http/market/signal-history-route';
import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../../../api/ask.js';
import { useAddress } from '../../../ui/form/use-address.js';
import type { MarketName } from '../use-market.js';

const NOTHING = 'nothing';
const YEAR_HOURS = 8_760;

/** How each signal is drawn: `factor` makes what is shown of what is published. */
const LINES = {
  level: { text: 'Percentile of 90 days', factor: 100, unit: '%', digits: 0, least: 20 },
  trend: { text: 'Trend, a year', factor: 100 * YEAR_HOURS, unit: '%', digits: 2, least: 1 },
  slope: { text: 'Slope, a year a day', factor: 100 * YEAR_HOURS, unit: '%', digits: 2, least: 1 },
  persistence: { text: 'Persistence', factor: 100, unit: '%', digits: 0, least: 20 },
  basisScore: { text: 'Basis, deviations', factor: 1, unit: '', digits: 2, least: 1 },
  turnoverTrend: { text: 'Turnover trend', factor: 100, unit: '%', digits: 0, least: 20 },
} as const;

type LineName = keyof typeof LINES;

/** One signal as a line below the chart; what is not known is no point of it. */
export interface SignalLine {
  readonly text: string;
  readonly unit: string;
  readonly digits: number;
  /** The axis spans at least so much. */
  readonly least: number;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

/** Which signal is drawn; it stands in the address. */
export interface SignalChoice {
  readonly chosen: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly choose: (signal: string) => void;
  /** Undefined while nothing is chosen, it is not there yet, or is not proven. */
  readonly line: SignalLine | undefined;
  /** Why there is none although one is chosen; undefined where there is. */
  readonly missing: string | undefined;
}

const OPTIONS: readonly (readonly [string, string])[] = [
  [NOTHING, 'nothing'],
  ...Object.entries(LINES).map(([name, { text }]) => [name, text] as const),
];

export function useSignal(market: MarketName, shown: TimeWindow): SignalChoice {
  const [asked, choose] = useAddress('signal', 'level');
  const name = isLine(asked) ? asked : undefined;
  const { toMs } = shown;
  const fromMs = Math.max(shown.fromMs, toMs - MOST_SIGNAL_DAYS * DAY_MS);
  const { data, error } = useQuery({
    queryKey: ['history', 'signal-history', market, fromMs, toMs],
    queryFn: ({ signal }) =>
      ask(SignalHistoryRoute, { signal, query: { ...market, fromMs, toMs } }),
    enabled: name !== undefined,
    placeholderData: (before) => before,
  });
  const line = useMemo(() => name && data && lineOf(name, data.points), [name, data]);
  const isSome = line !== undefined && line.points.length > 0;
  const missing = isSome || name === undefined ? undefined : (data?.unproven ?? error?.message);
  return {
    chosen: name ?? NOTHING,
    options: OPTIONS,
    choose,
    line: isSome ? line : undefined,
    missing,
  };
}

function isLine(text: string): text is LineName {
  return text in LINES;
}

type PublishedSignal = Readonly<Record<LineName, number | null>> & { readonly settledAtMs: number };

function lineOf(name: LineName, published: readonly PublishedSignal[]): SignalLine {
  const { factor, ...style } = LINES[name];
  return {
    ...style,
    points: published.flatMap((point) => {
      const value = point[name];
      return value === null ? [] : [{ atMs: point.settledAtMs, value: value * factor }];
    }),
  };
}
