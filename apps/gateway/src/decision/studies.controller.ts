import { signalStudyV1, strategyStudyV1 } from '@fullcarry/contracts/backtest/study-v1';
import { StudiesRoute } from '@fullcarry/contracts/http/backtest/studies-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { StudyStore, type StoredStudy } from '@fullcarry/history/backtest/study-store';
import { Controller } from '@nestjs/common';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';

/** The newest stored studies; nothing is judged here. */
@Controller()
export class StudiesController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(StudiesRoute)
  studies(_: Asked<typeof StudiesRoute>): Promise<ReplyOf<typeof StudiesRoute>> {
    return this.run.read(async (database) => {
      const store = new StudyStore(database);
      const signals = await store.newest('signals');
      const strategies = await store.newest('strategies');
      return {
        signals: signals
          ? { ...headOf(signals), study: signalStudyV1.parse(JSON.parse(signals.document)) }
          : null,
        strategies: strategies
          ? { ...headOf(strategies), study: strategyStudyV1.parse(JSON.parse(strategies.document)) }
          : null,
      };
    });
  }
}

function headOf({ sha256, createdAtMs, venue }: StoredStudy) {
  return { sha256, createdAtMs, venue };
}
