import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../set-up/free-port.mjs';
import { root } from '../../set-up/set-up.mjs';
import { Program } from '../process.mjs';

const fromCli = createRequire(join(root, 'apps/cli/package.json'));
const { connect } = await import(fromCli.resolve('@nats-io/transport-node'));
const { jetstreamManager } = await import(fromCli.resolve('@nats-io/jetstream'));

const ROLES = ['fetcher', 'orchestrator', 'backtester', 'gateway', 'operator', 'facts'];

/** Real nats-servers that are one cluster, with the users of deploy/nats/users.conf. */
export class NatsCluster {
  static async start(folder, size) {
    const cluster = new NatsCluster();
    cluster.passwords = Object.fromEntries(
      ROLES.map((role) => [role, `p${randomBytes(12).toString('hex')}`]),
    );
    const environment = Object.fromEntries(
      ROLES.map((role) => [`NATS_${role.toUpperCase()}_PASSWORD`, cluster.passwords[role]]),
    );
    cluster.ports = [];
    const routes = [];
    for (let i = 0; i < size; i += 1) {
      cluster.ports.push(await freePort());
      routes.push(`nats://127.0.0.1:${await freePort()}`);
    }
    cluster.servers = cluster.ports.map((port, i) => {
      const name = `nats-${i + 1}`;
      const others = routes.filter((route) => route !== routes[i]).join(',');
      const args = [
        ...['-c', join(root, 'deploy/nats/users.conf'), '-js', '-sd', join(folder, name)],
        ...['-a', '127.0.0.1', '-p', `${port}`, '--server_name', name],
        ...['--cluster_name', 'drill', '--cluster', routes[i], '--routes', others],
      ];
      return new Program(
        name,
        'nats-server',
        args,
        environment,
        join(folder, `${name}.log`),
        false,
      );
    });
    for (const server of cluster.servers) server.start();
    return cluster;
  }

  urlOf(role) {
    return this.ports
      .map((port) => `nats://${role}:${this.passwords[role]}@127.0.0.1:${port}`)
      .join(',');
  }

  /** What one role may do, on whichever server answers; undefined where none does. */
  async as(role, work) {
    let connection;
    try {
      connection = await connect({
        servers: this.ports.map((port) => `127.0.0.1:${port}`),
        ...{ user: role, pass: this.passwords[role], inboxPrefix: `_INBOX_${role}` },
        ...{ reconnect: false, timeout: 2_000 },
      });
      return await work(connection);
    } catch {
      return undefined;
    } finally {
      await connection?.close();
    }
  }

  /** What whoever comes late receives. */
  retained(subject) {
    return this.as('operator', async (connection) => {
      const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 2_000 });
      return (await manager.streams.getMessage('FACTS', { last_by_subj: subject }))?.json();
    });
  }

  /** Every stream with how many replicas it has and how many of them are up to date. */
  streams() {
    return this.as('operator', async (connection) => {
      const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 2_000 });
      const all = await manager.streams.list().next();
      return all.map(({ config, cluster }) => ({
        name: config.name,
        replicas: config.num_replicas,
        current: 1 + (cluster?.replicas ?? []).filter((one) => one.current).length,
        leader: cluster?.leader,
      }));
    });
  }

  /** Waits until no stream lacks a replica; returns whether that came in time. */
  async whole(longestMs) {
    const untilMs = performance.now() + longestMs;
    while (performance.now() < untilMs) {
      const streams = await this.streams();
      if (streams?.every(({ replicas, current, leader }) => leader && current === replicas))
        return true;
      await sleep(250);
    }
    return false;
  }

  /** What a server refused one of the roles: nothing, while users.conf lets each do what it has to. */
  refusals() {
    return this.servers.flatMap(({ name, lines }, i) =>
      lines
        .call(this.servers[i])
        .filter((line) => /violation/i.test(line))
        .map((line) => `${name}: ${line.slice(0, 200)}`),
    );
  }

  async close() {
    for (const server of this.servers) await server.end();
  }
}
