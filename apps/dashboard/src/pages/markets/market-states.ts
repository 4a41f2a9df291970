import type { MarketState } from '@fullcarry/contracts/http/market/markets-route';
import type { Tone } from '../../ui/badge.js';

export const STATE_TONES: Record<MarketState, Tone> = {
  ready: 'good',
  fetching: 'info',
  degraded: 'bad',
  left: 'plain',
  live: 'plain',
};

export const MARKET_STATES: Record<MarketState, string> = {
  ready: 'Ready',
  fetching: 'Fetching',
  degraded: 'Degraded',
  left: 'Dropped',
  live: 'Not collected',
};
