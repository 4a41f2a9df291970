import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import {
  databaseUrl,
  decimalNumber,
  flag,
  logFormat,
  logLevel,
  natsUrl,
  port,
  wholeNumber,
} from './variables.js';

const accepts = (schema: z.ZodType, text: string) => schema.safeParse(text).success;

describe('variables', () => {
  it('read numbers as people write them, and nothing that only resembles one', () => {
    const days = wholeNumber({ min: 1, max: 100 });
    expect(['1', '100', '007'].map((text) => days.parse(text))).toEqual([1, 100, 7]);
    expect(
      ['0', '101', '-1', '1.0', '1e1', '0x1', ' 1', ''].filter((text) => accepts(days, text)),
    ).toEqual([]);
    const share = decimalNumber({ min: 0.1, max: 1 });
    expect(['0.1', '.5', '1', '1.0'].map((text) => share.parse(text))).toEqual([0.1, 0.5, 1, 1]);
    expect(
      ['0.05', '1.01', '1.', 'NaN', 'Infinity', '1e-1'].filter((text) => accepts(share, text)),
    ).toEqual([]);
  });

  it('say in one message what is allowed, however the text is wrong', () => {
    for (const text of ['x', '0', '65536']) {
      const { error } = wholeNumber({ min: 1, max: 65_535 }).safeParse(text);
      expect(error!.issues.map(({ message }) => message)).toEqual([
        'allowed is a whole number from 1 to 65535',
      ]);
    }
  });

  it('know flags, ports, log levels and formats by their exact names', () => {
    expect([flag.parse('true'), flag.parse('false')]).toEqual([true, false]);
    expect(['TRUE', '1', 'yes'].filter((text) => accepts(flag, text))).toEqual([]);
    expect([accepts(port, '0'), accepts(port, '65535'), accepts(port, '65536')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([accepts(logLevel, 'debug'), accepts(logLevel, 'verbose')]).toEqual([true, false]);
    expect([accepts(logFormat, 'json'), accepts(logFormat, 'JSON')]).toEqual([true, false]);
  });

  it('know where a database can be', () => {
    const places = ['file:./x.db', 'file:/x.db', 'postgresql://u@h/d', 'postgres://u@h/d'];
    expect(places.every((place) => accepts(databaseUrl, place))).toBe(true);
    expect(
      ['./x.db', 'file:', 'mysql://h/d', 'sqlite:x'].filter((place) => accepts(databaseUrl, place)),
    ).toEqual([]);
    expect(databaseUrl.parse(undefined)).toBe('file:./data/fullcarry.db');
  });

  it('know one NATS server or several', () => {
    const right = [
      'nats://h',
      'nats://h:1',
      'tls://u:p@h:4222',
      'nats://a:1,nats://b:2',
      'nats://[::1]:4222',
    ];
    expect(right.filter((url) => !accepts(natsUrl, url))).toEqual([]);
    const wrong = [
      'h:4222',
      'http://h',
      'nats://',
      'nats://h:99999',
      'nats://h:x',
      'nats://a, nats://b',
      'nats://a,',
    ];
    expect(wrong.filter((url) => accepts(natsUrl, url))).toEqual([]);
  });
});
