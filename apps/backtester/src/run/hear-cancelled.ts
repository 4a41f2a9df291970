import { BacktestCancelledV1 } from '@fullcarry/contracts/commands/backtest-commands-v1';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { parseJson } from '@fullcarry/platform/service/parse-json';

/** Hears which backtests were given up, until the connection is closed. */
export async function hearCancelled(bus: Bus, cancelled: (id: string) => void): Promise<void> {
  for await (const message of bus.connection.subscribe(BacktestCancelledV1.subject)) {
    const fact = BacktestCancelledV1.schema.safeParse(parseJson(message.string()));
    if (fact.success) cancelled(fact.data.id);
  }
}
