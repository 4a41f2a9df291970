import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { BINANCE_API } from '../../binanceusdm/binance-api.js';
import { BYBIT_API } from '../../bybit/bybit-api.js';
import { DAY_MS, HOUR_MS, WEEK_MS } from '../../clock/durations.js';
import { OKX_API } from '../../okx/okx-api.js';
import { startReplayExchange } from '../../start-replay-exchange.js';
import { ownRecordings } from './own-recordings.js';

const FROM_MS = Date.parse('2025-11-03T00:00:00Z');
const ANCHOR_MS = Date.parse('2026-11-28T12:00:00Z');
const CANDLES = 'timestamp,open,high,low,close,volume';
const FUNDING = 'timestamp,funding_rate';

function candles(days: number, fromMs = FROM_MS): string {
  return rows(CANDLES, days * 24, (i) => `${fromMs + i * HOUR_MS},10,12,9,11,5`);
}

function funding(days: number, fromMs = FROM_MS): string {
  return rows(FUNDING, days * 3 + 1, (i) => `${fromMs + i * 8 * HOUR_MS},0.0001`);
}

function rows(header: string, many: number, row: (i: number) => string): string {
  return [header, ...Array.from({ length: many }, (_, i) => row(i)), ''].join('\n');
}

describe("recordings of one's own", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'own-recordings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function record(name: string, text: string): void {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  }

  function played(...apis: readonly { own: typeof BYBIT_API.own }[]) {
    return ownRecordings(
      folder,
      apis.map((api) => api.own),
      ANCHOR_MS,
      undefined,
    );
  }

  function recordEth(venue: string, symbol: string, days: number, fromMs = FROM_MS): void {
    record(`legs/${venue}/1h/${symbol}.csv.gz`, candles(days, fromMs));
    record(`legs/${venue}/funding/${symbol}.csv`, funding(days, fromMs));
  }

  it('are played from the same days on all exchanges, the longest that all have', () => {
    recordEth('bybit', 'ETHUSDT', 300);
    recordEth('okx', 'ETH-USDT-SWAP', 60, FROM_MS + 20 * DAY_MS);
    record('legs/okx/funding-2/ETH-USDT-SWAP.csv', funding(40, FROM_MS + 200 * DAY_MS));
    record('legs/okx/1h-2/ETH-USDT-SWAP.csv', candles(40, FROM_MS + 200 * DAY_MS));
    const { boards, leftOut } = played(BYBIT_API, OKX_API);
    const [bybit] = boards.get(BYBIT_API.own)?.recordings ?? [];
    const [okx] = boards.get(OKX_API.own)?.recordings ?? [];
    expect(leftOut).toEqual([]);
    expect(okx?.shiftWeeks).toBe(bybit?.shiftWeeks);
    const shiftMs = (okx?.shiftWeeks ?? 0) * WEEK_MS;
    expect(okx).toMatchObject({ fromMs: FROM_MS + 20 * DAY_MS + shiftMs });
    expect((okx?.toMs ?? 0) - shiftMs).toBe(FROM_MS + 80 * DAY_MS);
    // One to two weeks of it lie ahead of the anchor.
    expect(okx?.toMs).toBeGreaterThanOrEqual(ANCHOR_MS + WEEK_MS);
    expect(okx?.toMs).toBeLessThan(ANCHOR_MS + 2 * WEEK_MS);
  });

  it('leave out what was recorded at no time of the others, and say so', () => {
    recordEth('bybit', 'ETHUSDT', 60);
    recordEth('okx', 'ETH-USDT-SWAP', 60, FROM_MS + 50 * DAY_MS);
    recordEth('okx', 'SOL-USDT-SWAP', 60);
    record('legs/okx/funding/XRP-USDT-SWAP.csv', funding(60));
    const { boards, leftOut } = played(BYBIT_API, OKX_API);
    const names = boards.get(OKX_API.own)?.recordings.map(({ spec }) => spec.nativeId);
    expect(names).toEqual(['SOL-USDT-SWAP']);
    expect(leftOut).toEqual([
      'okx XRP-USDT-SWAP: no four weeks of candles and funding at the same time',
      'okx ETH-USDT-SWAP: recorded at no time at which bybit ETHUSDT was',
    ]);
  });

  it('lend candles to the same market of an exchange that has none, which is said', () => {
    recordEth('binance', 'XRPUSDT', 60);
    record('legs/bybit/funding/XRPUSDT.csv', funding(60));
    const [xrp] = played(BYBIT_API, BINANCE_API).boards.get(BYBIT_API.own)?.recordings ?? [];
    expect(xrp?.spec).toMatchObject({
      candles: { exchange: 'binance', symbol: 'XRPUSDT' },
      standIn: 'candles recorded on binance stand in: none of XRPUSDT were recorded on bybit',
    });
  });

  it('play minutes of the premium index where there are some, below 0 too, and cut nothing by them', () => {
    recordEth('bybit', 'ETHUSDT', 60);
    const minutes = 3 * 24 * 60;
    const fromMs = FROM_MS + 50 * DAY_MS;
    record(
      'legs/bybit/premium-1m/ETHUSDT.csv',
      rows('timestamp,open,high,low,close', minutes, (i) => {
        return `${fromMs + i * 60_000},-0.0002,0.0001,-0.0003,0`;
      }),
    );
    const [eth] = played(BYBIT_API).boards.get(BYBIT_API.own)?.recordings ?? [];
    expect(eth?.candles).toHaveLength(60 * 24);
    expect(eth?.premiums).toHaveLength(minutes);
    expect(eth?.premiums[0]).toMatchObject({ open: '-0.0002', close: '0', volume: '0' });
  });

  it('count contracts of OKX in coins', () => {
    recordEth('okx', 'ETH-USDT-SWAP', 60);
    const [eth] = played(OKX_API).boards.get(OKX_API.own)?.recordings ?? [];
    expect(eth?.candles[0]).toMatchObject({ volume: '0.5' });
  });

  it('leave an exchange that they do not have to the recordings of the project', async () => {
    recordEth('okx', 'ETH-USDT-SWAP', 60);
    const exchange = await startReplayExchange({
      ...{ apis: ['okx', 'bybit'], port: 0, anchorMs: ANCHOR_MS, recordings: folder },
      symbols: ['ETHUSDT'],
    });
    try {
      const answers = await Promise.all(
        ['okx', 'bybit'].map(async (api) => {
          const answer = await fetch(`${exchange.url}/replay?api=${api}`);
          return (await answer.json()) as { recordings: string; standIn: string | null };
        }),
      );
      expect(answers).toMatchObject([
        { recordings: 'own', standIn: null },
        { recordings: 'project' },
      ]);
    } finally {
      await exchange.close();
    }
  });

  describe('are refused with a sentence for each bad file', () => {
    beforeEach(() => recordEth('bybit', 'ETHUSDT', 60));

    it.each([
      [
        'legs/bybit/1h/ETHUSDT.csv.gz',
        candles(60).replace(`${FROM_MS + HOUR_MS},10`, `${FROM_MS + HOUR_MS},1e1`),
        'legs/bybit/1h/ETHUSDT.csv.gz, line 3: open “1e1” is no plain decimal; mend it',
      ],
      [
        'legs/bybit/1h/ETHUSDT.csv.gz',
        candles(60).replace('10,12,9,11', '10,9,12,11'),
        'legs/bybit/1h/ETHUSDT.csv.gz, line 2: the high is not the highest or the low not the lowest price of the hour; mend it',
      ],
      [
        'legs/bybit/1h/ETHUSDT.csv.gz',
        candles(60).replace(',volume', ',amount'),
        'legs/bybit/1h/ETHUSDT.csv.gz, line 2: there is no column volume; the first line names the columns',
      ],
      [
        'legs/bybit/funding/ETHUSDT.csv',
        `${funding(60)}${FROM_MS},0.0001\n`,
        'legs/bybit/funding/ETHUSDT.csv, line 183: it is not later than the line before; sort the rows, each time once',
      ],
      [
        'legs/bybit/funding/ETHUSDT.csv',
        `${funding(60)}${FROM_MS + 62 * DAY_MS},0.0001\n`,
        'legs/bybit/funding/ETHUSDT.csv, line 183: more than a day is missing before it; put what follows into funding-2/',
      ],
      [
        'legs/bybit/funding/ETHUSDT.csv',
        `timestamp,symbol,funding_rate\n${FROM_MS},SOLUSDT,0.0001\n`,
        'legs/bybit/funding/ETHUSDT.csv, line 2: it is about SOLUSDT; a file holds one market and is named after it',
      ],
      [
        'legs/bybit/funding/ETHUSDT.csv',
        `${FUNDING}\n`,
        'legs/bybit/funding/ETHUSDT.csv holds no row; record some, or remove it',
      ],
      [
        'legs/bybit/1h/ETHUSDT.csv',
        `${CANDLES}\n${FROM_MS},10,12\n`,
        'legs/bybit/1h/ETHUSDT.csv, line 2: it has 3 values under 6 columns; write one value for each',
      ],
      [
        'legs/bybit/spot/ETHUSDT.csv',
        candles(1),
        'legs/bybit/spot is no kind of recording: allowed are 1h, mark-1h, spot-1h, premium-1m, funding, spot-instruments, each also with -<anything> behind it',
      ],
      [
        'legs/bybit/1h/ETHUSDT.txt',
        'hello',
        'legs/bybit/1h/ETHUSDT.txt is no recording: a file is called <symbol>.csv.gz or <symbol>.csv',
      ],
      [
        'legs/bybit/funding/ETH-USDT.csv',
        funding(60),
        'bybit ETH-USDT is the name of no perpetual there; rename its files',
      ],
    ])('%s', (name, text, sentence) => {
      record(name, text);
      expect(() => played(BYBIT_API)).toThrow(
        `The recordings in ${folder} can't be played:\n${sentence}`,
      );
    });

    it('a file that is no gzip', () => {
      writeFileSync(path.join(folder, 'legs/bybit/1h/ETHUSDT.csv.gz'), 'no gzip');
      expect(() => played(BYBIT_API)).toThrow("ETHUSDT.csv.gz can't be unpacked: copy it anew");
    });

    it('a folder that is none', () => {
      expect(() => ownRecordings('/nowhere', [BYBIT_API.own], ANCHOR_MS, undefined)).toThrow(
        "The recordings in /nowhere can't be played:\nit is no folder; RECORDINGS names one",
      );
    });
  });
});
