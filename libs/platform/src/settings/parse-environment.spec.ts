import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { masked, parseEnvironment, WrongVariableError } from './parse-environment.js';
import { secret } from './secret.js';
import { flag, wholeNumber } from './variables.js';

const schema = z.object({
  ENABLED: flag.default(true),
  DAYS: wholeNumber({ min: 1, max: 10 }).default(7),
  KEY: z.string({ message: 'wanted is a key' }),
  TOKEN: secret(z.string().min(16, 'allowed are 16 characters or more').optional()),
});

function problemOf(environment: Record<string, string>): string {
  try {
    parseEnvironment(schema, environment);
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(WrongVariableError);
    return (error as Error).message;
  }
}

describe('parseEnvironment', () => {
  it('takes the default of a variable that is unset, empty or blank', () => {
    const parsed = { ENABLED: true, DAYS: 7, KEY: 'k' };
    expect(parseEnvironment(schema, { KEY: 'k' })).toEqual(parsed);
    expect(parseEnvironment(schema, { KEY: 'k', DAYS: '', ENABLED: '  ' })).toEqual(parsed);
    expect(parseEnvironment(schema, { KEY: 'k', DAYS: undefined })).toEqual(parsed);
  });

  it('leaves out what the service does not know', () => {
    expect(parseEnvironment(schema, { KEY: 'k', PATH: '/bin' })).not.toHaveProperty('PATH');
  });

  it('says of each wrong variable what it holds and what is allowed, one line each', () => {
    expect(problemOf({ DAYS: '11', ENABLED: 'on' })).toBe(
      [
        'ENABLED is "on": allowed is true or false',
        'DAYS is "11": allowed is a whole number from 1 to 10',
        'KEY is not set: wanted is a key',
      ].join('\n'),
    );
  });

  it('says of a secret that it can’t be used, not what it is', () => {
    expect(problemOf({ KEY: 'k', TOKEN: 'half-of-it' })).toBe(
      'TOKEN is not usable: allowed are 16 characters or more',
    );
  });
});

describe('masked', () => {
  it.each([
    ['nats://me:secret@host:4222', 'nats://***@host:4222'],
    ['nats://secret@one:1,nats://secret@two:2', 'nats://***@two:2'],
    ['postgresql://me:s/ecr@et@host/db', 'postgresql://***@host/db'],
    ['postgresql://host/db?password=secret&a=1', 'postgresql://host/db?password=***&a=1'],
    ['file:./data/fullcarry.db', 'file:./data/fullcarry.db'],
  ])('hides what is secret in %s', (url, fit) => {
    expect(masked(url)).toBe(fit);
  });
});
