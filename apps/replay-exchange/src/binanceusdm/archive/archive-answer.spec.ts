import { afterEach, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../../clock/durations.js';
import type { ListeningServer } from '../../http/exchange-server.js';
import { startReplayExchange, type ReplayOptions } from '../../start-replay-exchange.js';
import { ARCHIVE_FAULTS } from './archive-faults.js';

const NOW_MS = Date.parse('2026-08-01T12:30:00Z');
const ROOT = '/data/futures/um';
const JUNE = `${ROOT}/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2026-06.zip`;

let exchange: ListeningServer | undefined;
afterEach(() => exchange?.close());

async function start(options: ReplayOptions = {}): Promise<void> {
  const clock = { anchorMs: NOW_MS, nowMs: NOW_MS, speed: 0 };
  exchange = await startReplayExchange({
    ...clock,
    port: 0,
    apis: ['binanceusdm'],
    symbols: ['BTCUSDT'],
    ...options,
  });
}

const get = (path: string) => fetch(`${exchange!.url}${path}`);

async function csvOf(path: string): Promise<string[][]> {
  const bytes = new Uint8Array(await (await get(path)).arrayBuffer());
  const [[name, csv]] = Object.entries(unzipSync(bytes)) as [[string, Uint8Array]];
  expect(name).toBe(path.split('/').at(-1)!.replace('.zip', '.csv'));
  const lines = strFromU8(csv).trimEnd().split('\n');
  return lines.map((line) => line.split(','));
}

describe("Binance's archive", () => {
  it('holds a month of the API’s rows, with a header, and the checksum of its bytes beside it', async () => {
    await start();
    const [header, ...rows] = await csvOf(JUNE);
    expect(header).toHaveLength(12);
    expect(rows).toHaveLength(30 * 24);
    const fromMs = Date.parse('2026-06-01T00:00Z');
    const query = `symbol=BTCUSDT&interval=1h&startTime=${fromMs}&limit=${rows.length}`;
    const page = (await (await get(`/fapi/v1/klines?${query}`)).json()) as unknown[][];
    expect(rows.map((row) => row.slice(0, 8))).toEqual(
      page.map((row) => row.slice(0, 8).map(String)),
    );
    const bytes = Buffer.from(await (await get(JUNE)).arrayBuffer());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await (await get(`${JUNE}.CHECKSUM`)).text()).toBe(
      `${sha256}  BTCUSDT-1h-2026-06.zip\n`,
    );
  });

  it.each([
    [
      'a month before its first Monday after',
      `${ROOT}/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2026-07.zip`,
    ],
    ['a day that is not over', `${ROOT}/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-08-01.zip`],
    ['another interval than was recorded', JUNE.replaceAll('1h', '1m')],
    ['a market that is not played', JUNE.replaceAll('BTC', 'ETH')],
    ['a month before the recording', JUNE.replace('2026-06', '2020-06')],
    ['a name that is no file’s', JUNE.replace('2026-06', '2026')],
  ])('has no file of %s', async (_, path) => {
    await start();
    const answer = await get(path);
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('NoSuchKey'),
    ]);
    expect((await get(`${path}.CHECKSUM`)).status).toBe(404);
  });

  it('is asked outside of every limit', async () => {
    await start({ requestLimit: 1 });
    for (let n = 0; n < 5; n += 1) expect((await get(JUNE)).status).toBe(200);
  });

  it.each([
    ['archive-duplicate-row', (rows: string[][]) => rows.length === 722],
    ['archive-lacking-row', (rows: string[][]) => rows.length === 720],
    ['archive-other-header', (rows: string[][]) => rows.length === 720],
    [
      'archive-microseconds',
      (rows: string[][]) =>
        Number(rows[1]![0]) % (HOUR_MS * 1_000) === 0 && rows[1]![0]!.length === 16,
    ],
    [
      'archive-other-candle',
      (rows: string[][]) => Number(rows[361]![0]) === Date.parse('2026-06-01T00:00Z') + 15 * DAY_MS,
    ],
  ])('with %s is the file that its checksum sums up', async (kind, isSo) => {
    await start({ faults: [{ kind }] });
    expect(isSo(await csvOf(JUNE))).toBe(true);
    const bytes = Buffer.from(await (await get(JUNE)).arrayBuffer());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await (await get(`${JUNE}.CHECKSUM`)).text()).toContain(sha256);
  });

  it('can lack a file, end in its middle, and sum up another one', async () => {
    expect(ARCHIVE_FAULTS).toHaveLength(8);
    await start({ faults: [{ kind: 'archive-missing' }] });
    expect((await get(JUNE)).status).toBe(404);
    await exchange!.close();
    await start({ faults: [{ kind: 'archive-cut-zip' }] });
    await expect(csvOf(JUNE)).rejects.toThrow();
    await exchange!.close();
    await start({ faults: [{ kind: 'archive-wrong-checksum' }] });
    expect(await (await get(`${JUNE}.CHECKSUM`)).text()).toMatch(/^0{64} /);
    expect((await csvOf(JUNE)).length).toBe(721);
  });
});
