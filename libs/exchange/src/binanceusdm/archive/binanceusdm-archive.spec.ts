import { fileAt } from '@fullcarry/domain/completeness/archive/archive-file';
import { DataIntegrityError, TransientError } from '@fullcarry/domain/errors';
import type { CandleSeries } from '@fullcarry/domain/series';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeSource } from '../../exchange.js';
import { startSpecServer, type SpecServer } from '../../spec-server/spec-server.js';
import { readArchivedCandles } from '../../archive/archived-candles.js';
import { readCandles } from '../binanceusdm-candles.js';
import { BinanceArchive } from './binanceusdm-archive.js';

const MARKET = {
  exchange: 'binanceusdm',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  listedAtMs: undefined,
};
const HOURS: CandleSeries = { kind: 'candles', timeframe: '1h' };
const DAY = fileAt('day', Date.parse('2024-10-28T00:00Z'));
const NAME = 'BTCUSDT-1h-2024-10-28';
const PATH = `/data/futures/um/daily/klines/BTCUSDT/1h/${NAME}.zip`;
const HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';

/** GENERATED rows of the day. */
const row = (n: number, scale = '') => {
  const openAtMs = DAY.fromMs + n * HOUR_MS;
  const closeAtMs = `${openAtMs + HOUR_MS - 1}${scale.replaceAll('0', '9')}`;
  return `${openAtMs}${scale},100.5,103.25,99.75,${100 + (n % 3)}.10,12.250,${closeAtMs},1234.5,7,1.1,2.2,0`;
};
const rows = (scale = '') => Array.from({ length: 24 }, (_, n) => row(n, scale));
const zipped = (lines: readonly string[], name = `${NAME}.csv`) =>
  Buffer.from(zipSync({ [name]: strToU8(`${lines.join('\n')}\n`) }));

let server: SpecServer;
let archive: BinanceArchive;
let source: ExchangeSource = 'live';
const files = new Map<string, Buffer | number>();

beforeAll(async () => {
  server = await startSpecServer(({ path }, response) => {
    const file = files.get(path) ?? 404;
    response.writeHead(typeof file === 'number' ? file : 200);
    response.end(typeof file === 'number' ? '<Error/>' : file);
  });
  archive = new BinanceArchive({ url: server.url, deadlineMs: 2_000, source: () => source });
});
beforeEach(() => {
  files.clear();
  source = 'live';
});
afterAll(() => server.close());

function publish(bytes: Buffer, promised = bytes, path = PATH): void {
  const sha256 = createHash('sha256').update(promised).digest('hex');
  files.set(path, bytes);
  files.set(`${path}.CHECKSUM`, Buffer.from(`${sha256}  ${path.split('/').at(-1)}\n`));
}

async function read(series = HOURS) {
  const file = await archive.file(MARKET, series, DAY);
  return file && { ...file, rows: await readArchivedCandles(file, DAY, HOUR_MS) };
}

