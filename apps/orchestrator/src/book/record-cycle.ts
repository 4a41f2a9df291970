import type { DeskCycle, MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { exact } from '@fullcarry/domain/desk/book/exact';
import type { Ledger } from '@fullcarry/domain/desk/book/ledger';
import { percent } from '@fullcarry/domain/desk/decide/verdict';
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
  const peakEquityUsdt = higher(desk.peakEquityUsdt, ledger.equityUsdt);
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

function higher(a: string, b: string): string {
  return exact(a).gte(exact(b)) ? a : b;
}

/** How far equity is below its peak, a fraction of the peak, ≥ 0. */
export function drawdownOf({ equityUsdt }: Pick<Ledger, 'equityUsdt'>, peakEquityUsdt: string) {
  const peak = Number(peakEquityUsdt);
  return Math.max(0, (peak - Number(equityUsdt)) / peak);
}

function tooDeep(ledger: Ledger, peakEquityUsdt: string, maxDrawdown: number): string | undefined {
  const drawdown = drawdownOf(ledger, peakEquityUsdt);
  return drawdown > maxDrawdown
    ? `Equity fell by ${percent(drawdown)} from its peak, more than ${percent(maxDrawdown)}: the desk pauses`
    : undefined;
}
