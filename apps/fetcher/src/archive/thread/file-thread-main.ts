import { candleHoles } from '@fullcarry/domain/completeness/schedule/candle-grid';
import { PackedCandles } from '@fullcarry/domain/packed-candles';
import { covers, subtractWindows } from '@fullcarry/domain/time-window';
import { readArchivedCandles } from '@fullcarry/exchange/archive/archived-candles';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { storeAnswer, type Stored } from '@fullcarry/history/rows/store-answer';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import {
  faultOf,
  type FileRows,
  type ReadFile,
  type StorePiece,
  type ThreadRequest,
  type WorkEnd,
} from './file-work.js';

// Files of an archive, from their bytes to stored rows, in a thread of their own: see file-thread.ts.

const { databaseUrl } = z.object({ databaseUrl: z.string() }).parse(workerData);
/** One connection, as pieces are stored one after the other. */
const opening = openDatabase(databaseUrl, { poolSize: 1 });
// Whoever stores hears why it can't be opened.
opening.catch(() => undefined);

async function read({ file, window, stepMs, windows }: ReadFile): Promise<FileRows> {
  const all = await readArchivedCandles(file, window, stepMs);
  const rows = all.filter(({ openAtMs }) => covers(windows, openAtMs));
  const holes = windows.flatMap((one) => candleHoles(rows, one, stepMs));
  return { rows: PackedCandles.of(rows).numbers, whole: subtractWindows(windows, holes) };
}

async function store({ answer, rows, time }: StorePiece): Promise<Stored> {
  const content = { kind: 'candles', rows: new PackedCandles(rows).candles() } as const;
  return storeAnswer(await opening, { ...answer, content }, time);
}

async function end({ work, reply }: ThreadRequest): Promise<void> {
  const doing: Promise<FileRows | Stored> = work.kind === 'read' ? read(work) : store(work);
  const outcome = await doing.then(
    (done): WorkEnd<FileRows | Stored> => ({ done }),
    (error: unknown) => ({ fault: faultOf(error) }),
  );
  const moved = 'done' in outcome && 'rows' in outcome.done ? [outcome.done.rows.buffer] : [];
  reply.postMessage(outcome, moved);
  reply.close();
}

parentPort?.on('message', (request: ThreadRequest) => void end(request));
