import { CycleRoute, CyclesRoute } from '@fullcarry/contracts/http/desk/cycles-route';
import { DeskRoute } from '@fullcarry/contracts/http/desk/desk-route';
import { EquityRoute } from '@fullcarry/contracts/http/desk/equity-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { OpportunitiesRoute } from '@fullcarry/contracts/http/market/opportunities-route';
import { PositionRoute, PositionsRoute } from '@fullcarry/contracts/http/desk/positions-route';
import { positionView } from '@fullcarry/contracts/desk/position-view';
import { DeskCurveStore } from '@fullcarry/history/desk/desk-curve-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { Controller } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { HttpFault, wrongInput } from '../http/http-fault.js';
import { Serves } from '../http/serves.js';
import { cycleOf } from './cycle-of.js';
import { equityCsv, tradesCsv } from './desk-csv.js';
import { fillView } from './fill-view.js';
import { deskNow } from './desk-now.js';
import { opportunities } from './opportunities.js';
import { opportunitiesCsv } from './opportunities-csv.js';

const MOST_PAYMENTS = 2_000;

/** What the desk does and did. */
@Controller()
export class DeskController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(DeskRoute)
  async desk(_: Asked<typeof DeskRoute>): Promise<ReplyOf<typeof DeskRoute>> {
    const current = deskNow(this.run);
    if (!current.status) this.run.connectedBus();
    return current;
  }

  @Serves(OpportunitiesRoute)
  async opportunities(
    { query }: Asked<typeof OpportunitiesRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof OpportunitiesRoute> | string> {
    const { cycle, rates } = this.run.facts.latest;
    if (!cycle) this.run.connectedBus();
    const found = opportunities(cycle?.fact, rates?.fact);
    if (query.format === 'csv') {
      return opportunitiesCsv(response, this.run.exchange, this.source, found);
    }
    return found;
  }

  @Serves(PositionsRoute)
  positions(
    { query }: Asked<typeof PositionsRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof PositionsRoute> | string> {
    const { state, limit, beforeId } = query;
    return this.stored(async (store) => {
      const found = await store.positions({ before: beforeId, limit, which: state });
      if (query.format === 'csv') {
        return tradesCsv(response, this.run.exchange, this.source, found.map(positionView));
      }
      return {
        total: await store.countPositions(state),
        positions: found.map(positionView),
        nextBeforeId: found.length === limit ? (found.at(-1)?.id ?? null) : null,
      };
    });
  }

  @Serves(PositionRoute)
  position({ params }: Asked<typeof PositionRoute>): Promise<ReplyOf<typeof PositionRoute>> {
    return this.stored(async (store) => {
      const found = await store.position(params.id);
      if (!found) throw new HttpFault(404, `There is no position ${params.id}`);
      const payments = await store.fundingPayments(found.id);
      return {
        position: positionView(found),
        fills: (await store.fills(found.id)).map((fill) => fillView(fill, found.legs[fill.leg])),
        payments: payments.toReversed().slice(0, MOST_PAYMENTS),
      };
    });
  }

  @Serves(CyclesRoute)
  cycles({ query }: Asked<typeof CyclesRoute>): Promise<ReplyOf<typeof CyclesRoute>> {
    const { limit, beforeNumber } = query;
    return this.stored(async (_, curve) => {
      const found = await curve.cycles({ before: beforeNumber, limit });
      return {
        cycles: found.map((stored) => {
          const { markets: _markets, ...summary } = cycleOf(stored);
          return summary;
        }),
        nextBeforeNumber: found.length === limit ? (found.at(-1)?.number ?? null) : null,
      };
    });
  }

  @Serves(CycleRoute)
  cycle({ params }: Asked<typeof CycleRoute>): Promise<ReplyOf<typeof CycleRoute>> {
    return this.stored(async (_, curve) => {
      const [newest] = await curve.cycles({ before: params.number + 1, limit: 1 });
      if (newest?.number !== params.number) {
        throw new HttpFault(404, `There is no cycle ${params.number}`);
      }
      return cycleOf(newest);
    });
  }

  @Serves(EquityRoute)
  equity(
    { query }: Asked<typeof EquityRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof EquityRoute> | string> {
    const window = { fromMs: query.fromMs ?? 0, toMs: query.toMs ?? Number.MAX_SAFE_INTEGER };
    if (window.fromMs >= window.toMs)
      throw wrongInput('toMs', 'the window must end after it begins');
    return this.stored(async (store, curve) => {
      const startingEquityUsdt = await store.startingEquityUsdt();
      const stored =
        startingEquityUsdt === undefined ? [] : await curve.equityPoints(window, query.points);
      const points = stored.map(({ cycle: _cycle, ...point }) => ({
        ...point,
        startingEquityUsdt: startingEquityUsdt ?? '0',
      }));
      return query.format === 'csv'
        ? equityCsv(response, this.run.exchange, this.source, points)
        : { points };
    });
  }

  /** Where the desk's market data comes from, as it was last published. */
  private get source(): string {
    const { desk, rates } = this.run.facts.latest;
    return desk?.fact.source ?? rates?.fact.source ?? 'unknown';
  }

  private stored<Result>(
    work: (store: DeskStore, curve: DeskCurveStore) => Promise<Result>,
  ): Promise<Result> {
    const { exchange } = this.run;
    return this.run.read((database) =>
      work(new DeskStore(database, exchange), new DeskCurveStore(database, exchange)),
    );
  }
}
