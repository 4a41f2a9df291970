import { connect, Empty } from '@nats-io/transport-node';

/** Places an order as any NATS client would; the reply is read as JSON text. */
export async function order(natsUrl: string, subject: string, payload?: string): Promise<unknown> {
  const connection = await connect({ servers: natsUrl });
  try {
    const reply = await connection.request(subject, payload ?? Empty, { timeout: 20_000 });
    return JSON.parse(reply.string());
  } finally {
    await connection.close();
  }
}

export const ASK = JSON.stringify({ v: 1 });
