import { connect, Empty } from '@nats-io/transport-node';

/** Places an order as any NATS client would; the reply is read as JSON text. */
export async function order(natsUrl: string, subject: string, payload?: string): Promise<unknown> {
  const [reply] = await ordersInTurn(natsUrl, [{ subject, payload }]);
  return reply;
}

/** Places them without waiting for a reply, over one connection: over several they arrive in any order. */
export async function ordersInTurn(natsUrl: string, orders: readonly Order[]): Promise<unknown[]> {
  const connection = await connect({ servers: natsUrl });
  try {
    const replies = orders.map(({ subject, payload }) =>
      connection.request(subject, payload ?? Empty, { timeout: 20_000 }),
    );
    return (await Promise.all(replies)).map((reply) => JSON.parse(reply.string()));
  } finally {
    await connection.close();
  }
}

export interface Order {
  readonly subject: string;
  readonly payload?: string | undefined;
}

export const ASK = JSON.stringify({ v: 1 });
