import type { SyncReply } from '@fullcarry/contracts/commands/data-sync-command-v1';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { CycleRecorder } from '../record/cycle-recorder.js';
import type { Term } from '@fullcarry/platform/budget/term';
import { askSync } from '../observe/ask-sync.js';
import { Desk } from './desk.js';
import type { DeskParts } from './desk-parts.js';

/**
 * Opens the desk among what stands around it in this process. Errors: as `Desk.open`.
 *
 * `ended`: the term is over, or the service stops.
 */
function openDesk(
  parts: DeskParts,
  lease: { readonly term: Term; readonly ended: AbortSignal; readonly leaseEpoch: number },
): Promise<Desk> {
  const { exchange, database, config } = parts;
  return Desk.open({
    exchange,
    database,
    timeframe: config.HISTORICAL_TIMEFRAME,
    historyEnabled: config.HISTORICAL_ENABLED,
    startingEquityUsdt: config.PAPER_EQUITY_USDT,
    elsewhere: parts.elsewhere,
    instance: parts.instance,
    leaseEpoch: lease.leaseEpoch,
    recorder:
      config.DESK_RECORDING === undefined
        ? undefined
        : new CycleRecorder(exchange.id, config.DESK_RECORDING, parts.logger),
    around: {
      isLeaseHeld: () => lease.term.isHeld,
      rates: () => parts.monitor.now(),
      unprovenBecause: (symbol, instrument) => parts.readiness.unprovenBecause(symbol, instrument),
      syncData: () => (config.HISTORICAL_ENABLED ? syncAll(parts, lease.ended) : nothingToSync()),
      cycleRecorded: (report) => {
        parts.facts.cycle(report);
        parts.metrics.cycle(report);
        void publishSignals(parts, lease);
      },
      positionChanged: (change) => {
        parts.facts.position(change);
        parts.alerts.positionChanged(change);
      },
    },
    logger: parts.logger,
  });
}

/** Opens the desk under a lease that is newer than all before; undefined when the term is over by then. */
export async function openNext(
  parts: DeskParts,
  term: Term,
  ended: AbortSignal,
  isOn: () => boolean,
): Promise<Desk | undefined> {
  const stored = await new DeskStore(parts.database, parts.exchange.id).desk();
  if (!isOn()) return undefined;
  const desk = await openDesk(parts, { term, ended, leaseEpoch: (stored?.epoch ?? 0) + 1 });
  parts.logger.info({ instance: parts.instance }, 'The desk is open');
  return desk;
}

/** No cycle waits for them, and none ends because they could not be published. */
async function publishSignals(
  { signals, logger }: DeskParts,
  { term, ended }: { readonly term: Term; readonly ended: AbortSignal },
): Promise<void> {
  try {
    for (const publisher of signals)
      await publisher.publishWhenDue(() => term.isHeld && !ended.aborted);
  } catch (error) {
    if (!ended.aborted) logger.warn({ err: error }, 'The signals could not be told, trying again');
  }
}

/** Of every exchange that is traded on. */
async function syncAll(
  { bus, exchange, elsewhere }: DeskParts,
  ended: AbortSignal,
): Promise<SyncReply> {
  const ids = [exchange.id, ...elsewhere.map((one) => one.exchange.id)];
  const replies = await Promise.all(ids.map((id) => askSync(bus, id, ended)));
  return {
    v: 1,
    syncedAtMs: Math.min(...replies.map(({ syncedAtMs }) => syncedAtMs)),
    rowsAdded: replies.reduce((total, { rowsAdded }) => total + rowsAdded, 0),
    marketsFailed: replies.flatMap(({ marketsFailed }) => marketsFailed),
  };
}

function nothingToSync(): Promise<SyncReply> {
  return Promise.resolve({ v: 1, syncedAtMs: Date.now(), rowsAdded: 0, marketsFailed: [] });
}
