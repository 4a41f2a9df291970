import type { SyncReply } from '@fullcarry/contracts/order-data-sync-v1';
import { missingRows, type TrackedSeries } from './tracked-series.js';

/** What a sync came to: the rows it added, and the markets that are not proven after it. */
export function syncReply(
  tracked: readonly TrackedSeries[],
  changed: readonly { readonly rowsAdded: number }[],
): SyncReply {
  const failed = tracked.filter((one) => missingRows(one, one.wanted) > 0);
  const symbols = new Set(failed.map((one) => one.series.market.symbol));
  return {
    v: 1,
    syncedAtMs: Date.now(),
    rowsAdded: changed.reduce((sum, one) => sum + one.rowsAdded, 0),
    marketsFailed: [...symbols].map((symbol) => ({ symbol, reason: 'its history is not proven' })),
  };
}
