import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import getPort from 'get-port';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNats, type RunningNats } from './start-nats.js';

export interface RunningCluster {
  /** All servers, with commas between. */
  readonly url: string;
  readonly servers: readonly RunningNats[];
  /** Waits until streams of so many replicas can be made, and those that are there are whole. */
  whole(): Promise<void>;
  close(): Promise<void>;
}

/** Real nats-servers with JetStream that are one cluster, on free ports of this machine. */
export async function startNatsCluster(size: number): Promise<RunningCluster> {
  const ports: number[] = [];
  while (ports.length < size) ports.push(await getPort({ host: '127.0.0.1', exclude: ports }));
  const routes = ports.map((port) => `nats://127.0.0.1:${port}`);
  const servers = await Promise.all(
    routes.map((route, i) =>
      startNats([
        ...['--server_name', `nats-${i + 1}`, '--cluster_name', 'spec', '--cluster', route],
        ...['--routes', routes.filter((other) => other !== route).join(',')],
      ]),
    ),
  );
  const url = servers.map((server) => server.url).join(',');
  const whole = async () => {
    for (;;) {
      if (await isWhole(servers[0]?.url ?? url, size)) return;
      await sleep(100);
    }
  };
  await whole();
  return {
    url,
    servers,
    whole,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** Whether every stream has a leader and each of its replicas is up to date; and a new one can be made. */
async function isWhole(url: string, size: number): Promise<boolean> {
  try {
    const connection = await connect({ servers: url, reconnect: false, timeout: 1_000 });
    try {
      const manager = await jetstreamManager(connection, { timeout: 1_000 });
      await manager.streams.add({ name: 'WHOLE', subjects: ['whole'], num_replicas: size });
      const streams = await manager.streams.list().next();
      const isCurrent = streams.every(({ config, cluster }) => {
        const current = (cluster?.replicas ?? []).filter((one) => one.current).length;
        return cluster?.leader !== undefined && current === config.num_replicas - 1;
      });
      if (isCurrent) await manager.streams.delete('WHOLE');
      return isCurrent;
    } finally {
      await connection.close();
    }
  } catch {
    // Not yet: who asks goes on asking.
    return false;
  }
}
