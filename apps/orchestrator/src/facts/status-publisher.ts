import type { DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import type { DeskView } from './desk-view.js';
import type { DeskParts } from '../desk/desk-parts.js';
import type { StateAndReason } from './desk-state.js';

/** The state is published again this often, for whoever only listens. */
const PUBLISH_AGAIN_MS = 10_000;

/** Publishes the desk's state when it is another one, and again every few seconds. */
export class StatusPublisher {
  private published = '';
  private publishedAtMs = -Infinity;

  constructor(private readonly parts: DeskParts) {}

  publish(view: DeskView, state: StateAndReason): void {
    const { facts, metrics, alerts } = this.parts;
    const status = this.statusOf(view, state);
    metrics.status(status);
    alerts.concerned(view.concerns);
    const text = JSON.stringify({ ...status, atMs: 0 });
    const nowMs = performance.now();
    if (text === this.published && nowMs - this.publishedAtMs < PUBLISH_AGAIN_MS) return;
    facts.status(status);
    this.published = text;
    this.publishedAtMs = nowMs;
  }

  /** What was published may be lost. */
  forget(): void {
    this.published = '';
  }

  private statusOf(view: DeskView, state: StateAndReason): DeskStatus {
    const { config, exchange, instance } = this.parts;
    return {
      v: 1,
      atMs: Date.now(),
      exchange: exchange.id,
      source: exchange.source(),
      paper: true,
      ...state,
      historyEnabled: config.HISTORICAL_ENABLED,
      activeInstance: instance,
      openPositions: view.positions.length,
      exposureUsdt: view.exposureUsdt,
      ledger: view.ledger,
      settings: view.settings,
      lastCycle: view.lastCycle,
      concerns: [...view.concerns],
      scanIntervalSeconds: config.SCAN_INTERVAL_SECONDS,
    };
  }
}
