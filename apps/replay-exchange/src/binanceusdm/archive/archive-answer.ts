import type { Answer, ArchiveAnswer, CandleRow } from '../../api/answer.js';
import { candleRows, withTurnover } from '../../api/history-rows.js';
import type { Query, Question } from '../../api/question.js';
import type { View } from '../../api/view.js';
import { DAY_MS } from '../../clock/durations.js';
import { bytes, whole } from '../../http/delivery.js';
import { checksumOf, zipOf } from './archive-file.js';

/** Under which all files of the archive lie, and by which its endpoint is known. */
export const ARCHIVE_ROOT = '/data/';

const PATH =
  /^\/data\/(futures\/um|spot)\/(daily|monthly)\/(\w+)\/([^/]+)\/([^/]+)\/([^/]+)\.zip(\.CHECKSUM)?$/;

/** Since then the files of spot have microseconds. */
const MICROSECONDS_FROM_MS = Date.UTC(2025, 0, 1);

/** The rows of a kind that open from one instant to another, both included; undefined where nothing was recorded. */
type RowsOf = (
  view: View,
  symbol: string,
  fromMs: number,
  toMs: number,
) => readonly CandleRow[] | undefined;

/** By the folders of the archive. */
const KINDS: ReadonlyMap<string, RowsOf> = new Map<string, RowsOf>([
  [
    'futures/um/klines',
    ({ board, nowMs }, symbol, fromMs, toMs) => {
      const market = board.get(symbol);
      return market && candleRows(market, fromMs, toMs, nowMs);
    },
  ],
  [
    'futures/um/markPriceKlines',
    ({ board, nowMs }, symbol, fromMs, toMs) => {
      const market = board.get(symbol);
      return market && withTurnover(market.markCandles(fromMs, toMs, nowMs));
    },
  ],
  [
    'spot/klines',
    ({ board, nowMs }, symbol, fromMs, toMs) => {
      const hours = board.getSpot(symbol)?.candles(fromMs, toMs, nowMs);
      return hours && withTurnover(hours);
    },
  ],
]);

export const NO_SUCH_FILE = whole(
  404,
  'application/xml',
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code></Error>\n',
);

/** A file of the archive is asked by its path alone. */
export function archiveQuestion(path: string): Question {
  const symbol = PATH.exec(path)?.[4] ?? '';
  return { path, endpoint: ARCHIVE_ROOT, query: { file: path, symbol } };
}

/**
 * GET /data/…: a file of hours as Binance publishes it, or its checksum, made of the recording when it is asked for. A
 * day's file is there when the day is over, a month's from the first Monday of the next month.
 */
export function answerArchive({ file = '' }: Query, view: View): Answer {
  const [, market = '', folder, data = '', symbol = '', interval, name = '', checksum] =
    PATH.exec(file) ?? [];
  const window = windowOf(name, folder === 'monthly');
  const rowsOf = KINDS.get(`${market}/${data}`);
  if (!rowsOf || !window || interval !== '1h' || window.publishedAtMs > view.nowMs) return ABSENT;
  if (name !== `${symbol}-${interval}-${window.date}`) return ABSENT;
  const rows = rowsOf(view, symbol, window.fromMs, window.toMs - 1) ?? [];
  if (rows.length === 0) return ABSENT;
  const isSpot = market === 'spot';
  return {
    kind: 'archive',
    file: {
      name,
      rows,
      hasHeader: !isSpot,
      isInMicroseconds: isSpot && window.fromMs >= MICROSECONDS_FROM_MS,
    },
    isChecksum: checksum !== undefined,
    write: (sent) =>
      checksum === undefined
        ? bytes('application/zip', zipOf(sent))
        : whole(200, 'binary/octet-stream', checksumOf(sent)),
  } satisfies ArchiveAnswer;
}

const ABSENT: Answer = { kind: 'plain', write: () => NO_SUCH_FILE };

/** What a file holds by its name, and when it is published; undefined where the name tells no month or day. */
function windowOf(name: string, isMonth: boolean) {
  const [, date = ''] = (isMonth ? /-(\d{4}-\d\d)$/ : /-(\d{4}-\d\d-\d\d)$/).exec(name) ?? [];
  const fromMs = Date.parse(`${date}${isMonth ? '-01' : ''}T00:00:00Z`);
  if (Number.isNaN(fromMs)) return undefined;
  if (!isMonth) return { date, fromMs, toMs: fromMs + DAY_MS, publishedAtMs: fromMs + DAY_MS };
  const from = new Date(fromMs);
  const toMs = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1);
  const daysToMonday = (8 - new Date(toMs).getUTCDay()) % 7;
  return { date, fromMs, toMs, publishedAtMs: toMs + daysToMonday * DAY_MS };
}
