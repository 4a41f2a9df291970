import { randomBytes } from 'node:crypto';
import { deskRun } from '@fullcarry/domain/desk/trade/leg-order';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { DeskCurveStore } from '@fullcarry/history/desk/desk-curve-store';
import { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { PositionLedgerStore } from '@fullcarry/history/desk/position-ledger-store';
import { bookNow } from '../book/account.js';
import { DeskModes } from '../modes/desk-modes.js';
import type { DeskOptions, DeskVenue } from './desk-options.js';
import { LeasedExecutor } from '../trade/leased-executor.js';
import type { LegExecutor } from '@fullcarry/domain/desk/perform/leg-executor';
import type { TraderParts } from '@fullcarry/domain/desk/perform/trader-parts';
import { MarketObserver } from '../observe/observe-markets.js';
import { PaperAccount } from '../trade/paper-account.js';
import { PaperExecutor } from '../trade/paper-executor.js';
import { PositionTrader } from '@fullcarry/domain/desk/perform/position-trader';

/** What a desk reads, writes, sees and trades with. */
export interface DeskTools {
  readonly reads: DeskStore;
  readonly curve: DeskCurveStore;
  readonly writes: DeskLedgerStore;
  readonly positions: PositionLedgerStore;
  readonly executor: LegExecutor;
  readonly trader: PositionTrader;
  readonly modes: DeskModes;
  readonly observer: MarketObserver;
  /** Those that it trades on, by their ids. */
  readonly exchanges: ReadonlyMap<string, Exchange>;
}

export function deskTools(options: DeskOptions, changed: TraderParts['changed']): DeskTools {
  const { exchange, database, timeframe, historyEnabled, around, elsewhere, recorder } = options;
  const lease = {
    exchange: exchange.id,
    epoch: options.leaseEpoch,
    instance: options.instance,
  };
  const reads = new DeskStore(database, exchange.id);
  const writes = new DeskLedgerStore(database, lease);
  const positions = new PositionLedgerStore(database, lease);
  const own: DeskVenue = {
    exchange,
    rates: () => around.rates(),
    unprovenBecause: (symbol, instrument) => around.unprovenBecause(symbol, instrument),
  };
  const exchanges = new Map([own, ...elsewhere].map((one) => [one.exchange.id, one.exchange]));
  const paper = new PaperExecutor(exchanges, new PaperAccount(() => bookNow(reads)), recorder);
  const executor = new LeasedExecutor(paper, around.isLeaseHeld, lease.epoch);
  const exchangeTimeMs = async () => {
    const atMs = await exchange.serverTimeMs();
    recorder?.answered({ kind: 'time', atMs });
    return atMs;
  };
  const [first = 0, second = 0] = randomBytes(2);
  const run = deskRun(Date.now(), [first, second]);
  return {
    reads,
    curve: new DeskCurveStore(database, exchange.id),
    writes,
    positions,
    executor,
    trader: new PositionTrader({
      reads,
      writes: positions,
      executor,
      exchangeTimeMs,
      ownTimeMs: Date.now,
      run,
      changed,
    }),
    modes: new DeskModes(reads, writes),
    observer: new MarketObserver(
      ...([database, own, elsewhere, timeframe, historyEnabled, recorder] as const),
    ),
    exchanges,
  };
}
