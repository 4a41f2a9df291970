import { MarketResultRoute } from '@fullcarry/contracts/http/backtest/market-result-route';
import { DecisionRoute } from '@fullcarry/contracts/http/desk/decision-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { DeskExplainCommandV1 } from '@fullcarry/contracts/commands/desk-explain-command-v1';
import { Controller } from '@nestjs/common';
import { BacktestBoard } from '../backtests/backtest-board.js';
import { RowsProofs, type ReadDatabase } from '../backtests/rows-proofs.js';
import { sendCommand } from '../desk/send-command.js';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { HttpFault } from '../http/http-fault.js';
import { Serves } from '../http/serves.js';
import { SharedRead } from '../store/shared-read.js';
import { UnavailableError } from '../unavailable-error.js';
import { MarketResults } from './market-results.js';

type Explained = ReplyOf<typeof DecisionRoute>;

/** The desk looks at all of its markets for an answer; who asks within this gets the same one. */
const SHARED_MS = 2_000;
const ANSWER_TIMEOUT_MS = 10_000;

/** Names that were asked for lately; a name is what somebody typed. */
const MOST_NAMES = 100;

/** Whether one market should be traded now: what the desk says, and what a backtest of it came to. */
@Controller()
export class DecisionController {
  private readonly explained = new Map<string, SharedRead<Explained | null>>();
  private readonly results: MarketResults;

  constructor(private readonly run: GatewayRun) {
    const read: ReadDatabase = (work) => run.read(work);
    this.results = new MarketResults(read, new BacktestBoard(read, new RowsProofs(read)));
  }

  @Serves(DecisionRoute)
  async decision({ query: { market } }: Asked<typeof DecisionRoute>): Promise<Explained> {
    const known = this.explained.get(market);
    const shared = known ?? new SharedRead(() => this.ask(market), SHARED_MS);
    this.explained.delete(market);
    this.explained.set(market, shared);
    for (const oldest of this.explained.keys()) {
      if (this.explained.size <= MOST_NAMES) break;
      this.explained.delete(oldest);
    }
    const found = await shared.get();
    if (found) return found;
    throw new HttpFault(404, `The desk looks at no market ${market} now`);
  }

  @Serves(MarketResultRoute)
  marketResult({
    query,
  }: Asked<typeof MarketResultRoute>): Promise<ReplyOf<typeof MarketResultRoute>> {
    return this.results.newestOf(this.run.view(query.exchange).exchange, query.symbol);
  }

  private async ask(market: string): Promise<Explained | null> {
    try {
      const asked = { v: 1, market } as const;
      const reply = await sendCommand(
        this.run.connectedBus(),
        DeskExplainCommandV1,
        asked,
        ANSWER_TIMEOUT_MS,
      );
      return reply.market;
    } catch (error) {
      // A question is never refused for what it asks: the desk is not ready to answer.
      if (error instanceof HttpFault && error.status === 409) {
        throw new UnavailableError('desk', error.message, { cause: error });
      }
      throw error;
    }
  }
}
