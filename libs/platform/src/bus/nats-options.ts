import type { NodeConnectionOptions } from '@nats-io/transport-node';

/**
 * What every connection to NATS is made with: it outlives its server, whatever that says meanwhile, and
 * notices within half a minute when the other side is silently gone.
 *
 * `url`: as in `NATS_URL`. The client reads no user, password or token from a URL, nor files of TLS, so the first of them
 * that has some is taken apart here. A user has inboxes of its own (`_INBOX_<user>`), which no other need be allowed to read.
 *
 * Errors: on connecting, where a file can't be read.
 */
export function natsOptions(url: string): NodeConnectionOptions & { servers: string[] } {
  const servers = url.split(',').map((text) => new URL(text));
  return {
    servers: servers.map((server) => server.host),
    ...credentials(servers.find((server) => server.username !== '')),
    ...tls(servers.find((server) => server.protocol === 'tls:')),
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 500,
    timeout: 5_000,
    pingInterval: 10_000,
  };
}

function credentials(
  server: URL | undefined,
): Pick<NodeConnectionOptions, 'user' | 'pass' | 'token' | 'inboxPrefix'> {
  if (!server) return {};
  const user = decodeURIComponent(server.username);
  if (server.password === '') return { token: user };
  // What is no single token of a subject can't be one.
  const own = /^[\w-]+$/.test(user) ? { inboxPrefix: `_INBOX_${user}` } : {};
  return { user, pass: decodeURIComponent(server.password), ...own };
}

/** `tls://host:4222?ca=…&cert=…&key=…`: who signed the server's certificate, and the client's own where the server wants one. */
function tls(server: URL | undefined): Pick<NodeConnectionOptions, 'tls'> {
  if (!server) return {};
  const file = (name: string) => server.searchParams.get(name);
  const [ca, cert, key] = [file('ca'), file('cert'), file('key')];
  return {
    tls: {
      ...(ca === null ? {} : { caFile: ca }),
      ...(cert === null ? {} : { certFile: cert }),
      ...(key === null ? {} : { keyFile: key }),
    },
  };
}
