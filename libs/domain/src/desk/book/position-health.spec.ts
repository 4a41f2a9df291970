import { describe, expect, it } from '@jest/globals';
import { random } from '../../backtest/backtest-cases.fixture.js';
import { opened } from '../desk-cases.fixture.js';
import { takenOverAt } from '../ends/settled-by-exchange.js';
import { liquidationPrice } from '../margin/liquidation.js';
import { leverageTiers } from '../margin/maintenance-tiers.js';
import { exact, plain } from './exact.js';
import {
  ABOUT,
  aboutDeltaDrift,
  aboutMarginShare,
  deltaDrift,
  legMarginShare,
} from './position-health.js';
import type { PositionLeg } from './position-leg.js';

const next = random(11);
const [held] = [...opened().positions.values()];
if (!held) throw new Error('Nothing is held');

/** A short of 1e-8 to 1e6 USDT a contract, with a margin of 2 % to 100 %. */
function drawnShort(): PositionLeg {
  const entry = (10 ** (14 * next() - 8)).toFixed(12);
  const quantity = (10 ** (6 * next() - 3)).toFixed(4);
  const value = exact(entry).times(exact(quantity));
  const share = (0.02 + 0.98 * next()).toFixed(3);
  return {
    ...held!.legs.short,
    ...{ openedQuantity: quantity, openedValueUsdt: plain(value), price: entry },
    collateralUsdt: plain(value.times(exact(share))),
  };
}

describe('doubles beside the exact figures of what is held', () => {
  it('are within what is left for them, at any price', () => {
    for (let i = 0; i < 200; i += 1) {
      const leg = drawnShort();
      const price = plain(exact(leg.price).times(exact((0.2 + 3 * next()).toFixed(6))));
      const share = legMarginShare('short', { ...leg, price }) ?? NaN;
      const about = aboutMarginShare('short', leg, Number(price)).share;
      expect(Math.abs(about - share)).toBeLessThan(ABOUT);
      const legs = { ...held.legs, short: leg };
      expect(Math.abs(aboutDeltaDrift({ legs }) - (deltaDrift({ legs }) ?? NaN))).toBeLessThan(
        ABOUT,
      );
    }
  });

  it('leave a liquidation to the exact price: it is taken over there and not one unit of its last digit before', () => {
    const tick = exact('0.000000000001');
    for (let i = 0; i < 200; i += 1) {
      const leg = drawnShort();
      const { openedQuantity: quantity, price: entryPrice, collateralUsdt } = leg;
      const at = liquidationPrice(
        { side: 'short', quantity, entryPrice, collateralUsdt },
        leverageTiers(leg.venue),
      );
      if (at === undefined) throw new Error('A short is always liquidated somewhere');
      const before = plain(exact(at).minus(tick));
      expect(takenOverAt('short', leg, { highPrice: at, lowPrice: at })).toBeDefined();
      expect(takenOverAt('short', leg, { highPrice: before, lowPrice: before })).toBeUndefined();
    }
  });
});
