import type { NatsConnection } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is still on its way gets this long to leave: a server that is away takes nothing any more. */
const LONGEST_DRAIN_MS = 1_000;

/** Takes nothing new, publishes what was still to be published, and closes the connection. */
export async function leaveNats(connection: NatsConnection): Promise<void> {
  if (connection.isClosed()) return;
  const drained = connection.drain().catch(() => undefined);
  await Promise.race([drained, sleep(LONGEST_DRAIN_MS, undefined, { ref: false })]);
  await connection.close();
}
