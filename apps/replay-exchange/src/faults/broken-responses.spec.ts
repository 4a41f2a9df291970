import { describe, expect, it } from '@jest/globals';
import { textOf, type RawResponse } from '../http/raw-get.fixture.js';
import { BYBIT_FAULTS } from '../bybit/bybit-faults.js';
import { BODY_FAULTS } from './body-faults.js';
import { FRESH_MS, QUESTIONS, strike } from './fault-drill.fixture.js';
import { STATUS_FAULTS } from './status-faults.js';
import { TRANSPORT_FAULTS } from './transport-faults.js';

/** What a client sees of each fault that breaks the response as a whole. */
const SEEN: Readonly<Record<string, (raw: RawResponse) => void>> = {
  hang: ({ status, end }) => expect([status, end]).toEqual([undefined, 'silent']),
  'stall-identity': (raw) => expectHalf(raw, 'silent', undefined),
  'stall-gzip': (raw) => expectHalf(raw, 'silent', 'gzip'),
  'reset-before-headers': ({ status, end }) => expect([status, end]).toEqual([undefined, 'reset']),
  'reset-mid-body': (raw) => expectHalf(raw, 'reset', undefined),
  'reset-mid-gzip': (raw) => expectHalf(raw, 'reset', 'gzip'),
  'slow-drip': ({ status, end, bytes, headers }) => {
    expect([status, end]).toEqual([200, 'silent']);
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.length).toBeLessThan(Number(headers['content-length']) / 2);
  },
  'http-403-rate': (raw) => {
    expectStatus(raw, 403, '1');
    expect(textOf(raw)).toBe('access too frequent');
  },
  'http-403-geo': (raw) => {
    expectStatus(raw, 403, undefined);
    expect(raw.headers['server']).toBe('CloudFront');
    expect(textOf(raw)).toContain('block access from your country');
  },
  'http-418': (raw) => expectStatus(raw, 418, '1'),
  'http-418-bare': (raw) => expectStatus(raw, 418, undefined),
  'http-429': (raw) => expectStatus(raw, 429, '1'),
  'http-429-bare': (raw) => expectStatus(raw, 429, undefined),
  'http-500': (raw) => expectErrorPage(raw, 500),
  'http-502': (raw) => expectErrorPage(raw, 502),
  'http-503': (raw) => expectErrorPage(raw, 503),
  'http-504': (raw) => expectErrorPage(raw, 504),
  'http-520': (raw) => expectErrorPage(raw, 520),
  'http-524': (raw) => expectErrorPage(raw, 524),
  'ret-10006': (raw) => {
    expect(envelopeOf(raw)).toMatchObject({ retCode: 10006, result: {} });
    expect(raw.headers['x-bapi-limit-status']).toBe('0');
    const resetAtMs = Number(raw.headers['x-bapi-limit-reset-timestamp']);
    // By the real clock, not the replay's: that is what a client waits by.
    expect(resetAtMs).toBeLessThanOrEqual(Date.now() + 1_000);
  },
  'ret-10016': (raw) => expect(envelopeOf(raw)).toMatchObject({ retCode: 10016, result: {} }),
  'ret-10000': (raw) => expect(envelopeOf(raw)).toMatchObject({ retCode: 10000, result: {} }),
  'ret-429': (raw) => expect(envelopeOf(raw)).toMatchObject({ retCode: 429, result: {} }),
  'result-null': (raw) => expect(envelopeOf(raw)).toMatchObject({ retCode: 0, result: null }),
  'empty-body': ({ status, end, bytes }) =>
    expect([status, end, bytes.length]).toEqual([200, 'complete', 0]),
  'html-200': (raw) => {
    expect([raw.status, raw.headers['content-type']]).toEqual([200, 'text/html']);
    expect(textOf(raw)).toContain('<html>');
  },
  'truncated-json': (raw) => {
    expect([raw.status, raw.end]).toEqual([200, 'complete']);
    expect(raw.headers['content-length']).toBe(String(raw.bytes.length));
    expect(() => envelopeOf(raw)).toThrow(SyntaxError);
  },
  'clock-skew': (raw) =>
    expect(Math.abs(Number(envelopeOf(raw)['time']) - FRESH_MS)).toBe(10 * 60_000),
};

describe('a fault of the whole response', () => {
  const kinds = [...TRANSPORT_FAULTS, ...STATUS_FAULTS, ...BYBIT_FAULTS, ...BODY_FAULTS].map(
    ({ kind }) => kind,
  );

  it.each(kinds)('%s is seen as what it imitates', async (kind) => {
    const { raw, injected } = await strike(kind, QUESTIONS.kline, { gzip: kind.endsWith('gzip') });
    expect(injected).toBe(kind);
    SEEN[kind]?.(raw);
  });

  it('is checked for every kind', () => {
    expect(Object.keys(SEEN).sort()).toEqual([...kinds].sort());
  });

  it('skews the time endpoint and its envelope alike', async () => {
    const { raw } = await strike('clock-skew', QUESTIONS.time);
    const { time, result } = envelopeOf(raw) as { time: number; result: { timeSecond: string } };
    expect(time).not.toBe(FRESH_MS);
    expect(Number(result.timeSecond) * 1_000).toBe(time);
  });

  it('lets a held socket go in the end', async () => {
    const { raw } = await strike('hang', QUESTIONS.kline, { holdSeconds: 0.05 });
    expect(raw.end).toBe('reset');
  });

  it('lets a body drip to its end', async () => {
    const { raw } = await strike('slow-drip', QUESTIONS.time, {
      holdSeconds: 0.12,
      timeoutMs: 4_000,
    });
    expect(raw.end).toBe('complete');
    expect(envelopeOf(raw)).toMatchObject({ retCode: 0 });
  });
});

function expectHalf(raw: RawResponse, end: RawResponse['end'], encoding: string | undefined) {
  expect([raw.status, raw.end]).toEqual([200, end]);
  expect(raw.headers['content-encoding']).toBe(encoding);
  expect(raw.bytes.length).toBe(Math.floor(Number(raw.headers['content-length']) / 2));
}

function expectStatus(raw: RawResponse, status: number, retryAfter: string | undefined) {
  expect([raw.status, raw.headers['retry-after']]).toEqual([status, retryAfter]);
}

function expectErrorPage(raw: RawResponse, status: number) {
  expect([raw.status, raw.headers['content-type']]).toEqual([status, 'text/html']);
  expect(textOf(raw)).toContain(`<h1>${status} `);
}

function envelopeOf(raw: RawResponse): Record<string, unknown> {
  return JSON.parse(textOf(raw)) as Record<string, unknown>;
}
