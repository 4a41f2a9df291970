import { DataDegradedV1, type DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import { DataProgressV1, type DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { DataReadyV1, type DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { DataSyncedV1, type DataSynced } from '@fullcarry/contracts/facts/data-synced-v1';
import { connect } from '@nats-io/transport-node';
import type { z } from 'zod';

/** What the fetcher says, as it says it. */
export type HistoryNews =
  | { readonly kind: 'progress'; readonly progress: DataProgress }
  | { readonly kind: 'ready'; readonly ready: DataReady }
  | { readonly kind: 'degraded'; readonly degraded: DataDegraded }
  | { readonly kind: 'synced'; readonly synced: DataSynced };

/** Whose facts are heard: on a NATS that several stacks share, others speak too. */
export interface Speaker {
  /** The one on which the desk trades comes first. */
  readonly exchanges: readonly [string, ...string[]];
  /** `live` or `replay <anchor>`; undefined when only the exchange itself knows. */
  readonly source: string | undefined;
}

/** The source of a fetcher that has not heard from its exchange yet. */
const NOT_YET_KNOWN = 'unknown';

/**
 * Follows the data facts of one speaker until the returned function is called. Only what is published from now
 * on is heard, never what the stream retained of an earlier run: subscribe first, then start the fetcher.
 */
export async function followHistory(
  url: string,
  speaker: Speaker,
  report: (news: HistoryNews) => void,
): Promise<() => Promise<void>> {
  const connection = await connect({ servers: url.split(','), maxReconnectAttempts: -1 });
  const subscribe = <Payload extends { exchange: string; source: string }>(
    fact: { readonly subject: string; readonly schema: z.ZodType<Payload> },
    hear: (payload: Payload) => void,
  ) =>
    connection.subscribe(fact.subject, {
      callback: (error, message) => {
        if (error) return;
        const payload = parse(fact.schema, message.string());
        if (payload && isBy(speaker, payload)) hear(payload);
      },
    });
  subscribe(DataProgressV1, (progress) => report({ kind: 'progress', progress }));
  subscribe(DataReadyV1, (ready) => report({ kind: 'ready', ready }));
  subscribe(DataDegradedV1, (degraded) => report({ kind: 'degraded', degraded }));
  subscribe(DataSyncedV1, (synced) => report({ kind: 'synced', synced }));
  // The server knows the subscriptions now: nothing that is published afterwards is lost.
  await connection.flush();
  return () => connection.close();
}

function isBy(speaker: Speaker, fact: { exchange: string; source: string }): boolean {
  return (
    speaker.exchanges.includes(fact.exchange) &&
    (speaker.source === undefined || [speaker.source, NOT_YET_KNOWN].includes(fact.source))
  );
}

/** What someone else writes on our subjects is passed over, not trusted. */
function parse<Payload>(schema: z.ZodType<Payload>, text: string): Payload | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
