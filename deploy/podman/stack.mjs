import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const PROJECT = 'fullcarry-drill';

/** The compose file's services as real containers: docker-compose speaks, podman does. */
export class Stack {
  /** `env`: what .env would hold. `profiles`: as on the command line of docker compose. */
  constructor(podman, root, env, profiles) {
    this.podman = podman;
    this.root = root;
    this.env = { ...podman.env, ...env };
    this.profiles = profiles.flatMap((one) => ['--profile', one]);
  }

  /** Brings it up as `docker compose up -d` does. */
  up(...args) {
    return this.compose('up', '-d', '--no-build', ...args);
  }

  stop() {
    return this.compose('stop');
  }

  down() {
    return this.compose('down', '--volumes', '--timeout', '20');
  }

  /** This podman runs no health checks by itself; so they are run here while docker-compose waits for them. */
  async compose(...args) {
    const flags = ['--compatibility', '--project-name', PROJECT, ...this.profiles];
    const child = spawn('docker-compose', [...flags, ...args], {
      cwd: this.root,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (printed += chunk));
    let code;
    child.on('close', (status) => (code = status));
    while (code === undefined) {
      await sleep(1_000);
      if (args[0] === 'up') this.checkHealth();
    }
    if (code === 0) return;
    const last = printed.trim().split('\n').slice(-15).join('\n');
    throw new Error(`docker-compose ${args.join(' ')} failed (${code}):\n${last}`);
  }

  checkHealth() {
    for (const { name } of this.containers('running')) this.podman.try('healthcheck', 'run', name);
  }

  /** `service`: as in the compose file. */
  containers(status) {
    const filters = ['--filter', `label=com.docker.compose.project=${PROJECT}`];
    if (status) filters.push('--filter', `status=${status}`);
    const listed = this.podman.run('ps', '--all', '--format', 'json', ...filters);
    return JSON.parse(listed || '[]').map(({ Names, Labels, State }) => ({
      name: Names[0],
      service: Labels['com.docker.compose.service'],
      state: State,
    }));
  }

  of(service) {
    return this.containers().filter((one) => one.service === service);
  }

  volume(name) {
    return `${PROJECT}_${name}`;
  }

  get network() {
    return `${PROJECT}_default`;
  }

  /** Runs a program of Node inside a container of the stack; returns what it printed. */
  node(name, script) {
    return this.podman
      .run('exec', name, '/nodejs/bin/node', '--input-type=module', '-e', script)
      .trim();
  }

  /** The same in a stranger: a container on the same network that knows no secret. */
  stranger(image, script) {
    const flags = ['--rm', '--network', this.network, '--entrypoint', '/nodejs/bin/node'];
    return this.podman.run('run', ...flags, image, '--input-type=module', '-e', script).trim();
  }

  /** What the replay exchange has counted since it was started. */
  exchangeStats() {
    const [exchange] = this.of('replay-exchange');
    const asked = "console.log(await (await fetch('http://127.0.0.1:8787/replay/stats')).text())";
    return JSON.parse(this.node(exchange.name, asked));
  }
}
