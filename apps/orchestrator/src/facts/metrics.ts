import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import {
  deskConcern,
  deskState,
  type DeskConcern,
  type DeskState,
  type DeskStatus,
} from '@fullcarry/contracts/facts/desk-status-v1';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { RatesMonitor } from '../observe/rates-monitor.js';

/** What Prometheus reads of the desk. Amounts in USDT. */
export class DeskMetrics {
  private readonly duration = new Histogram({
    name: 'fullcarry_desk_cycle_duration_seconds',
    help: 'How long a cycle took',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  });
  private readonly warnings = new Counter({
    name: 'fullcarry_desk_cycle_warnings_total',
    help: 'What went wrong in a cycle without ending it',
  });
  private readonly refused = new Counter({
    name: 'fullcarry_desk_orders_refused_total',
    help: 'Markets that a cycle did not open, by the one reason for each',
    labelNames: ['reason'],
  });
  private readonly commandsFailed = new Counter({
    name: 'fullcarry_desk_control_orders_refused_total',
    help: 'Orders of people that were refused, by the kind of order',
    labelNames: ['order'],
  });
  private readonly open = new Gauge({
    name: 'fullcarry_desk_open_positions',
    help: 'Positions that are opening, open or closing',
  });
  private readonly concerns = new Gauge({
    name: 'fullcarry_desk_concerns',
    help: 'What of the active desk needs a person’s eyes, by kind: how many markets, or 1 of the whole desk',
    labelNames: ['kind'],
  });
  private readonly exposure = new Gauge({
    name: 'fullcarry_desk_exposure_usdt',
    help: 'Notional of the short legs',
  });
  private readonly equity = new Gauge({
    name: 'fullcarry_desk_equity_usdt',
    help: 'Cash and both legs at their prices now',
  });
  private readonly pnl = new Gauge({
    name: 'fullcarry_desk_pnl_usdt',
    help: 'Profit and loss since the start by part; earned is positive, fees are negative',
    labelNames: ['part'],
  });
  private readonly active = new Gauge({
    name: 'fullcarry_desk_active',
    help: '1 when this orchestrator holds the lease, 0 when it stands by',
  });
  private readonly state = new Gauge({
    name: 'fullcarry_desk_state',
    help: '1 for the state in which the desk is',
    labelNames: ['state'],
  });

  constructor(monitor: RatesMonitor) {
    new Gauge({
      name: 'fullcarry_rates_age_seconds',
      help: 'Since the last poll that brought rates; no value before the first',
      collect() {
        const ageMs = monitor.ageMs();
        if (Number.isFinite(ageMs)) this.set(ageMs / 1_000);
      },
    });
    this.standby();
  }

  cycle({ durationMs, warnings, markets }: DeskCycle): void {
    this.duration.observe(durationMs / 1_000);
    this.warnings.inc(warnings.length);
    for (const { action, reasonCode } of markets) {
      if (action === 'passed') this.refused.inc({ reason: reasonCode });
    }
  }

  status({ state, openPositions, exposureUsdt, ledger, concerns = [] }: DeskStatus): void {
    this.active.set(state === 'standby' ? 0 : 1);
    this.stands(state);
    this.open.set(openPositions);
    this.exposure.set(Number(exposureUsdt));
    this.equity.set(Number(ledger.equityUsdt));
    this.pnl.set({ part: 'realised' }, Number(ledger.realisedUsdt));
    this.pnl.set({ part: 'unrealised' }, Number(ledger.unrealisedUsdt));
    this.pnl.set({ part: 'funding' }, Number(ledger.fundingUsdt));
    this.pnl.set({ part: 'fees' }, -Number(ledger.feesUsdt));
    this.concerned(concerns);
  }

  standby(): void {
    this.concerned([]);
    this.active.set(0);
    this.stands('standby');
  }

  commandRefused(order: string): void {
    this.commandsFailed.inc({ order });
  }

  private concerned(concerns: readonly DeskConcern[]): void {
    for (const kind of deskConcern.shape.kind.options) {
      this.concerns.set({ kind }, concerns.filter((one) => one.kind === kind).length);
    }
  }

  private stands(now: DeskState): void {
    for (const state of deskState.options) this.state.set({ state }, state === now ? 1 : 0);
  }
}
