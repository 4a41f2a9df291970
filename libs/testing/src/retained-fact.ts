import { connect } from '@nats-io/transport-node';

/**
 * The last fact of the subject as any NATS client can ask for it, without a JetStream library: one plain
 * request. undefined when the bus keeps none, or has no such stream.
 */
export async function retainedFact(natsUrl: string, subject: string): Promise<unknown> {
  const connection = await connect({ servers: natsUrl });
  try {
    const reply = await connection.request(`$JS.API.DIRECT.GET.FACTS.${subject}`);
    return reply.headers?.hasError ? undefined : reply.json();
  } catch {
    // No stream of that name answers, or not yet.
    return undefined;
  } finally {
    await connection.close();
  }
}

/** Puts a fact there as a fetcher of an earlier life would have left it. */
export async function leaveFact(natsUrl: string, subject: string, payload: object): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  await connection.request('$JS.API.STREAM.CREATE.FACTS', JSON.stringify(FACTS));
  await connection.request(subject, JSON.stringify(payload));
  await connection.close();
}

const FACTS = {
  name: 'FACTS',
  subjects: ['data.>', 'market.>', 'desk.>'],
  retention: 'limits',
  storage: 'file',
  max_msgs_per_subject: 1,
  allow_direct: true,
};
