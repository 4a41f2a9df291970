import { ARROW_TYPE } from '@fullcarry/contracts/http/query-values';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { rowPieces, storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import type { GatewayRun } from '../../gateway-run.js';

interface StreamedRows {
  readonly series: StoredSeries;
  readonly window: TimeWindow;
  /** What the same answer as JSON says beside its rows; the schema's metadata `fullcarry`, as JSON. */
  readonly about: object;
}

/**
 * The rows as a stream that holds a few thousand of them at a time, however slowly it is read. Between two pieces the database
 * is left to others. A stream that fails is cut, so that whoever reads it sees that it is not whole.
 */
export async function streamedColumns(
  run: GatewayRun,
  { series, window, about }: StreamedRows,
  response: Response,
): Promise<StreamableFile> {
  // Loaded when it is first asked for: it takes 20 MB, which a gateway without such clients need not.
  const { arrowStream } = await import('./arrow-stream.js');
  const { CANDLE_COLUMNS, SETTLEMENT_COLUMNS } = await import('./rows-in-columns.js');
  const metadata = new Map([['fullcarry', JSON.stringify(about)]]);
  async function* pieces<Row>(
    read: (database: Database, id: number, piece: TimeWindow) => Promise<Row>,
  ) {
    for (const piece of rowPieces(series, window)) {
      yield await run.read((database) => read(database, series.id, piece));
    }
  }
  const chunks =
    series.key.kind === 'funding'
      ? arrowStream(metadata, SETTLEMENT_COLUMNS, pieces(storedSettlements))
      : arrowStream(metadata, CANDLE_COLUMNS, pieces(storedCandles));
  const stream = Readable.from(chunks, { objectMode: false });
  const answer = new StreamableFile(stream, { type: ARROW_TYPE });
  // Nest would end it in good order, and half of the rows would pass for all.
  return answer.setErrorHandler(() => response.destroy());
}
