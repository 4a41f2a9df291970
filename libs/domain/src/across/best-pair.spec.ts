import { describe, expect, it } from '@jest/globals';
import { bestPair, type FundingLeg } from './best-pair.js';

const leg = (
  exchange: string,
  ratePerHour: string,
  more: Partial<FundingLeg> = {},
): FundingLeg => ({
  exchange,
  ratePerHour,
  coinPrice: '100',
  takerFeeBps: 5,
  ...more,
});

describe('The best pair of an asset', () => {
  it('is long where funding is lowest and short where it is highest, less four fills', () => {
    const pair = bestPair(
      [leg('bybit', '0.00001'), leg('okx', '-0.00002'), leg('binanceusdm', '0.00003')],
      1_000,
    );
    expect(pair).toMatchObject({
      long: { exchange: 'okx' },
      short: { exchange: 'binanceusdm' },
      // 0.00005 an hour over 8,760 hours.
      grossPerYear: '0.438',
      cost: '0.002',
      // (0.05 − 0.002) · 8.76.
      netPerYear: '0.42048',
      breakEvenHours: '40',
    });
  });

  it('looks at the fees of each exchange, not at the rates alone', () => {
    const pair = bestPair(
      [
        leg('bybit', '0'),
        leg('okx', '0.00003', { takerFeeBps: 50 }),
        leg('binanceusdm', '0.000028'),
      ],
      336,
    );
    expect(pair?.short.exchange).toBe('binanceusdm');
  });

  it('is reported as the loss that it is when nothing pays for the fees', () => {
    const pair = bestPair([leg('bybit', '0.00001'), leg('okx', '0.00001')], 336);
    expect(pair).toMatchObject({ grossPerYear: '0', breakEvenHours: undefined });
    expect(Number(pair?.netPerYear)).toBeCloseTo((-0.002 * 8_760) / 336, 12);
  });

  it('is none on one exchange, and none where one name is two coins', () => {
    expect(bestPair([leg('bybit', '0.1'), leg('bybit', '0')], 336)).toBeUndefined();
    expect(
      bestPair([leg('bybit', '0.1'), leg('okx', '0', { coinPrice: '94.9' })], 336),
    ).toBeUndefined();
    expect(
      bestPair([leg('bybit', '0.1'), leg('okx', '0', { coinPrice: '0' })], 336),
    ).toBeUndefined();
  });
});
