import { describe, expect, it } from '@jest/globals';
import { isAnnounced } from './funding-announcement.js';
import { HOUR_MS } from '../time-window.js';

const NOW_MS = 1_783_140_584_000;

describe('the next settlement that an exchange announces', () => {
  it('is announced when it lies ahead, or has just been', () => {
    expect(isAnnounced(1_783_152_000_000, NOW_MS)).toBe(true);
    expect(isAnnounced(NOW_MS - 5_000, NOW_MS)).toBe(true);
  });

  it('is no announcement when it is 0 or long past, as for 31 symbols of Binance', () => {
    expect(isAnnounced(0, NOW_MS)).toBe(false);
    expect(isAnnounced(NOW_MS - HOUR_MS - 1, NOW_MS)).toBe(false);
  });
});
