import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStages, DeskStage, EAGER, NOW_MS, traces } from './desk-stage.js';

afterEach(closeStages);

/** Of fewer, one that is gone would be too many: the list would count as cut short. */
const COINS = [
  'BTC',
  'ETH',
  'INJ',
  'SOL',
  'XRP',
  'DOGE',
  'ADA',
  'BNB',
  'AVAX',
  'AAVE',
  'TON',
  'SEI',
];

const PRICE = '12.5';
const reason = 'The exchange delivered it at this price';

describe('a perpetual that is gone from the exchange (C7)', () => {
  it('is settled by nobody while it trades, and at its last mark price by the desk itself', async () => {
    const stage = await DeskStage.open(COINS.map((coin) => `${coin}USDT`));
    const desk = stage.startLiveDesk();
    await stage.cycle();
    await stage.command('configure', { settings: { ...deskSettings.parse({}), ...EAGER } });
    await stage.cycle(({ held }) => held === 3);
    const held = (await stage.ledger()).positions.map(({ legs }) => legs.short.nativeId).reverse();
    const gone = held[0]!;
    const asked = { market: gone.toLowerCase(), price: PRICE, reason };
    expect(await stage.command('settle', asked)).toMatchObject({
      error: expect.stringMatching(/^The exchange trades .* now: what still trades is closed/),
    });

    await stage.replay.scenario({ delist: [{ symbol: gone, at: NOW_MS }] });
    const after = await stage.cycle(
      ({ markets }) => markets.some(({ reasonCode }) => reasonCode === 'delisted'),
      stage.facts.heard.length,
    );
    // Else it would stand still: the books of this cycle add up.
    expect(after).toMatchObject({ closed: 1, held: 2, ledger: { unexplainedUsdt: '0' } });

    const { positions, fills } = await stage.ledger();
    const position = positions.find(({ legs }) => legs.short.nativeId === gone)!;
    expect(position.state).toBe('closed');
    const perp = fills.filter(
      ({ positionId, leg }) => positionId === position.id && leg === 'short',
    );
    const quantity = position.legs.short.openedQuantity;
    expect(perp.find(({ side }) => side === 'sell')).toMatchObject({ quantity, how: 'traded' });
    expect(perp.filter(({ side }) => side === 'buy')).toMatchObject([
      { quantity, feeAmount: '0', how: 'delivered' },
    ]);
    expect(await stage.command('settle', { ...asked, market: 'NOPE' })).toMatchObject({
      error: expect.stringMatching(/^No position of NOPE is held; held is /),
    });
    expect(await stage.command('settle', { ...asked, price: '0' })).toMatchObject({
      error: 'Wrong order: price: allowed is a price above 0',
    });
    expect(await stage.command('settle', asked)).toMatchObject({
      error: expect.stringMatching(new RegExp(`^No position of ${asked.market} is held; `)),
    });
    expect(traces(desk)).toEqual([]);
  });
});
