import {
  SOCKET_PATH,
  type SocketEvent,
  type SocketPayload,
} from '@fullcarry/contracts/transport/socket-events';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { OwnHosts } from '../access/own-hosts.js';
import type { ReadGuard } from '../access/read-guard.js';
import { HttpFault } from '../http/http-fault.js';
import { socketClients } from '../metrics.js';
import { NewestState } from './newest-state.js';

/** A client has nothing to say but that it is there. */
const LARGEST_MESSAGE_BYTES = 4_096;

/**
 * The browser's live channel: the newest state of everything on connect, then each change. Only WebSocket, so
 * that any gateway of several can take any connection. It takes no commands.
 */
export class LiveSocket {
  private readonly server: Server;
  private readonly newest: NewestState;

  constructor(
    http: HttpServer,
    private readonly access: { readonly hosts: OwnHosts; readonly readGuard: ReadGuard },
    logger: Logger,
  ) {
    this.server = new Server(http, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      allowUpgrades: false,
      serveClient: false,
      perMessageDeflate: false,
      maxHttpBufferSize: LARGEST_MESSAGE_BYTES,
      pingInterval: 10_000,
      pingTimeout: 15_000,
      connectTimeout: 10_000,
      allowRequest: (request, decide) => {
        this.let(request).then(
          () => decide(undefined, true),
          (error: unknown) => decide(error instanceof Error ? error.message : 'Refused', false),
        );
      },
    });
    this.newest = new NewestState(this.server);
    this.server.on('connection', (socket) => {
      socketClients.inc();
      socket.once('disconnect', () => socketClients.dec());
      socket.onAny(() => socket.disconnect(true));
      this.newest.welcome(socket);
    });
    this.server.engine.on('connection_error', (error: unknown) => {
      logger.debug({ err: error }, 'A socket was refused');
    });
  }

  get clients(): number {
    return this.server.engine.clientsCount;
  }

  publish<Event extends SocketEvent>(event: Event, payload: SocketPayload<Event>): void {
    this.newest.publish(event, payload);
  }

  /** Errors: HttpFault of whichever guard refuses. */
  private async let(request: IncomingMessage): Promise<void> {
    const { hosts, readGuard } = this.access;
    const { host, origin } = request.headers;
    if (!hosts.accepts(host) || !hosts.isOwnOrigin(origin, host)) {
      throw new HttpFault(403, 'Sockets are not taken from other pages');
    }
    await readGuard.takeSocket(request);
  }

  async close(): Promise<void> {
    this.newest.close();
    await this.server.close();
  }
}
