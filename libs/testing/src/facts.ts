import { connect, type NatsConnection } from '@nats-io/transport-node';

interface Fact {
  readonly subject: string;
  readonly payload: unknown;
}

/** A plain NATS subscriber to facts, those about the data if not told else, from the moment at which it is opened. */
export class Facts {
  readonly heard: Fact[] = [];
  private readonly listeners = new Set<() => void>();

  private constructor(
    private readonly connection: NatsConnection,
    subjects: readonly string[],
  ) {
    for (const subject of subjects) {
      connection.subscribe(subject, {
        callback: (_error, message) => {
          this.heard.push({ subject: message.subject, payload: message.json() });
          this.listeners.forEach((listener) => listener());
        },
      });
    }
  }

  static async open(natsUrl: string, subjects: readonly string[] = ['data.>']): Promise<Facts> {
    const facts = new Facts(await connect({ servers: natsUrl }), subjects);
    await facts.connection.flush();
    return facts;
  }

  of(subject: string): unknown[] {
    return this.heard.filter((fact) => fact.subject === subject).map((fact) => fact.payload);
  }

  /** The first fact of the subject after the `since` first ones of all, for which `isIt` holds. */
  next<Payload>(
    subject: string,
    { since = this.heard.length, isIt = () => true }: Wanted<Payload> = {},
  ): Promise<Payload> {
    return new Promise((resolve) => {
      const check = () => {
        const found = this.heard
          .slice(since)
          .find((fact) => fact.subject === subject && isIt(fact.payload as Payload));
        if (!found) return;
        this.listeners.delete(check);
        resolve(found.payload as Payload);
      };
      this.listeners.add(check);
      check();
    });
  }

  /** Commands something of a fetcher as any NATS client can, and returns the reply. */
  async command(subject: string): Promise<unknown> {
    const reply = await this.connection.request(subject, JSON.stringify({ v: 1 }), {
      timeout: 30_000,
    });
    return reply.json();
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}

export interface Wanted<Payload> {
  readonly since?: number;
  readonly isIt?: (payload: Payload) => boolean;
}
