import type { DataState } from '@fullcarry/contracts/facts/data-progress-v1';
import { lacksHistory } from '@fullcarry/domain/completeness/plan';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Prover } from './prover.js';
import { pageMs } from '../plan/page-ms.js';
import type { BoardSeries } from '../plan/series-board.js';

/**
 * `ready` when every series is proven, `fetching` while some history is still asked for, else `degraded`.
 * `open`: how many windows each series is to be asked for now.
 */
export function dataState(
  board: readonly BoardSeries[],
  open: ReadonlyMap<number, number>,
  { prover, exchange }: { readonly prover: Prover; readonly exchange: Exchange },
): DataState {
  if (board.length === 0) return 'degraded';
  const isReady = board.every((one) => prover.certificate(one)?.missing === 0);
  if (isReady) return 'ready';
  const isHistory = board.some((one) => {
    if (!open.has(one.series.id)) return false;
    if (prover.certificate(one) === undefined) return true;
    return lacksHistory(one, pageMs(one, exchange));
  });
  return isHistory ? 'fetching' : 'degraded';
}
