import {
  backtestProgressSubject,
  BacktestProgressV1,
  isOver,
  type BacktestProgress,
} from '@fullcarry/contracts/facts/backtest-progress-v1';
import { backtestJobSubject } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { BACKTESTS_STREAM, JOBS_STREAM } from '@fullcarry/contracts/transport/streams';
import type { Bus } from '@fullcarry/platform/bus/bus';
import {
  BusUnavailableError,
  StreamLostError,
} from '@fullcarry/platform/bus/bus-unavailable-error';
import { UnavailableError } from '../unavailable-error.js';

/** Who is silent for so long is looked for in the queue. */
const LONG_SILENT_MS = 30_000;

/**
 * The last message about a backtest; undefined where there is none. One that neither waits nor is over was lost with the queue, and
 * is reported as failed.
 *
 * Errors: UnavailableError.
 */
export async function backtestRunState(
  bus: Bus,
  id: string,
  nowMs: number,
): Promise<BacktestProgress | undefined> {
  const last = await lastMessage(bus, id);
  if (!last || isOver(last.state) || nowMs - last.atMs < LONG_SILENT_MS) return last;
  if ((await kept(bus, JOBS_STREAM.name, backtestJobSubject({ id }))) !== undefined) return last;
  // It may have come to its end between the two readings.
  const again = await lastMessage(bus, id);
  if (!again || isOver(again.state)) return again;
  const reason = 'The queue lost it: ask the same again';
  return { ...again, state: 'failed', etaSeconds: null, reason };
}

async function lastMessage(bus: Bus, id: string): Promise<BacktestProgress | undefined> {
  const message = await kept(bus, BACKTESTS_STREAM.name, backtestProgressSubject(id));
  const parsed = BacktestProgressV1.schema.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}

/** A stream that no backtester made yet holds nothing. */
async function kept(bus: Bus, stream: string, subject: string): Promise<unknown> {
  try {
    return await bus.retained(stream, subject);
  } catch (error) {
    if (error instanceof StreamLostError) return undefined;
    if (!(error instanceof BusUnavailableError)) throw error;
    throw new UnavailableError('nats', error.message, { cause: error });
  }
}
