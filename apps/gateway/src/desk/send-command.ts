import { commandRefused } from '@fullcarry/contracts/commands/data-sync-command-v1';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { NoRespondersError, RequestError, TimeoutError } from '@nats-io/transport-node';
import type { z } from 'zod';
import { HttpFault } from '../http/http-fault.js';
import { UnavailableError } from '../unavailable-error.js';

export interface Command<Ask, Reply extends z.ZodType> {
  readonly subject: string;
  readonly ask: z.ZodType<unknown, Ask>;
  readonly reply: Reply;
}

/** Who carries a command out. */
export type Answerer = 'desk' | 'backtester';

/**
 * Asks the active desk, or who is named, and waits for the reply.
 *
 * Errors: UnavailableError when nobody answers; HttpFault 409 when it is refused, with the reason.
 */
export async function sendCommand<Ask, Reply extends z.ZodType>(
  bus: Bus,
  command: Command<Ask, Reply>,
  ask: Ask,
  timeoutMs: number,
  what: Answerer = 'desk',
): Promise<z.output<Reply>> {
  const answer = await request(bus, command.subject, JSON.stringify(ask), timeoutMs, what);
  const refused = commandRefused.safeParse(answer);
  if (refused.success) throw new HttpFault(409, refused.data.error);
  const reply = command.reply.safeParse(answer);
  if (!reply.success) {
    throw new UnavailableError(what, `The ${what} answered what this gateway does not understand`);
  }
  return reply.data;
}

async function request(
  bus: Bus,
  subject: string,
  text: string,
  timeoutMs: number,
  what: Answerer,
): Promise<unknown> {
  try {
    const message = await bus.connection.request(subject, text, { timeout: timeoutMs });
    return message.json();
  } catch (cause) {
    if (cause instanceof NoRespondersError || isNoResponders(cause)) {
      throw new UnavailableError(what, `No ${what} is running: the order was not carried out`, {
        cause,
      });
    }
    if (cause instanceof TimeoutError) {
      const seconds = Math.round(timeoutMs / 1000);
      throw new UnavailableError(
        what,
        `The ${what} did not answer within ${seconds} s; it may still do what was asked`,
        { cause },
      );
    }
    throw new UnavailableError(
      'nats',
      'NATS could not carry the command; check whether it was carried out',
      {
        cause,
      },
    );
  }
}

function isNoResponders(error: unknown): boolean {
  return error instanceof RequestError && error.isNoResponders();
}
