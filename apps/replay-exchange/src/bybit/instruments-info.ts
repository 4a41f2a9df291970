import { z } from 'zod';
import type { Answer, InstrumentAnswer, ListedRow } from '../api/answer.js';
import { limitSchema } from '../api/asked.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { refusal, succeeded } from './envelope.js';
import { instrumentOf, type Instrument } from './instrument.js';
import { answerQuery, categorySchema } from './query.js';
import { spotInstrumentOf, type SpotInstrument } from './spot-instrument.js';

const querySchema = z.object({
  category: categorySchema,
  symbol: z.string().optional(),
  baseCoin: z.string().optional(),
  status: z.enum(['PreLaunch', 'Trading', 'Delivering', 'Closed']).default('Trading'),
  limit: limitSchema(500, 1_000),
  cursor: z.string().default(''),
});

type Asked = z.infer<typeof querySchema>;

/**
 * GET /v5/market/instruments-info: by name, 500 a page unless asked otherwise, at most 1000.
 *
 * Without a status only what trades is listed: a delisted symbol is absent unless `status=Closed`. The
 * next page's cursor names the last symbol of this one, and is empty on the last page.
 */
export function answerInstrumentsInfo(query: Query, view: View): Answer {
  return answerQuery(querySchema, query, (asked) => {
    if (asked.category === 'spot') return spotInstruments(asked, view);
    if (asked.category !== 'linear') return pageOf(asked, [], '');
    if (asked.symbol !== undefined && !view.board.get(asked.symbol)) {
      return refusal('params error: symbol invalid');
    }
    const after = symbolAfter(asked.cursor);
    const rows = instrumentsOf(view).filter(
      (row) =>
        row.status === asked.status &&
        (asked.symbol === undefined || row.symbol === asked.symbol) &&
        (asked.baseCoin === undefined || row['baseCoin'] === asked.baseCoin) &&
        row.symbol > after,
    );
    const list = rows.slice(0, asked.limit);
    const last = list.at(-1);
    return pageOf(asked, list, rows.length > list.length && last ? cursorAfter(last.symbol) : '');
  });
}

/** Spot takes no base coin, limit or cursor: everything that trades comes on one page. */
function spotInstruments(asked: Asked, { board, nowMs }: View): Answer {
  const { symbol, status } = asked;
  if (symbol !== undefined && !board.getSpot(symbol)) {
    return refusal('params error: symbol invalid');
  }
  const list = board
    .allSpot()
    .filter((market) => market.trades(nowMs) && status === 'Trading')
    .filter((market) => symbol === undefined || market.symbol === symbol)
    .map(spotInstrumentOf);
  return pageOf(asked, list, undefined);
}

/** `next`: undefined for spot, which comes on one page. */
function pageOf(
  { category, cursor }: Asked,
  list: readonly (Instrument | SpotInstrument)[],
  next: string | undefined,
): InstrumentAnswer {
  const write =
    (nextPageCursor: string | undefined) => (rows: readonly ListedRow[], serverTimeMs: number) =>
      succeeded(
        { category, list: rows.map((row) => row.write(row.symbol)), nextPageCursor },
        serverTimeMs,
      );
  return {
    kind: 'instruments',
    rows: list.map((one) => ({ symbol: one.symbol, write: (symbol) => ({ ...one, symbol }) })),
    write: write(next),
    writeLooping: write(cursor === '' ? cursorAfter('') : cursor),
  };
}

function instrumentsOf({ board, nowMs }: View): Instrument[] {
  return board
    .all()
    .filter((market) => market.recording.spec.role !== 'ticker-only' && market.isLaunched(nowMs))
    .map((market) => instrumentOf(market, nowMs));
}

/** Bybit's cursors are themselves URL-encoded text, which clients must encode again or send as it is. */
function cursorAfter(symbol: string): string {
  return encodeURIComponent(`last=${symbol}`);
}

function symbolAfter(cursor: string): string {
  return /^last(?:=|%3D)(.*)$/i.exec(cursor)?.[1] ?? '';
}
