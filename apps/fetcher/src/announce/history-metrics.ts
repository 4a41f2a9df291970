import { dataState, type DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { Gauge } from 'prom-client';

const labelNames = ['exchange'];

const state = new Gauge({
  name: 'fullcarry_history_state',
  help: '1 for the state that the history is in, 0 for the others',
  labelNames: [...labelNames, 'state'],
});
const rowsWanted = new Gauge({
  name: 'fullcarry_history_rows_wanted',
  help: 'Rows expected in the look-back of the tracked markets; funding is an estimate at first',
  labelNames,
});
const rowsMissing = new Gauge({
  name: 'fullcarry_history_rows_missing',
  help: 'Rows of those that are not proven yet',
  labelNames,
});
const pairs = new Gauge({
  name: 'fullcarry_history_pairs',
  help: 'Tracked markets',
  labelNames,
});
const pairsUnproven = new Gauge({
  name: 'fullcarry_history_pairs_unproven',
  help: 'Tracked markets with a row that is not proven yet',
  labelNames,
});
const rowsPerSecond = new Gauge({
  name: 'fullcarry_history_rows_per_second',
  help: 'Rows stored per second while the history is being fetched',
  labelNames,
});

/** What the last `data.progress` says, for Prometheus. */
export function measureHistory(progress: DataProgress): void {
  const { exchange } = progress;
  for (const one of dataState.options) {
    state.set({ exchange, state: one }, one === progress.state ? 1 : 0);
  }
  rowsWanted.set({ exchange }, progress.rowsTotal);
  rowsMissing.set({ exchange }, Math.max(progress.rowsTotal - progress.rowsDone, 0));
  pairs.set({ exchange }, progress.pairsTotal);
  pairsUnproven.set({ exchange }, progress.pairsTotal - progress.pairsDone);
  rowsPerSecond.set({ exchange }, progress.state === 'fetching' ? progress.rowsPerSecond : 0);
}
