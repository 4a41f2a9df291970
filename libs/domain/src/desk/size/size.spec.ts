import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../backtest/statistics/block-bootstrap.js';
import { leverageTiers, maintenanceShare } from '../margin/maintenance-tiers.js';
import { size, type Exposure, type SizeBook, type SizeCandidate, type SizeLimits } from './size.js';
import { tailLossOf } from './tail-loss.js';

const VENUES = ['bybit', 'okx', 'hyperliquid'];
const ASSETS = ['BTC', 'ETH', 'SOL', 'PEPE'];

interface Drawn {
  readonly candidate: SizeCandidate & { readonly conviction: number; readonly tailLoss: number };
  readonly book: SizeBook;
  readonly limits: SizeLimits;
}

function drawn(seed: number): Drawn {
  const next = seededRandom(seed);
  const one = (names: readonly string[]) => names[Math.floor(next() * names.length)] ?? '';
  const wide = (most: number) => most * next() ** 3;
  const exposure = (): Exposure => ({
    asset: one(ASSETS),
    venues: [...new Set([one(VENUES), one(VENUES)])],
    notionalUsdt: wide(50_000),
    tailLoss: 0.005 + wide(0.1),
  });
  const venues = [...new Set([one(VENUES), one(VENUES)])];
  const perpMarginShare = 0.2 + next() * 0.8;
  return {
    candidate: {
      ...{ conviction: next(), isProven: true, asset: one(ASSETS), venues },
      turnoverUsdt24h: wide(1e9),
      depthUsdt: next() < 0.3 ? undefined : wide(1e6),
      tailLoss: 0.005 + wide(0.1),
      tiers: venues.map(leverageTiers),
    },
    book: {
      equityUsdt: wide(1e6),
      drawdown: next() < 0.5 ? 0 : next() * 0.2,
      held: Array.from({ length: Math.floor(next() * 6) }, exposure),
    },
    limits: {
      perMarketUsdt: wide(1e6),
      perAssetUsdt: wide(1e6),
      perVenueUsdt: wide(1e6),
      totalUsdt: wide(1e6),
      turnoverShare: next() * 0.01,
      depthShare: next(),
      tailLoss: next() * 0.05,
      tailLossTotal: next() * 0.1,
      correlation: next(),
      liquidationDistance: next() * perpMarginShare,
      perpMarginShare,
      maxDrawdown: 0.05 + next() * 0.2,
    },
  };
}

const notional = (...asked: Parameters<typeof size>) => {
  const sized = size(...asked);
  return sized.kind === 'sized' ? sized.notionalUsdt : 0;
};

/** The loss of all on a bad day, USDT, pair by pair: √ΣΣ ρij Ti Tj. */
function lossTogether(losses: readonly number[], correlation: number): number {
  const pairs = losses.flatMap((a, i) => losses.map((b, j) => (i === j ? 1 : correlation) * a * b));
  return Math.sqrt(pairs.reduce((sum, one) => sum + one, 0));
}

describe('the size of an opening, in 10,000 drawn books', () => {
  const BOOKS = Array.from({ length: 10_000 }, (_, seed) => drawn(seed + 1));

  it('is never above any cap', () => {
    let opened = 0;
    const above: unknown[] = [];
    for (const { candidate, book, limits } of BOOKS) {
      const usdt = notional(candidate, book, limits);
      if (usdt === 0) continue;
      opened += 1;
      const sum = (of: (one: Exposure) => boolean) =>
        book.held.filter(of).reduce((all, one) => all + one.notionalUsdt, usdt);
      const slack = 1e-6;
      const broken = [
        usdt > limits.perMarketUsdt,
        sum(() => true) > limits.totalUsdt + slack,
        sum(({ asset }) => asset === candidate.asset) > limits.perAssetUsdt + slack,
        candidate.venues.some(
          (venue) => sum(({ venues }) => venues.includes(venue)) > limits.perVenueUsdt + slack,
        ),
        usdt > limits.turnoverShare * candidate.turnoverUsdt24h,
        candidate.depthUsdt !== undefined && usdt > limits.depthShare * candidate.depthUsdt,
        usdt * candidate.tailLoss > limits.tailLoss * book.equityUsdt + slack,
        lossTogether(
          [...book.held.map((one) => one.notionalUsdt * one.tailLoss), usdt * candidate.tailLoss],
          limits.correlation,
        ) >
          limits.tailLossTotal * book.equityUsdt + slack,
        candidate.tiers.some((tiers) => {
          const k = maintenanceShare(usdt, tiers);
          return (limits.perpMarginShare - k) / (1 + k) < limits.liquidationDistance - 1e-9;
        }),
        book.drawdown >= limits.maxDrawdown,
      ];
      if (broken.includes(true)) above.push({ candidate, limits, cap: broken.indexOf(true) });
    }
    expect(above).toEqual([]);
    expect(opened).toBeGreaterThan(1_000);
  });

  it('never falls with conviction, nor grows with drawdown', () => {
    const wrong = BOOKS.filter(({ candidate, book, limits }) => {
      const usdt = notional(candidate, book, limits);
      const surer = { ...candidate, conviction: (1 + candidate.conviction) / 2 };
      const deeper = { ...book, drawdown: book.drawdown + 0.01 };
      return notional(surer, book, limits) < usdt || notional(candidate, deeper, limits) > usdt;
    });
    expect(wrong).toEqual([]);
  });

  it('is nothing where something is not proven, and without conviction', () => {
    const sized = BOOKS.filter(({ candidate, book, limits }) =>
      [
        { ...candidate, isProven: false },
        { ...candidate, tailLoss: undefined },
        { ...candidate, conviction: undefined },
        { ...candidate, conviction: 0 },
      ].some((one) => notional(one, book, limits) > 0),
    );
    expect(sized).toEqual([]);
  });
});

describe('a bad day', () => {
  it('is a day of the worst rate, three deviations of the basis, and unwinding', () => {
    // 0.05 % three times, 3 · 0.0002 · √24, 50 bp.
    const loss = tailLossOf({ tailRate: -0.0005, basisVolatility: 0.0002 }, 480);
    expect(loss).toBeCloseTo(0.0015 + 0.0006 * Math.sqrt(24) + 0.005, 12);
    expect(tailLossOf({ tailRate: 0.0001, basisVolatility: 0 }, 480)).toBe(0.005);
    expect(tailLossOf({ tailRate: 0.0001, basisVolatility: undefined }, 480)).toBeUndefined();
  });
});
