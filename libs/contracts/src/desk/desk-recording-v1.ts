import type {
  DeskRecording,
  RecordedAnswer,
  RecordedCycle,
} from '@fullcarry/domain/backtest/recorded/desk-recording';
import { PermanentError } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { deskSettings } from './desk-settings.js';

/** Left out where it was not published. */
function ifKnown<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().transform((value) => value);
}

const decimal = z.string();
const reason = z.object({ code: z.string(), text: z.string() });
const lot = z.object({ quantityStep: decimal, minQuantity: decimal, minNotionalUsdt: decimal });
const market = z.object({
  venue: z.string(),
  instrument: z.enum(['spot', 'perpetual']),
  symbol: z.string(),
});
const levels = z.array(z.object({ price: decimal, quantity: decimal }));
const book = z.object({ bids: levels, asks: levels, observedAtMs: z.number() });

const quote = z.object({
  symbol: z.string(),
  nativeId: z.string(),
  markPrice: ifKnown(decimal),
  lastPrice: ifKnown(decimal),
  predicted: z.object({ rate: z.number(), intervalMinutes: z.number() }),
  spot: ifKnown(
    z.object({
      symbol: z.string(),
      nativeId: z.string(),
      lastPrice: ifKnown(decimal),
      unitsPerContract: z.number(),
    }),
  ),
  turnoverUsdt24h: z.number(),
  unproven: ifKnown(reason),
  endsAtMs: ifKnown(z.number()),
  lots: ifKnown(z.object({ long: lot, short: lot })),
  provenBeforeMs: z.number(),
});

const answer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('price'),
    market,
    price: ifKnown(decimal),
    problem: ifKnown(z.string()),
  }),
  z.object({
    kind: z.literal('met'),
    market,
    atMs: ifKnown(z.number()),
    met: ifKnown(z.union([z.object({ book }), z.object({ lastPrice: decimal })])),
    problem: ifKnown(z.string()),
  }),
  z.object({
    kind: z.literal('books'),
    pair: z.string(),
    books: ifKnown(z.object({ long: book, short: book })),
  }),
  z.object({ kind: z.literal('time'), atMs: z.number() }),
]) satisfies z.ZodType<RecordedAnswer>;

const named = <Value>(value: z.ZodType<Value>) =>
  z.record(z.string(), value).transform((by) => new Map(Object.entries(by)));

/** One line of a desk's recording: what one cycle was given (libs/domain, desk-recording.ts says what each is). */
export const deskRecordingLine = z.object({
  v: z.literal(1),
  exchange: z.string(),
  cycle: z.object({
    nowMs: z.number(),
    settings: deskSettings,
    mode: z.enum(['running', 'paused', 'emergency-stopped']),
    modeReason: ifKnown(z.string()),
    stale: ifKnown(reason),
    quotes: z.array(quote),
    ended: named(z.object({ endedAtMs: z.number(), spotPrice: ifKnown(decimal) })),
    ranges: named(
      z.object({
        highPrice: decimal,
        lowPrice: decimal,
        fromMs: z.number(),
        toMs: z.number(),
      }),
    ),
    settledBeforeMs: named(z.number()),
    answers: z.array(answer),
  }) satisfies z.ZodType<RecordedCycle>,
});

/** Returns a cycle as its line, without the end of the line. */
export function recordingLine(exchange: string, cycle: RecordedCycle): string {
  const { ended, ranges, settledBeforeMs } = cycle;
  return JSON.stringify({
    v: 1,
    exchange,
    cycle: {
      ...cycle,
      ended: Object.fromEntries(ended),
      ranges: Object.fromEntries(ranges),
      settledBeforeMs: Object.fromEntries(settledBeforeMs),
    },
  });
}

/** Reads a whole recording. Errors: PermanentError that names the first line that is none, or of another exchange. */
export function readRecording(lines: Iterable<string>): DeskRecording {
  const cycles: RecordedCycle[] = [];
  let venue: string | undefined;
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line === '') continue;
    const { exchange, cycle } = readLine(line, number);
    venue ??= exchange;
    const isLater = cycle.nowMs > (cycles.at(-1)?.nowMs ?? -Infinity);
    if (exchange !== venue || !isLater) {
      throw new PermanentError(
        `Line ${number} of the recording is of another desk, or not in its order`,
      );
    }
    cycles.push(cycle);
  }
  if (venue === undefined) throw new PermanentError('There is no cycle in the recording');
  return { venue, cycles };
}

function readLine(line: string, number: number) {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PermanentError(`Line ${number} of the recording is not whole: ${error.message}`);
  }
  const read = deskRecordingLine.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new PermanentError(
    `Line ${number} of the recording can't be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}
