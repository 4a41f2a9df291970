import type { DeskState } from '@fullcarry/contracts/facts/desk-status-v1';
import type { DeskView } from './desk-view.js';
import type { DeskParts } from '../desk/desk-parts.js';

/** What the desk is doing, and the reason where it is not running. */
export interface StateAndReason {
  readonly state: DeskState;
  readonly reason: string | null;
}

/** What is waited for, each in one sentence; undefined where it is there. */
export interface Waiting {
  readonly forData: string | undefined;
  readonly forRates: string | undefined;
}

/** What a person chose comes before what is waited for. */
export function stateOf(
  parts: DeskParts,
  view: DeskView,
  brokenBecause: string | undefined,
): StateAndReason {
  const stopped = parts.emergency.reason ?? brokenBecause;
  if (stopped !== undefined) return { state: 'emergency-stopped', reason: stopped };
  const { mode, modeReason } = view;
  if (mode !== 'running') return { state: mode, reason: modeReason };
  const { forData, forRates } = waitingOf(parts, view);
  if (forData !== undefined) {
    return { state: 'waiting-for-data', reason: `Waiting for ${forData}` };
  }
  if (forRates !== undefined) {
    return { state: 'waiting-for-rates', reason: `Waiting for ${forRates}` };
  }
  return { state: 'running', reason: null };
}

/** `view`: undefined before the desk is open. */
export function waitingOf(parts: DeskParts, view: DeskView | undefined): Waiting {
  return {
    forData: isDataReady(parts, view) ? undefined : parts.readiness.waitsFor(),
    forRates: parts.monitor.waitsFor(),
  };
}

/** Never the first cycle on unproven data; later, single markets are closed while the others go on. */
export function isDataReady({ readiness }: DeskParts, view: DeskView | undefined): boolean {
  const { kind } = readiness;
  return kind === 'ready' || (kind === 'partly' && hasCycled(view));
}

export function hasCycled(view: DeskView | undefined): boolean {
  return (view?.lastCycle ?? null) !== null;
}
