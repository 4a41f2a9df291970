import { BacktestDecisionsRoute } from '@fullcarry/contracts/http/backtest/backtest-route';
import {
  BacktestCancelRoute,
  BacktestRunRoute,
  BacktestRunStateRoute,
} from '@fullcarry/contracts/http/backtest/backtest-run-routes';
import { SweepRunRoute } from '@fullcarry/contracts/http/backtest/sweep-routes';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  BacktestCancelCommandV1,
  BacktestDecisionsCommandV1,
  BacktestRunCommandV1,
  BacktestSweepCommandV1,
} from '@fullcarry/contracts/commands/backtest-commands-v1';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { sendCommand, type Command } from '../desk/send-command.js';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { HttpFault } from '../http/http-fault.js';
import { Serves } from '../http/serves.js';
import { backtestRunState } from './backtest-run-state.js';
import { documentByHash } from './document-by-hash.js';

const ANSWER_TIMEOUT_MS = 10_000;

/** Until a run was played again: a year of 20 markets takes some seconds, and others may use the cores. */
const PLAYED_MS = 60_000;

/** Asks for backtests and sweeps, which backtesters run; what comes of them is read where results are. */
@Controller()
export class BacktestRunsController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(BacktestRunRoute)
  async ask({ body }: Asked<typeof BacktestRunRoute>): Promise<ReplyOf<typeof BacktestRunRoute>> {
    const { v: _, ...reply } = await this.command(BacktestRunCommandV1, { v: 1, wish: body });
    return reply;
  }

  @Serves(SweepRunRoute)
  async askSweep({ body }: Asked<typeof SweepRunRoute>): Promise<ReplyOf<typeof SweepRunRoute>> {
    const { v: _, ...reply } = await this.command(BacktestSweepCommandV1, { v: 1, wish: body });
    return reply;
  }

  @Serves(BacktestDecisionsRoute)
  async decisions({
    params: { hash },
    body: { fromMs, most },
  }: Asked<typeof BacktestDecisionsRoute>): Promise<ReplyOf<typeof BacktestDecisionsRoute>> {
    const { sha256 } = await this.run.read((database) =>
      documentByHash(new BacktestStore(database), hash, 'result'),
    );
    const ask = { v: 1, sha256, fromMs, most } as const;
    const bus = this.run.connectedBus();
    const { v: _, ...reply } = await sendCommand(
      bus,
      BacktestDecisionsCommandV1,
      ask,
      PLAYED_MS,
      'backtester',
    );
    return reply;
  }

  @Serves(BacktestRunStateRoute)
  async state({
    params: { id },
  }: Asked<typeof BacktestRunStateRoute>): Promise<ReplyOf<typeof BacktestRunStateRoute>> {
    const last = await backtestRunState(this.run.connectedBus(), id, Date.now());
    if (!last) throw new HttpFault(404, `No backtest of that id was asked in the last week: ${id}`);
    const { v: _, ...state } = last;
    return state;
  }

  @Serves(BacktestCancelRoute)
  async cancel({
    params: { id },
  }: Asked<typeof BacktestCancelRoute>): Promise<ReplyOf<typeof BacktestCancelRoute>> {
    const { v: _, ...reply } = await this.command(BacktestCancelCommandV1, { v: 1, id });
    return reply;
  }

  private command<Ask, Reply extends z.ZodType>(
    command: Command<Ask, Reply>,
    ask: Ask,
  ): Promise<z.output<Reply>> {
    return sendCommand(this.run.connectedBus(), command, ask, ANSWER_TIMEOUT_MS, 'backtester');
  }
}