describe('a file of Binance’s archive', () => {
  it('is read with a header and without, in milliseconds and in microseconds, as the same rows', async () => {
    publish(zipped([HEADER, ...rows()]));
    const found = await read();
    expect(found?.rows).toHaveLength(24);
    expect(found?.rows[1]).toEqual({
      openAtMs: DAY.fromMs + HOUR_MS,
      open: 100.5,
      high: 103.25,
      low: 99.75,
      close: 101.1,
      volume: 12.25,
    });
    for (const lines of [rows(), [HEADER, ...rows('000')], rows('000')]) {
      publish(zipped(lines));
      expect((await read())?.rows).toEqual(found?.rows);
    }
  });

  it('is not there where the archive answers 404, which is no error', async () => {
    expect(await read()).toBeUndefined();
  });

  it('could not be had where the archive refuses or fails, and is asked for again', async () => {
    files.set(`${PATH}.CHECKSUM`, 503);
    await expect(read()).rejects.toThrow(TransientError);
    files.set(`${PATH}.CHECKSUM`, 403);
    await expect(read()).rejects.toThrow(TransientError);
  });

  it.each<[string, () => void]>([
    [
      'its bytes are not what the checksum says',
      () => publish(zipped(rows()), Buffer.from('other')),
    ],
    [
      'the zip is cut short and the checksum is of the cut one',
      () => publish(zipped(rows()).subarray(0, 200)),
    ],
    [
      'the zip holds a file of another name',
      () => publish(zipped(rows(), 'ETHUSDT-1h-2024-10-28.csv')),
    ],
    ['a row stands twice', () => publish(zipped([...rows().slice(0, 5), ...rows().slice(4)]))],
    ['rows do not ascend', () => publish(zipped([...rows()].reverse()))],
    ['a row is of another day', () => publish(zipped([...rows(), row(24)]))],
    [
      'a row is off the grid',
      () => publish(zipped([row(0).replaceAll(String(DAY.fromMs), String(DAY.fromMs + 1))])),
    ],
    [
      'a candle ends elsewhere',
      () => publish(zipped([row(0).replace(/,(\d{13}),/, (_, ms) => `,${Number(ms) + 1},`)])),
    ],
    ['a price is no number', () => publish(zipped([row(0).replace('100.5', 'NaN')]))],
    ['a price breaks low ≤ open', () => publish(zipped([row(0).replace('100.5', '90.5')]))],
    ['a header stands behind rows', () => publish(zipped([...rows(), HEADER]))],
    ['there is no row in it', () => publish(zipped([HEADER]))],
  ])('is refused as a whole when %s', async (_, make) => {
    make();
    await expect(read()).rejects.toThrow(DataIntegrityError);
  });

  it('is refused when a replay’s rows would pass for the exchange’s', async () => {
    publish(zipped(rows()));
    source = 'replay 2026-08-01';
    await expect(read()).rejects.toThrow('not of the exchange that is asked');
  });

  it('stands under a folder of its kind: marks have the same names as trades', () => {
    const month = fileAt('month', DAY.fromMs);
    expect(archive.pathOf(MARKET, HOURS, DAY)).toBe(PATH);
    expect(archive.pathOf(MARKET, { kind: 'mark-candles', timeframe: '1m' }, month)).toBe(
      '/data/futures/um/monthly/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-10.zip',
    );
  });

  it('is there a day after a day, and after the first Monday of the month that follows', () => {
    const publishedAt = (period: 'day' | 'month', from: string) =>
      new Date(archive.publishedAtMs(fileAt(period, Date.parse(from)))).toISOString().slice(0, 10);
    expect(publishedAt('day', '2024-10-28')).toBe('2024-10-30');
    // The first Monday of November 2024 was the 4th, that of July 2024 the 1st.
    expect(publishedAt('month', '2024-10-28')).toBe('2024-11-05');
    expect(publishedAt('month', '2024-06-28')).toBe('2024-07-02');
  });
});

const REAL = join(process.env['RECORDINGS'] ?? '', 'archives', PATH);
const hasReal = (process.env['RECORDINGS'] ?? '') !== '' && existsSync(REAL);

describe('a real file', () => {
  if (!hasReal) it('skipped: RECORDINGS names no folder that has archives/', () => undefined);
  else {
    it('is read as a stream into the rows that the API’s reader makes of the same text', async () => {
      const bytes = readFileSync(REAL);
      publish(bytes);
      const found = await read();
      const csv = Buffer.from(unzipSync(bytes)[`${NAME}.csv`]!).toString('utf8');
      const api = csv
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
        .map(([openAt, o, h, l, c, v, closeAt]) => [
          Number(openAt),
          o,
          h,
          l,
          c,
          v,
          Number(closeAt),
        ]);
      expect(found?.rows).toHaveLength(24);
      expect(found?.rows).toEqual(readCandles(api, '1h', {}));
      expect(found?.rows[0]).toMatchObject({ open: 67992.7, close: 67835.2, volume: 5179.117 });
    });
  }
});
