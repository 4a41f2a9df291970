import type { MsgHdrs } from '@nats-io/transport-node';
import type { Deserializer, IncomingRequest, Serializer } from '@nestjs/microservices';
import { z } from 'zod';
import { encoded, MessageTooLargeError } from '../message-bound.js';

const natsMessage = z.object({
  string: z.custom<() => string>((value) => typeof value === 'function'),
  reply: z.string().optional(),
  headers: z.custom<MsgHdrs>((value) => typeof value === 'object' && value !== null).optional(),
});

/** Plain JSON in: any NATS client can place a command, without knowing a framework's envelope. */
export class PlainJsonDeserializer implements Deserializer {
  deserialize(message: unknown, options: { channel: string }): IncomingRequest {
    return { id: '', pattern: options.channel, data: bodyOf(message) };
  }
}

/** Plain JSON out: the reply itself, or `{ "v": 1, "error": … }`; the latter also for a reply that is too large. */
export class PlainJsonSerializer implements Serializer {
  serialize(packet: { response?: unknown; err?: unknown }) {
    const reply = packet.err === undefined ? packet.response : { v: 1, error: reason(packet.err) };
    return { data: encodedReply(reply) };
  }
}

function encodedReply(reply: unknown): string {
  try {
    return encoded('an order’s reply', reply ?? null);
  } catch (error) {
    if (!(error instanceof MessageTooLargeError)) throw error;
    return encoded('an order’s reply', { v: 1, error: error.message });
  }
}

/**
 * The parsed body; undefined when it is no JSON, which the command's own schema then refuses. So it is of what JetStream sent:
 * whoever may only read a stream could name a command's subject as the one to be answered on, and a kept fact would be a command.
 */
function bodyOf(message: unknown): unknown {
  const parsed = natsMessage.safeParse(message);
  if (!parsed.success || isOfJetStream(parsed.data)) return undefined;
  // Called on the message itself: its methods read private fields.
  const text = Reflect.apply(parsed.data.string, message, []);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOfJetStream({ reply, headers }: z.infer<typeof natsMessage>): boolean {
  return headers?.has('Nats-Stream') === true || reply?.startsWith('$JS.ACK.') === true;
}

/** Nest passes on an error, its message, or an object that holds it. */
function reason(error: unknown): string {
  const parsed = z.union([z.string(), z.object({ message: z.string() })]).safeParse(error);
  if (!parsed.success) return String(error);
  return typeof parsed.data === 'string' ? parsed.data : parsed.data.message;
}
