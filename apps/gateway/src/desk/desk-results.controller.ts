import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { JournalRoute } from '@fullcarry/contracts/http/desk/journal-route';
import { StatisticsRoute } from '@fullcarry/contracts/http/desk/statistics-route';
import {
  earnedByDay,
  earnedByMarket,
  winsAndLosses,
  yieldOnCapital,
} from '@fullcarry/domain/desk/book/statistics';
import type { Database } from '@fullcarry/history/database/database';
import { DeskCurveStore } from '@fullcarry/history/desk/desk-curve-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { JournalStore } from '@fullcarry/history/desk/journal-store';
import { Controller } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { journal } from './journal.js';
import { journalCsv } from './journal-csv.js';

const MOST_DAYS = 400;

/** What came of the desk: its results, and what happened. */
@Controller()
export class DeskResultsController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(StatisticsRoute)
  statistics(_: Asked<typeof StatisticsRoute>): Promise<ReplyOf<typeof StatisticsRoute>> {
    return this.run.read((database) => statisticsOf(database, this.run.exchange));
  }

  @Serves(JournalRoute)
  journal(
    { query }: Asked<typeof JournalRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof JournalRoute> | string> {
    const { exchange } = this.run;
    return this.run.read(async (database) => {
      const reads = {
        journal: new JournalStore(database, exchange),
        desk: new DeskStore(database, exchange),
      };
      const page = { beforeMs: query.beforeMs ?? Number.MAX_SAFE_INTEGER, limit: query.limit };
      const found = await journal(reads, query.kind, page);
      if (query.format !== 'csv') return found;
      const { desk, rates } = this.run.facts.latest;
      const source = desk?.fact.source ?? rates?.fact.source ?? 'unknown';
      return journalCsv(response, exchange, source, found.entries);
    });
  }
}

async function statisticsOf(
  database: Database,
  exchange: string,
): Promise<ReplyOf<typeof StatisticsRoute>> {
  const store = new DeskStore(database, exchange);
  const curve = new DeskCurveStore(database, exchange);
  const startingEquityUsdt = (await store.startingEquityUsdt()) ?? '0';
  // One more than is shown, so that the first day shown has one before it.
  const lasts = await curve.lastPointsOfDays(MOST_DAYS + 1);
  const fromMs = await curve.firstPointAtMs();
  const last = lasts.at(-1);
  const positions = await store.allPositions();
  const { meanHoldingHours, ...counts } = winsAndLosses(positions);
  const equityUsdt = last?.equityUsdt ?? startingEquityUsdt;
  const elapsedMs = last && fromMs !== undefined ? last.atMs - fromMs : 0;
  return {
    fromMs: fromMs ?? null,
    toMs: last?.atMs ?? null,
    startingEquityUsdt,
    equityUsdt,
    yieldOnCapital: yieldOnCapital(startingEquityUsdt, equityUsdt, elapsedMs) ?? null,
    maxDrawdown: await curve.maxDrawdown(startingEquityUsdt),
    ...counts,
    meanHoldingHours: meanHoldingHours ?? null,
    days: earnedByDay(startingEquityUsdt, lasts).slice(-MOST_DAYS),
    markets: earnedByMarket(positions),
  };
}
