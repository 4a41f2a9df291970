import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A TCP proxy in front of NATS, for one service: its network, which can be cut. */
export async function cutProxy(targetPort) {
  const sockets = new Set();
  let isCut = false;
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      sockets.add(one);
      // While the network is cut nothing arrives, and nobody is told that it does not.
      one.on('data', (bytes) => isCut || other.write(bytes));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    cut: () => {
      isCut = true;
    },
    /** What was lost on the way is lost: both sides begin anew. */
    mend: () => {
      isCut = false;
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
