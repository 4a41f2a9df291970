import { expect, it } from '@jest/globals';
import { seriesFile } from './series-file.js';

const market = { exchange: 'okx', symbol: 'LUNA/USDT:USDT' };

it('lies in a folder a key; of funding there is no timeframe', () => {
  expect(seriesFile({ ...market, kind: 'candles', timeframe: '1h' }, 0)).toBe(
    'exchange=okx/kind=candles/timeframe=1h/symbol=LUNA%2FUSDT%3AUSDT/rows.parquet',
  );
  expect(seriesFile({ ...market, kind: 'funding' }, 0)).toBe(
    'exchange=okx/kind=funding/symbol=LUNA%2FUSDT%3AUSDT/rows.parquet',
  );
});

it('is another symbol for the next market of a name, so that no one reads two coins as one', () => {
  expect(seriesFile({ ...market, kind: 'funding' }, 1)).toBe(
    'exchange=okx/kind=funding/symbol=LUNA%2FUSDT%3AUSDT%231/rows.parquet',
  );
});
