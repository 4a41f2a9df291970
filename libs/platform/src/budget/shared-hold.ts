import type { Logger } from 'pino';
import { z } from 'zod';
import type { Member } from './budget-table.js';
import type { Bus } from '../bus/bus.js';
import { parseJson } from '../service/parse-json.js';

/** What keeps silent for a while when somebody asks for it, and says so. */
export interface Holdable {
  /** What all of them share, such as one limit of an exchange; a key of NATS' key-value store. */
  readonly name: string;
  /** Nothing for `holdMs` from now; a longer hold stands. */
  hold(holdMs: number): void;
  heldForMs(): number;
  onHold(notify: (holdMs: number) => void): void;
}

/** Two processes say of one hold how long it lasts; what differs by less is the way of the message. */
const SAME_HOLD_MS = 2_000;

/** Published on `hold.<name>`: everybody must be silent for so long from now. Who misses it reads the table. */
const Hold = { schema: z.object({ id: z.string(), holdMs: z.number().nonnegative() }) };

/** One hold for all processes behind one address: whoever is asked for silence passes it on to the others. */
export class SharedHold {
  private readonly subject: string;

  /** `id`: of this process in the table; `passedOn`: after it was published to the others at once. */
  constructor(
    private readonly id: string,
    private readonly parts: {
      readonly spender: Holdable;
      readonly bus: Bus;
      readonly logger: Logger;
    },
    passedOn: () => void,
  ) {
    const { spender, bus } = parts;
    this.subject = `hold.${spender.name}`;
    spender.onHold((holdMs) => {
      bus.publishWithoutAck(this.subject, Hold, { id, holdMs });
      passedOn();
    });
    this.listen();
  }

  /** For how long everybody has to be silent: what this process says in the table. */
  get restMs(): number {
    return Math.ceil(this.parts.spender.heldForMs());
  }

  /** For whoever comes when all others are gone: what they left in the table, as of now. */
  resume(members: readonly Member[]): void {
    const holdMs = Math.max(0, ...members.map((one) => one.holdMs));
    if (holdMs > this.parts.spender.heldForMs()) this.hold(holdMs);
  }

  /** For whoever came after the message was sent: what the others say in the table. */
  keep(others: readonly Member[], unchangedMs: (one: Member) => number): void {
    for (const one of others) {
      const holdMs = one.holdMs - unchangedMs(one);
      if (holdMs > this.parts.spender.heldForMs() + SAME_HOLD_MS) this.hold(holdMs);
    }
  }

  private listen(): void {
    this.parts.bus.connection.subscribe(this.subject, {
      callback: (error, message) => {
        if (error) return;
        const received = Hold.schema.safeParse(parseJson(message.string()));
        if (received.success && received.data.id !== this.id) this.hold(received.data.holdMs);
      },
    });
  }

  private hold(holdMs: number): void {
    const { logger, spender } = this.parts;
    logger.warn(
      { name: spender.name, holdMs: Math.round(holdMs) },
      'Another process was told to wait',
    );
    spender.hold(holdMs);
  }
}
