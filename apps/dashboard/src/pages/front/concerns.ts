import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import type { CurrentDesk } from '@fullcarry/contracts/http/desk/desk-route';
import type { CurrentRates } from '@fullcarry/contracts/http/market/rates-route';
import { countText } from '../../format/numbers.js';
import { sentence } from '../../format/sentence.js';

export interface Concern {
  readonly tone: 'bad' | 'warn';
  readonly text: string;
  /** Where a person can do something about it, or read more. */
  readonly path: string;
}

export interface Known {
  readonly desk: CurrentDesk | undefined;
  readonly data: readonly DataStatus[];
  readonly rates: CurrentRates | undefined;
  readonly cycle: DeskCycle | undefined;
}

/** What a person should look at, the worst first; nothing when all goes its way. */
export function concerns({ desk, data, rates, cycle }: Known): Concern[] {
  const found = [...ofDesk(desk), ...data.flatMap(ofData)];
  if (rates?.rates && rates.stale) {
    found.push({
      tone: 'warn',
      text: 'Current rates are too old to trade on: the exchange is not polled, or does not answer.',
      path: '/system',
    });
  }
  for (const warning of cycle?.warnings ?? []) {
    found.push({ tone: 'warn', text: `Last cycle: ${sentence(warning)}`, path: '/desk' });
  }
  return found.sort((a, b) => urgency(a) - urgency(b));
}

function ofDesk(desk: CurrentDesk | undefined): Concern[] {
  if (!desk?.status) return [];
  const { status, stale, reason } = desk;
  const path = '/desk';
  if (stale) return [{ tone: 'bad', text: sentence(reason ?? 'the desk is not heard'), path }];
  const reported = (status.concerns ?? []).map(({ kind, text }): Concern => ({
    tone: kind === 'delisting' || kind === 'drawdown' ? 'warn' : 'bad',
    text: sentence(text),
    path,
  }));
  return [...ofState(status, path), ...reported];
}

function ofState(status: DeskStatus, path: string): Concern[] {
  if (status.state === 'emergency-stopped') {
    const text = `Emergency stop: ${countText(status.openPositions)} positions are open, and nothing is traded until a person starts the desk.`;
    return [{ tone: 'bad', text, path }];
  }
  if (status.state === 'paused') {
    const why = status.reason === null ? '' : ` ${sentence(status.reason)}`;
    return [{ tone: 'warn', text: `The desk is paused: it opens nothing.${why}`, path }];
  }
  return [];
}

function ofData({ exchange, state, stale, reason, degradedSeries }: DataStatus): Concern[] {
  const path = '/markets?state=degraded';
  if (state === 'degraded') {
    const series = degradedSeries === 1 ? '1 series is' : `${countText(degradedSeries)} series are`;
    const text = `${exchange}: ${series} not proven; their markets are closed to trading until that is repaired.`;
    return [{ tone: 'bad', text, path }];
  }
  if (stale && state !== 'disabled') {
    return [
      { tone: 'warn', text: sentence(`${exchange}: ${reason ?? 'not heard'}`), path: '/system' },
    ];
  }
  return [];
}

function urgency({ tone }: Concern): number {
  return tone === 'bad' ? 0 : 1;
}
