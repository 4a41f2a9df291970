import type { MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { PositionState } from '@fullcarry/contracts/facts/desk-position-v1';
import type { DeskState } from '@fullcarry/contracts/facts/desk-status-v1';
import type { Tone } from '../ui/badge.js';

interface Label {
  readonly text: string;
  readonly tone: Tone;
}

export const DESK_STATES: Readonly<Record<DeskState, Label>> = {
  'waiting-for-data': { text: 'Waiting for data', tone: 'info' },
  'waiting-for-rates': { text: 'Waiting for rates', tone: 'info' },
  running: { text: 'Running', tone: 'good' },
  paused: { text: 'Paused', tone: 'warn' },
  'emergency-stopped': { text: 'Emergency stop', tone: 'bad' },
  standby: { text: 'Stand-by', tone: 'plain' },
};

export const ACTIONS: Readonly<Record<MarketVerdict['action'], Label>> = {
  opened: { text: 'Opened', tone: 'good' },
  closed: { text: 'Closed', tone: 'warn' },
  held: { text: 'Held', tone: 'info' },
  passed: { text: 'Passed', tone: 'plain' },
};

export const POSITION_STATES: Readonly<Record<PositionState, Label>> = {
  opening: { text: 'Opening', tone: 'info' },
  open: { text: 'Open', tone: 'good' },
  closing: { text: 'Closing', tone: 'warn' },
  closed: { text: 'Closed', tone: 'plain' },
  unwound: { text: 'Unwound', tone: 'bad' },
};
