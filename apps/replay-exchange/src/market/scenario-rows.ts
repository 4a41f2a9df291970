import { HOUR_MS, MINUTE_MS, floorTo } from '../clock/durations.js';
import type { RecordedCandle, RecordedSettlement } from '../recording/recorded-rows.js';
import { isNamed, type MarketSpec } from '../recording/market-manifest.js';
import type { ShiftedRecording } from '../recording/shifted-recording.js';
import type { Scenario } from './scenario.js';

/** One market's rows, and its end, once a scenario has been laid over the recording. */
export interface ScenarioRows {
  readonly candles: readonly RecordedCandle[];
  readonly settlements: readonly RecordedSettlement[];
  readonly delistedAtMs: number | undefined;
}

export function layScenario(recording: ShiftedRecording, scenario: Scenario): ScenarioRows {
  const { spec } = recording;
  const delistedAtMs = delistingOf(recording, scenario);
  const endMs = delistedAtMs ?? Infinity;
  const lackedCandles = lackedBy(scenario, spec, 'candles');
  const lackedSettlements = lackedBy(scenario, spec, 'funding');
  return {
    candles: recording.candles
      .filter((row) => row.openAtMs < endMs && !lackedCandles.has(row.openAtMs))
      .map((row) => revised(row, spec, scenario)),
    settlements: recording.settlements.filter(
      ({ stampMs }) =>
        floorTo(stampMs, MINUTE_MS) <= endMs && !lackedSettlements.has(floorTo(stampMs, MINUTE_MS)),
    ),
    delistedAtMs,
  };
}

function delistingOf(recording: ShiftedRecording, scenario: Scenario): number | undefined {
  const { spec, toMs } = recording;
  const asked = scenario.delist.find((one) => isNamed(spec, one.symbol));
  if (asked) return floorTo(asked.at, HOUR_MS);
  return spec.role === 'closed' ? toMs : spec.deliveryAtMs;
}

function lackedBy(scenario: Scenario, spec: MarketSpec, kind: 'candles' | 'funding'): Set<number> {
  return new Set(
    scenario.lacking
      .filter((one) => isNamed(spec, one.symbol) && one.kind === kind)
      .flatMap((one) => one.at),
  );
}

function revised(row: RecordedCandle, spec: MarketSpec, scenario: Scenario): RecordedCandle {
  const revision = scenario.revisions.find(
    (one) => isNamed(spec, one.symbol) && one.openAt === row.openAtMs,
  );
  if (!revision) return row;
  return {
    openAtMs: row.openAtMs,
    open: revision.open ?? row.open,
    high: revision.high ?? row.high,
    low: revision.low ?? row.low,
    close: revision.close ?? row.close,
    volume: revision.volume ?? row.volume,
    turnover: revision.turnover ?? row.turnover,
  };
}
