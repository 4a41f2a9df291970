import { connect, Empty } from '@nats-io/transport-node';

/** Places a command as any NATS client would; the reply is read as JSON text. */
export async function command(
  natsUrl: string,
  subject: string,
  payload?: string,
): Promise<unknown> {
  const [reply] = await commandsInTurn(natsUrl, [{ subject, payload }]);
  return reply;
}

/** Places them without waiting for a reply, over one connection: over several they arrive in any order. */
export async function commandsInTurn(
  natsUrl: string,
  commands: readonly Command[],
): Promise<unknown[]> {
  const connection = await connect({ servers: natsUrl });
  try {
    const replies = commands.map(({ subject, payload }) =>
      connection.request(subject, payload ?? Empty, { timeout: 20_000 }),
    );
    return (await Promise.all(replies)).map((reply) => JSON.parse(reply.string()));
  } finally {
    await connection.close();
  }
}

export interface Command {
  readonly subject: string;
  readonly payload?: string | undefined;
}

export const ASK = JSON.stringify({ v: 1 });
