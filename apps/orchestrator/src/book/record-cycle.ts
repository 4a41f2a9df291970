import type { DeskCycle, MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { higherEquity, tooDeep } from '@fullcarry/domain/desk/modes/drawdown';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import { currentLedger, storedDesk } from './account.js';

export interface CycleToRecord {
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly warnings: string[];
  readonly rowsSynced: number | null;
  readonly markets: MarketVerdict[];
  readonly maxDrawdown: number;
}

/**
 * Reconciles the ledger and stores the report with its point of the equity curve. A drawdown past the limit
 * pauses the desk in the same transaction.
 *
 * Errors: LedgerError when the ledger does not add up; nothing is stored.
 */
export async function recordCycle(
  parts: {
    readonly exchange: Exchange;
    readonly reads: DeskStore;
    readonly writes: DeskLedgerStore;
  },
  cycle: CycleToRecord,
): Promise<DeskCycle> {
  const { exchange, reads, writes } = parts;
  const { maxDrawdown, markets, ...rest } = cycle;
  const ledger = await currentLedger(reads);
  const desk = await storedDesk(reads);
  const peakEquityUsdt = higherEquity(desk.peakEquityUsdt, ledger.equityUsdt);
  const pausedBecause = tooDeep(ledger, peakEquityUsdt, maxDrawdown);
  const many = (action: MarketVerdict['action']) =>
    markets.filter((market) => market.action === action).length;
  const report: DeskCycle = {
    v: 1,
    number: desk.lastCycle + 1,
    exchange: exchange.id,
    source: exchange.source(),
    ...rest,
    warnings: pausedBecause === undefined ? rest.warnings : [...rest.warnings, pausedBecause],
    opened: many('opened'),
    closed: many('closed'),
    held: many('held'),
    ledger,
    markets,
  };
  await writes.saveCycle({
    number: report.number,
    startedAtMs: report.startedAtMs,
    report: JSON.stringify(report),
    ledger,
    peakEquityUsdt,
    pausedBecause: desk.mode === 'running' ? pausedBecause : undefined,
  });
  return report;
}
