import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly atMs: number;
}

export type Reply = (request: SeenRequest, response: ServerResponse) => void;

/** A real HTTP server on loopback that misbehaves as it is told: ccxt's transport is not the place for a mock. */
export interface SpecServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** How the next requests are answered. */
  reply: Reply;
  close(): Promise<void>;
}

export async function startSpecServer(reply: Reply): Promise<SpecServer> {
  const seen: SeenRequest[] = [];
  const http = createServer((request: IncomingMessage, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const query = Object.fromEntries(searchParams);
    const atMs = performance.now();
    void text(request).then((body) => {
      const entry = { path: pathname, query, body, atMs };
      seen.push(entry);
      server.reply(entry, response);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const server: SpecServer = {
    url: `http://127.0.0.1:${port}`,
    seen,
    reply,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

/** A status with a body, as it is. */
export function sendText(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers });
    response.end(body);
  };
}

export function sendJson(payload: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return sendText(200, JSON.stringify(payload), {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
  });
}
