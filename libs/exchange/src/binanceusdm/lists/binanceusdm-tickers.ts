import { USUAL_INTERVAL_MS } from '@fullcarry/domain/completeness/schedule/interval-history';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { isAnnounced } from '@fullcarry/domain/market/funding-announcement';
import type { MarketTicker } from '@fullcarry/domain/market/market';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../../rows/decimal-schemas.js';
import { parsePayload } from '../../transport/read-json-answer.js';
import { nameIn, type RowReader } from '../../rows/row-reader.js';
import { asRead, readTickerRow } from '../../rows/ticker-rows.js';
import type { ListedMarket } from './binanceusdm-instruments.js';
import { rowsBySymbol } from './binanceusdm-rows.js';

/** The announcement, 0 in a row for which no funding is scheduled, and the instant of the answer. */
const ANNOUNCEMENT = z.object({
  nextFundingTime: z.number().int().nonnegative(),
  time: z.number().optional(),
});

/** `lastFundingRate` is the estimate for the settlement to come, whatever its name says. */
const PREMIUM = z.object({
  markPrice: POSITIVE,
  lastFundingRate: DECIMAL,
  nextFundingTime: z.number().int().positive(),
});

const PRICE = z.object({ price: POSITIVE });
const DAY = z.object({ quoteVolume: NOT_NEGATIVE });

const FUNDING_INFO = z.array(z.unknown());
const INTERVAL = z.object({ fundingIntervalHours: z.number().int().positive() });

/** …/Get-Funding-Rate-Info lists only symbols whose cap, floor or interval was adjusted. */
const USUAL_INTERVAL_MINUTES = USUAL_INTERVAL_MS / MINUTE_MS;

/** Each the answer of one endpoint about all symbols. */
export interface TickerAnswers {
  readonly premiumIndex: unknown;
  readonly prices: unknown;
  readonly days: unknown;
  readonly fundingInfo: unknown;
}

/**
 * The tickers of the listed markets. A market for which no funding is announced is passed over (31 symbols
 * had a `nextFundingTime` of 0 in July 2026: dated ones, and those that are being settled), and so is one
 * that an answer lacks: it came or went between two of them.
 *
 * Errors: those of `rowsBySymbol`; TransientError for intervals in another shape.
 */
export function readTickers(
  reader: RowReader,
  answers: TickerAnswers,
  listed: ReadonlyMap<string, ListedMarket>,
  context: ErrorContext,
): MarketTicker[] {
  const wanted = new Set(listed.keys());
  const rowsOf = <S extends z.ZodType>(schema: S, payload: unknown, endpoint: string) =>
    rowsBySymbol(reader, payload, wanted, asRead(schema), {
      ...context,
      endpoint,
    });
  const premiums = rowsBySymbol(reader, answers.premiumIndex, wanted, readPremium, {
    ...context,
    endpoint: '/fapi/v1/premiumIndex',
  });
  const prices = rowsOf(PRICE, answers.prices, '/fapi/v2/ticker/price');
  const days = rowsOf(DAY, answers.days, '/fapi/v1/ticker/24hr');
  const intervalOf = readIntervals(reader, answers.fundingInfo, wanted, context);
  return [...listed.values()].flatMap(({ market }) => {
    const premium = premiums.get(market.nativeId);
    const price = prices.get(market.nativeId);
    const day = days.get(market.nativeId);
    const fundingIntervalMinutes = intervalOf(market.nativeId);
    if (!premium || !price || !day || fundingIntervalMinutes === undefined) return [];
    return [
      {
        symbol: market.symbol,
        turnoverUsdt24h: day.quoteVolume,
        predictedRate: premium.lastFundingRate,
        nextFundingAtMs: premium.nextFundingTime,
        fundingIntervalMinutes,
        markPrice: premium.markPrice,
        lastPrice: price.price,
      },
    ];
  });
}

function readPremium(row: unknown, context: ErrorContext): z.output<typeof PREMIUM> | undefined {
  const { nextFundingTime, time } = readTickerRow(ANNOUNCEMENT, row, context);
  return isAnnounced(nextFundingTime, time ?? 0) ? readTickerRow(PREMIUM, row, context) : undefined;
}

/**
 * The interval of each wanted market. Undefined for one whose row can't be read, or that has two: that it is
 * listed says that its interval is not the usual one.
 */
function readIntervals(
  reader: RowReader,
  payload: unknown,
  wanted: ReadonlySet<string>,
  about: ErrorContext,
): (nativeId: string) => number | undefined {
  const context = { ...about, endpoint: '/fapi/v1/fundingInfo' };
  const received = new Map<string, unknown[]>();
  for (const row of parsePayload(FUNDING_INFO, payload, context)) {
    const name = nameIn(row, 'symbol') ?? '';
    if (wanted.has(name)) received.set(name, [...(received.get(name) ?? []), row]);
  }
  const list = {
    list: context.endpoint,
    nameOf: ([name]: [string, unknown[]]) => name,
    context,
  };
  const intervals = new Map(
    reader.read(list, [...received], ([name, rows]): [string, number] => {
      const hours = rows.map(
        (row) => readTickerRow(INTERVAL, row, { ...context, symbol: name }).fundingIntervalHours,
      );
      if (new Set(hours).size === 1) return [name, (hours[0] ?? 0) * 60];
      throw new DataIntegrityError('A market has two funding intervals', {
        fault: `funding intervals of ${hours.join(' and ')} hours`,
      });
    }),
  );
  return (nativeId) =>
    intervals.get(nativeId) ?? (received.has(nativeId) ? undefined : USUAL_INTERVAL_MINUTES);
}
