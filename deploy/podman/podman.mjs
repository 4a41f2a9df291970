import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, tryRun } from './run.mjs';

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** What Debian's podman needs to know on a machine without systemd; its storage is apart from any other. */
const SETTINGS = `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
`;

/** Debian's podman, and an API for docker-compose, with all that they keep in one folder. */
export class Podman {
  constructor(work) {
    this.work = work;
    this.socket = join(work, 'podman.sock');
    mkdirSync(join(work, 'networks'), { recursive: true });
    writeFileSync(join(work, 'containers.conf'), SETTINGS);
    this.env = {
      ...process.env,
      CONTAINERS_CONF: join(work, 'containers.conf'),
      DOCKER_HOST: `unix://${this.socket}`,
    };
    this.flags = [
      ...['--root', join(work, 'storage'), '--runroot', join(work, 'run')],
      ...['--network-config-dir', join(work, 'networks'), '--storage-driver', 'overlay'],
    ];
  }

  run(...args) {
    return run('podman', [...this.flags, ...args], { env: this.env });
  }

  /** The same with one file as its input, or one as its output. */
  runWithFiles({ from = '/dev/null', to = '/dev/null' }, ...args) {
    const [input, output] = [openSync(from, 'r'), openSync(to, 'w')];
    try {
      const stdio = [input, output, 'pipe'];
      run('podman', [...this.flags, ...args], { env: this.env, stdio });
    } finally {
      closeSync(input);
      closeSync(output);
    }
  }

  try(...args) {
    return tryRun('podman', [...this.flags, ...args], { env: this.env });
  }

  hasImage(name) {
    return this.try('image', 'exists', name).code === 0;
  }

  importFolder(folder, name, changes) {
    const archive = join(this.work, 'import.tar');
    run('tar', ['--create', '--file', archive, '--directory', folder, '.']);
    this.run('import', ...changes.flatMap((change) => ['--change', change]), archive, name);
    run('rm', [archive]);
  }

  /**
   * Builds one target of the Dockerfile as this machine can: its certificates and npm settings are lent.
   * `bases` are images that stand in for the public ones, by the Dockerfile's arguments; with none, those are pulled.
   */
  build(root, target, tag, bases) {
    const lent = [
      [CERTIFICATES, CERTIFICATES],
      [join(process.env.HOME ?? '/root', '.npmrc'), '/root/.npmrc'],
    ].filter(([path]) => existsSync(path));
    const volumes = lent.flatMap(([path, inside]) => ['--volume', `${path}:${inside}:ro`]);
    const given = Object.entries(bases);
    const pull = given.length > 0 ? 'never' : 'missing';
    const flags = ['--format', 'docker', `--pull=${pull}`, '--network', 'host', '--layers'];
    const instead = given.flatMap(([name, image]) => ['--build-arg', `${name}=${image}`]);
    return this.run(
      'build',
      ...flags,
      ...instead,
      ...volumes,
      '--target',
      target,
      '--tag',
      tag,
      root,
    );
  }

  /** Lets docker-compose speak to podman; returns how to end that. */
  async serve() {
    const child = spawn(
      'podman',
      [...this.flags, 'system', 'service', '--time=0', `unix://${this.socket}`],
      {
        env: this.env,
        stdio: 'ignore',
      },
    );
    while (!existsSync(this.socket)) await sleep(100);
    return () => child.kill('SIGTERM');
  }

  inspect(name) {
    return JSON.parse(this.run('inspect', name))[0];
  }

  logs(name) {
    const { stdout, stderr } = this.try('logs', name);
    return stdout + stderr;
  }

  /** The processes of a container as the host sees them. */
  status(name) {
    const pid = this.inspect(name).State.Pid;
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  }
}
