import { z } from 'zod';

/** The building blocks of a service's environment schema: each says in its message what is allowed. */

export const flag = z
  .enum(['true', 'false'], { message: 'allowed is true or false' })
  .transform((text) => text === 'true');

export function wholeNumber(range: { min: number; max: number }) {
  const message = `allowed is a whole number from ${range.min} to ${range.max}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((n) => n >= range.min && n <= range.max, message);
}

export function decimalNumber(range: { min: number; max: number }) {
  const message = `allowed is a number from ${range.min} to ${range.max}`;
  return z
    .string()
    .regex(/^\d*\.?\d+$/, message)
    .transform(Number)
    .refine((n) => n >= range.min && n <= range.max, message);
}

/** Some of a list's names, each once, with commas between; in the order of the list. */
export function namesAmong<Name extends string>(all: readonly Name[], allowed: string) {
  return z.string().transform((text, context): Name[] => {
    const named = text.split(',').map((one) => one.trim());
    const some = all.filter((one) => named.includes(one));
    if (some.length === named.length) return some;
    context.addIssue(allowed);
    return z.NEVER;
  });
}

export const port = wholeNumber({ min: 0, max: 65_535 });

/** Who shares one budget of requests: all processes behind one address, or each has its own. */
export const rateBudgetScope = z
  .enum(['address', 'replica'], { message: 'allowed is address or replica' })
  .default('address');

export const databaseUrl = z
  .string()
  .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'allowed is file:<path> or postgresql://…')
  .default('file:./data/fullcarry.db');

const NATS_ALLOWED = 'allowed is nats://host:port, several separated by commas';

export const natsUrl = z
  .string()
  .regex(/^((nats|tls):\/\/)[^,\s]+(,((nats|tls):\/\/)[^,\s]+)*$/, NATS_ALLOWED)
  .refine((text) => text.split(',').every((one) => URL.canParse(one)), NATS_ALLOWED)
  .default('nats://127.0.0.1:4222');

/** How many servers of a NATS cluster hold each stream and bucket. */
export const natsReplicas = z
  .enum(['1', '3', '5'], { message: 'allowed is 1, 3 or 5, and no more than NATS has servers' })
  .transform((text) => REPLICAS[text])
  .default(1);

const REPLICAS = { 1: 1, 3: 3, 5: 5 } as const;

export const logLevel = z
  .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    message: 'allowed is trace, debug, info, warn, error, fatal or silent',
  })
  .default('info');

export const logFormat = z
  .enum(['pretty', 'json'], { message: 'allowed is pretty or json' })
  .default(process.stdout.isTTY ? 'pretty' : 'json');
