import {
  DataSyncCommandV1,
  commandOfExchange,
  commandRefused,
  type SyncReply,
} from '@fullcarry/contracts/commands/data-sync-command-v1';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { orAborted } from '@fullcarry/platform/service/or-aborted';
import { z } from 'zod';

const LONGEST_ANSWER_MS = 15_000;

const answer = z.union([DataSyncCommandV1.reply, commandRefused]);

/**
 * Commands one fetcher to bring the exchange's history up to date.
 *
 * Errors: TransientError when no fetcher answers; PermanentError when it refuses, with its reason; the
 * signal's reason when it aborts.
 */
export async function askSync(bus: Bus, exchange: string, signal: AbortSignal): Promise<SyncReply> {
  const ask = JSON.stringify({ v: 1, exchange } satisfies z.input<typeof DataSyncCommandV1.ask>);
  const subject = commandOfExchange(DataSyncCommandV1.subject, exchange);
  const reply = answer.safeParse(await orAborted(request(bus, subject, ask), signal));
  if (!reply.success) throw new PermanentError('The fetcher answered in words unknown here');
  if ('error' in reply.data) throw new PermanentError(reply.data.error);
  return reply.data;
}

async function request(bus: Bus, subject: string, ask: string): Promise<unknown> {
  try {
    const message = await bus.connection.request(subject, ask, { timeout: LONGEST_ANSWER_MS });
    return message.json();
  } catch (error) {
    throw new TransientError('No fetcher answers', {}, { cause: error });
  }
}
