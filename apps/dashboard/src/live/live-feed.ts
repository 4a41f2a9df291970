import {
  SOCKET_EVENTS,
  SOCKET_PATH,
  type SocketEvent,
  type SocketPayload,
} from '@fullcarry/contracts/transport/socket-events';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';

/** The newest payload of each event; undefined until it is published. */
export type LiveFacts = { readonly [Event in SocketEvent]?: SocketPayload<Event> };

/** `lost` since when; `foreign`: what comes can't be read, so that page and gateway are not of one version. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'lost'; readonly sinceMs: number }
  | { readonly kind: 'foreign'; readonly event: string };

type Listener = () => void;
type EventListener = (event: SocketEvent, facts: LiveFacts, before: LiveFacts) => void;

/**
 * What the gateway publishes by socket. Everything known comes again on connect, so that after a lost connection
 * nothing has to be asked for what happened meanwhile.
 */
export class LiveFeed {
  facts: LiveFacts = {};
  connection: Connection = { kind: 'connecting' };
  private readonly listeners = new Set<Listener>();
  private readonly eventListeners = new Set<EventListener>();
  private readonly connectListeners = new Set<Listener>();
  private readonly socket: Socket;

  constructor() {
    this.socket = io({
      path: SOCKET_PATH,
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: 250,
      reconnectionDelayMax: 2_000,
    });
    this.hear('dataStatusV1');
    this.hear('dataStatusesV1');
    this.hear('dataProgressV1');
    this.hear('marketProgressV1');
    this.hear('ratesV1');
    this.hear('cycleV1');
    this.hear('deskV1');
    this.hear('positionV1');
    this.hear('systemV1');
    this.socket.on('connect', () => {
      this.become({ kind: 'connected' });
      for (const listener of this.connectListeners) listener();
    });
    this.socket.on('disconnect', () => this.lose());
    this.socket.on('connect_error', () => this.lose());
    // A cable that is pulled is known to the browser long before the socket misses an answer.
    window.addEventListener('offline', () => this.lose());
    window.addEventListener('online', () => this.socket.disconnect().connect());
  }

  start(): void {
    this.socket.connect();
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Called for each event that was published and could be read. */
  onEvent(listener: EventListener): void {
    this.eventListeners.add(listener);
  }

  /** Called each time the connection stands, before the state is published anew. */
  onConnect(listener: Listener): void {
    this.connectListeners.add(listener);
  }

  private hear(event: SocketEvent): void {
    this.socket.on(event, (payload: unknown) => {
      const read = z.safeParse(SOCKET_EVENTS[event], payload);
      if (!read.success) return this.become({ kind: 'foreign', event });
      const before = this.facts;
      this.facts = { ...before, [event]: read.data };
      this.notify();
      for (const listener of this.eventListeners) listener(event, this.facts, before);
    });
  }

  private lose(): void {
    const sinceMs = this.connection.kind === 'lost' ? this.connection.sinceMs : Date.now();
    this.become({ kind: 'lost', sinceMs });
  }

  private become(connection: Connection): void {
    this.connection = connection;
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
