import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  archiveOf,
  archiveUrls,
  checkExchangeUrls,
  exchangeIds,
  exchangeUrls,
  urlOf,
} from './exchange-variables.js';
import { parseEnvironment } from './parse-environment.js';

const schema = z
  .object({ EXCHANGE: exchangeIds, EXCHANGE_URL: exchangeUrls, ARCHIVE_URL: archiveUrls })
  .superRefine(checkExchangeUrls);
const parsed = (environment: Record<string, string>) => parseEnvironment(schema, environment);

describe('EXCHANGE', () => {
  it('is Bybit where nothing is said, else one id or several in their order', () => {
    expect(parsed({}).EXCHANGE).toEqual(['bybit']);
    expect(parsed({ EXCHANGE: 'okx' }).EXCHANGE).toEqual(['okx']);
    expect(parsed({ EXCHANGE: 'okx, bybit' }).EXCHANGE).toEqual(['okx', 'bybit']);
  });

  it.each(['bybit,', 'bybit,bybit', 'By Bit', 'bybit;okx'])('is not %s', (EXCHANGE) => {
    expect(() => parsed({ EXCHANGE })).toThrow(/EXCHANGE is .*: allowed are ccxt ids with commas/);
  });
});

describe('EXCHANGE_URL', () => {
  it('is one address for the only exchange', () => {
    const config = parsed({ EXCHANGE_URL: 'http://127.0.0.1:8787/v=1' });
    expect(urlOf(config, 'bybit')).toBe('http://127.0.0.1:8787/v=1');
    expect(urlOf(parsed({}), 'bybit')).toBeUndefined();
  });

  it('is one address for each of several that is not asked at its own', () => {
    const config = parsed({ EXCHANGE: 'bybit,okx', EXCHANGE_URL: 'okx=http://127.0.0.1:1/?a=b' });
    expect(urlOf(config, 'okx')).toBe('http://127.0.0.1:1/?a=b');
    expect(urlOf(config, 'bybit')).toBeUndefined();
  });

  it.each([
    ['bybit', 'ftp://x', 'allowed is http://… or https://…'],
    ['bybit,okx', 'http://127.0.0.1:1', 'with several exchanges each needs its name'],
    ['bybit,okx', 'okx=http://127.0.0.1:1,http://127.0.0.1:2', 'or one for each exchange'],
    ['bybit', 'okx=http://127.0.0.1:1', 'EXCHANGE does not name okx'],
  ])('for %s is not %s', (EXCHANGE, EXCHANGE_URL, allowed) => {
    expect(() => parsed({ EXCHANGE, EXCHANGE_URL })).toThrow(allowed);
  });
});

describe('ARCHIVE_URL', () => {
  const archive = (environment: Record<string, string>) =>
    archiveOf(parsed({ EXCHANGE: 'binanceusdm', ...environment }), 'binanceusdm');
  const EXCHANGE_URL = 'http://127.0.0.1:1';

  it('is the exchange’s own where nothing is said, and none beside another exchange than the real one', () => {
    expect(archive({})).toEqual({ url: undefined });
    expect(archive({ EXCHANGE_URL })).toBeUndefined();
  });

  it('is another address, also beside another exchange, by name where there are several', () => {
    const url = 'http://127.0.0.1:2';
    expect(archive({ EXCHANGE_URL, ARCHIVE_URL: url })).toEqual({ url });
    const several = parsed({ EXCHANGE: 'binanceusdm,okx', ARCHIVE_URL: `binanceusdm=${url}` });
    expect(archiveOf(several, 'binanceusdm')).toEqual({ url });
    expect(archiveOf(several, 'okx')).toEqual({ url: undefined });
  });

  it('is read by nobody when it is off', () => {
    expect(archive({ ARCHIVE_URL: 'off' })).toBeUndefined();
    expect(() => archive({ ARCHIVE_URL: 'okx=http://127.0.0.1:2' })).toThrow(
      /ARCHIVE_URL is .*: EXCHANGE does not name okx/,
    );
    expect(() => archive({ ARCHIVE_URL: 'no' })).toThrow(/ARCHIVE_URL is "no": allowed is off, or/);
  });
});
