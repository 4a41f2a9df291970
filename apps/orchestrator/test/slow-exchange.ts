import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { atTheEnd } from './desk-stage.js';

/** An exchange that answers as another one does, each answer so much later. */
export async function slowExchange(url: string, delayMs: number): Promise<string> {
  const server = createServer((request, response) => {
    void passOn(url, request, delayMs).then(({ status, headers, body }) =>
      response.writeHead(status, headers).end(body),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atTheEnd(() => server.close());
  atTheEnd(() => server.closeAllConnections());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address!.port : 0}`;
}

async function passOn(url: string, request: IncomingMessage, delayMs: number) {
  await sleep(delayMs);
  const answer = await fetch(`${url}${request.url ?? ''}`);
  // `fetch` has unpacked the body already.
  const headers = [...answer.headers].filter(
    ([name]) => !['content-encoding', 'content-length', 'transfer-encoding'].includes(name),
  );
  return {
    status: answer.status,
    headers: Object.fromEntries(headers),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
