import { commandRefused } from '@fullcarry/contracts/commands/data-sync-command-v1';
import { DeskCycleV1, type DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { DeskStatusV1, type DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import { FACTS_STREAM } from '@fullcarry/contracts/transport/streams';
import { natsOptions } from '@fullcarry/platform/bus/nats-options';
import { masked } from '@fullcarry/platform/settings/parse-environment';
import { parseJson } from '@fullcarry/platform/service/parse-json';
import { JetStreamApiCodes, JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import {
  connect,
  NoRespondersError,
  RequestError,
  TimeoutError,
  type NatsConnection,
} from '@nats-io/transport-node';
import type { z } from 'zod';

/** A command to the desk, as libs/contracts says it. */
interface Command<Ask, Reply extends z.ZodType> {
  readonly subject: string;
  readonly ask: z.ZodType<unknown, Ask>;
  readonly reply: Reply;
}

/** The active desk by way of the bus: what it published last, and commands to it. */
export class DeskBus {
  private constructor(private readonly connection: NatsConnection) {}

  /** Errors: one sentence when no NATS answers there. */
  static async with<Result>(url: string, work: (bus: DeskBus) => Promise<Result>): Promise<Result> {
    const connection = await connected(url);
    try {
      return await work(new DeskBus(connection));
    } finally {
      await connection.close();
    }
  }

  /** What it is doing, as it was last published; undefined when no desk was ever heard here. */
  status(): Promise<DeskStatus | undefined> {
    return this.retained(DeskStatusV1);
  }

  cycle(): Promise<DeskCycle | undefined> {
    return this.retained(DeskCycleV1);
  }

  /** Errors: one sentence when nobody answers, or when the desk refuses, with its reason. */
  async command<Ask, Reply extends z.ZodType>(
    command: Command<Ask, Reply>,
    ask: Ask,
    timeoutMs: number,
  ): Promise<z.output<Reply>> {
    const answer = await this.request(command.subject, JSON.stringify(ask), timeoutMs);
    const refused = commandRefused.safeParse(answer);
    if (refused.success) throw new Error(`The desk refuses: ${refused.data.error}`);
    const reply = command.reply.safeParse(answer);
    if (reply.success) return reply.data;
    throw new Error('The desk answered in words unknown here: is it of another version?');
  }

  private async request(subject: string, text: string, timeoutMs: number): Promise<unknown> {
    try {
      const message = await this.connection.request(subject, text, { timeout: timeoutMs });
      return message.json();
    } catch (cause) {
      if (isNobody(cause)) {
        throw new Error('No desk is active on this bus: the order was not carried out', { cause });
      }
      if (cause instanceof TimeoutError) {
        const seconds = Math.round(timeoutMs / 1000);
        throw new Error(
          `The desk did not answer within ${seconds} s; it may still do what was asked: see desk status`,
          { cause },
        );
      }
      throw new Error('The bus could not carry the command: see desk status', { cause });
    }
  }

  /** The stream keeps the last fact of each subject. */
  private async retained<Fact>(fact: {
    readonly subject: string;
    readonly schema: z.ZodType<Fact>;
  }): Promise<Fact | undefined> {
    const kept = await this.keptText(fact.subject);
    if (kept === undefined) return undefined;
    const read = fact.schema.safeParse(parseJson(kept));
    if (read.success) return read.data;
    throw new Error(`What the bus keeps as ${fact.subject} is of another version`);
  }

  /** undefined where nothing is kept, or the stream is not there yet. */
  private async keptText(subject: string): Promise<string | undefined> {
    try {
      const manager = await jetstreamManager(this.connection, { checkAPI: false });
      const last = { last_by_subj: subject };
      return (await manager.streams.getMessage(FACTS_STREAM.name, last))?.string();
    } catch (cause) {
      if (cause instanceof JetStreamApiError && cause.code === JetStreamApiCodes.StreamNotFound) {
        return undefined;
      }
      throw new Error('The bus does not say what it keeps of the desk', { cause });
    }
  }
}

async function connected(url: string): Promise<NatsConnection> {
  try {
    return await connect({
      ...natsOptions(url),
      name: 'fullcarry, command line',
      timeout: 3_000,
      reconnect: false,
      ignoreAuthErrorAbort: false,
    });
  } catch (cause) {
    throw new Error(
      `No NATS lets us in at ${masked(url)} (${whyOf(cause)}): name the desk’s own with --nats or NATS_URL`,
      { cause },
    );
  }
}

function whyOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.toLowerCase() : String(cause);
}

function isNobody(cause: unknown): boolean {
  return (
    cause instanceof NoRespondersError || (cause instanceof RequestError && cause.isNoResponders())
  );
}
