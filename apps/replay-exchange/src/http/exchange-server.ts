import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { answerControlRequest } from '../control/control-requests.js';
import type { Replay } from '../served-api.js';
import { json } from './delivery.js';
import { answerMarketRequest } from './market-requests.js';
import { sendDelivery } from './send-delivery.js';

export interface ServerSetting {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How long a fault may hold a socket. */
  readonly holdMs: number;
}

export interface ListeningServer {
  readonly url: string;
  /** Stops at once: open sockets, held ones too, are cut. */
  close(): Promise<void>;
}

/** Longer than the clients that test it keep an idle connection for use. */
const KEEP_ALIVE_MS = 120_000;

/** Serves the exchanges' APIs and the replay's own control endpoints on one port. */
export async function listen(
  replay: Replay,
  setting: ServerSetting,
  logger: Logger,
): Promise<ListeningServer> {
  const label = new Date(replay.anchorMs).toISOString();
  const server = createServer((request, response) => {
    response.setHeader('x-fullcarry-replay', label);
    response.setHeader('x-fullcarry-replay-speed', String(replay.clock.speed));
    serve(replay, request, response, setting.holdMs).catch((error: unknown) => {
      logger.error({ err: error, url: request.url }, 'Request failed');
      response.destroy();
    });
  });
  // A connection that is closed at the moment in which a client reuses it is a fault that nobody switched on.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(setting.port, setting.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : setting.port;
  return {
    url: `http://${setting.host.includes(':') ? `[${setting.host}]` : setting.host}:${port}`,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  replay: Replay,
  request: IncomingMessage,
  response: ServerResponse,
  holdMs: number,
): Promise<void> {
  const url = parseUrl(request.url);
  if (!url) return sendDelivery(request, response, json({ error: 'bad URL' }, 400), holdMs);
  const isControl = url.pathname === '/replay' || url.pathname.startsWith('/replay/');
  const delivery = isControl
    ? await answerControlRequest(replay, request, url)
    : await answerMarketRequest(replay, request, url);
  await sendDelivery(request, response, delivery, holdMs);
}

function parseUrl(target = '/'): URL | undefined {
  return URL.canParse(target, 'http://replay') ? new URL(target, 'http://replay') : undefined;
}
