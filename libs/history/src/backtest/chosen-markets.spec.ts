import { PermanentError } from '@fullcarry/domain/errors';
import { describe, expect, it } from '@jest/globals';
import { chosenMarkets } from './chosen-markets.js';

/** Each market has several series. */
function seriesOf(id: number, exchange: string, base: string, tracked = true) {
  const market = { id, exchange, symbol: `${base}/USDT:USDT`, nativeId: `${base}USDT`, tracked };
  return [{ market }, { market }];
}

const BYBIT = [...seriesOf(1, 'bybit', 'ETH'), ...seriesOf(2, 'bybit', 'BTC')];
const GONE = seriesOf(3, 'bybit', 'OLD', false);
const OKX = seriesOf(4, 'okx', 'BTC');

describe('the markets of a backtest', () => {
  it('are those that are tracked where none is named', () => {
    const markets = { exchange: 'bybit', symbols: ['BTC/USDT:USDT', 'ETH/USDT:USDT'] };
    expect(chosenMarkets([...BYBIT, ...GONE], undefined, undefined)).toEqual(markets);
    expect(chosenMarkets([...BYBIT, ...GONE, ...OKX], undefined, 'bybit')).toEqual(markets);
  });

  it('are found by either name, each once, also those that are not tracked any more', () => {
    const names = ['oldusdt', 'OLD/USDT:USDT', 'ethusdt'];
    const { symbols } = chosenMarkets([...BYBIT, ...GONE], names, undefined);
    expect(symbols).toEqual(['ETH/USDT:USDT', 'OLD/USDT:USDT']);
  });

  it('are refused by name where one is not stored, and where they are of several exchanges', () => {
    const chosen = (names?: string[], exchange?: string) => () =>
      chosenMarkets([...BYBIT, ...OKX], names, exchange);
    expect(chosen(['NONE'], 'okx')).toThrow('No market of okx is called NONE');
    expect(chosen(['BTCUSDT'])).toThrow('These markets are of bybit and okx: name the exchange');
    expect(chosen(undefined, 'nowhere')).toThrow(PermanentError);
  });
});
