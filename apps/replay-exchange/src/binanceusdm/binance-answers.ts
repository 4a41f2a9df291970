import type { Answer, ListedRow, PlainAnswer, TickerAnswer, TickerRow } from '../api/answer.js';
import type { Query } from '../api/question.js';
import { json, type Delivery } from '../http/delivery.js';
import type { MarketDay } from '../market/market-day.js';

/** What is wrong, as Binance says it: HTTP 400 unless given, and a negative code. */
export function failed(code: number, msg: string, status = 400): Delivery {
  return json({ code, msg }, status);
}

export function refusal(code: number, msg: string): PlainAnswer {
  return { kind: 'plain', write: () => failed(code, msg) };
}

export const INVALID_SYMBOL = refusal(-1121, 'Invalid symbol.');

/** A bare list of all; of one symbol, when it was asked for, the bare object. */
export function tickerAnswer(rows: readonly TickerRow[], symbol: string | undefined): TickerAnswer {
  const written = (sent: readonly ListedRow[]) => sent.map((row) => row.write(row.symbol));
  return {
    kind: 'tickers',
    rows,
    write: (sent) => json(symbol === undefined ? written(sent) : (written(sent)[0] ?? {})),
  };
}

/** One row of such a list. */
export function tickerRow(row: { readonly symbol: string }, turnover = 0): TickerRow {
  return { symbol: row.symbol, turnover, write: (symbol) => ({ ...row, symbol }) };
}

/** A row of each market that trades; of one symbol, when it is asked for, which must be among them. */
export function answerTraded<
  Traded extends { readonly market: { readonly symbol: string }; readonly day: MarketDay },
>(
  { symbol }: Query,
  traded: readonly Traded[],
  write: (traded: Traded) => { readonly symbol: string },
): Answer {
  const rows = traded
    .filter(({ market }) => symbol === undefined || market.symbol === symbol)
    .map((one) => tickerRow(write(one), one.day.turnover));
  return symbol !== undefined && rows.length === 0 ? INVALID_SYMBOL : tickerAnswer(rows, symbol);
}
