import type { NodeConnectionOptions } from '@nats-io/transport-node';

/**
 * What every connection to NATS is made with: it outlives its server, whatever that says meanwhile, and
 * notices within half a minute when the other side is silently gone.
 *
 * `url`: as in `NATS_URL`. The client reads no user, password or token from a URL, so the first of them
 * that has one is taken apart here.
 */
export function natsOptions(url: string): NodeConnectionOptions & { servers: string[] } {
  const servers = url.split(',').map((text) => new URL(text));
  return {
    servers: servers.map((server) => server.host),
    ...credentials(servers.find((server) => server.username !== '')),
    ...(servers.some((server) => server.protocol === 'tls:') ? { tls: {} } : {}),
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 500,
    timeout: 5_000,
    pingInterval: 10_000,
  };
}

function credentials(
  server: URL | undefined,
): Pick<NodeConnectionOptions, 'user' | 'pass' | 'token'> {
  if (!server) return {};
  const user = decodeURIComponent(server.username);
  if (server.password === '') return { token: user };
  return { user, pass: decodeURIComponent(server.password) };
}
