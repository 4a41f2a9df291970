import type { SocketEvent, SocketPayload } from '@fullcarry/contracts/transport/socket-events';
import type { Server, Socket } from 'socket.io';

/** What became known is sent together after this, so that a thousand browsers that connect at once share one encoding. */
const GATHER_MS = 10;

/**
 * Sends each client the newest state of each event. What it has not got yet is kept as the event's name only:
 * a client that reads too slowly gets, when it reads again, the newest state and nothing of what lay between,
 * so that nothing is ever queued beyond one message an event.
 */
export class NewestState {
  private readonly newest = new Map<SocketEvent, unknown>();
  private readonly texts = new Map<SocketEvent, string>();
  private readonly owed = new Map<Socket, Set<SocketEvent>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {}

  /** A client gets everything that is known, and from then on what changes. */
  welcome(socket: Socket): void {
    this.owed.set(socket, new Set(this.newest.keys()));
    // The socket can take more: engine.io says so once what it had was given to the system.
    socket.conn.transport.on('ready', () => {
      if ((this.owed.get(socket)?.size ?? 0) > 0) this.soon();
    });
    socket.once('disconnect', () => this.owed.delete(socket));
    this.soon();
  }

  /** Publishes the state of an event; when it is what was published before, nothing happens. */
  publish<Event extends SocketEvent>(event: Event, payload: SocketPayload<Event>): void {
    const text = JSON.stringify(payload);
    if (this.texts.get(event) === text) return;
    this.texts.set(event, text);
    this.newest.set(event, payload);
    for (const events of this.owed.values()) events.add(event);
    this.send();
  }

  close(): void {
    clearTimeout(this.timer);
    this.owed.clear();
  }

  private soon(): void {
    this.timer ??= setTimeout(() => this.send(), GATHER_MS);
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const free = [...this.owed].filter(([socket, events]) => events.size > 0 && isFree(socket));
    for (const [event, payload] of this.newest) {
      const ids = free.filter(([, events]) => events.delete(event)).map(([socket]) => socket.id);
      // Encoded once for all of them.
      if (ids.length > 0) this.server.local.in(ids).emit(event, payload);
    }
  }
}

/** Nothing of what it was sent waits for the network any more. */
function isFree(socket: Socket): boolean {
  return socket.conn.transport.writable;
}
