// Images to stand in for the public ones where no registry can be reached: made from Debian's packages and
// Node from npm, under the names that the Dockerfile and docker-compose.yml use, without their digests.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';

export const NODE = 'docker.io/library/node:22-trixie-slim';
export const RUNTIME = 'gcr.io/distroless/nodejs22-debian13:nonroot';
export const NATS = 'docker.io/library/nats:2.12-alpine';
export const POSTGRES = 'docker.io/library/postgres:17-alpine';
/** By the Dockerfile's arguments. */
export const STAND_INS = { NODE_IMAGE: NODE, RUNTIME_IMAGE: RUNTIME, NATS_IMAGE: NATS };

const SUITE = 'trixie';
const PGDATA = '/var/lib/postgresql/data';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Makes the stand-ins that are not there yet; `work` keeps what they are made of. */
export function makeStandIns(podman, work) {
  const missing = [NODE, RUNTIME, NATS, POSTGRES].filter((name) => !podman.hasImage(name));
  if (missing.length === 0) return;
  const node = unpackNode(work);
  const debian = debootstrap(join(work, 'debian'), ['ca-certificates', 'g++', 'make', 'python3']);
  const servers = debootstrap(join(work, 'servers'), [
    'postgresql-17',
    'busybox-static',
    'nats-server',
  ]);
  installNode(debian, node);
  const stages = {
    [NODE]: () => [debian, environment()],
    [RUNTIME]: () => [distroless(join(work, 'distroless'), debian), distrolessSettings()],
    [NATS]: () => [natsServer(join(work, 'nats'), servers), natsSettings()],
    [POSTGRES]: () => [postgres(servers), postgresSettings()],
  };
  for (const name of missing) {
    const [folder, settings] = stages[name]();
    podman.importFolder(folder, name, settings);
  }
}

/** docker-compose reads these in turn: in the second one PostgreSQL's image has no digest. */
export function composeFiles(work) {
  const own = join(work, 'stand-in.yml');
  writeFileSync(own, `services: { postgres: { image: '${POSTGRES}' } }\n`);
  return `docker-compose.yml:${own}`;
}

function debootstrap(folder, packages) {
  if (!existsSync(join(folder, 'etc/debian_version')) || existsSync(join(folder, 'debootstrap'))) {
    run('debootstrap', ['--variant=minbase', `--include=${packages.join(',')}`, SUITE, folder]);
  }
  return folder;
}

/** Node 22 with its headers, as npm has it. */
function unpackNode(work) {
  const folder = join(work, 'node');
  if (existsSync(join(folder, 'package/bin/node'))) return join(folder, 'package');
  mkdirSync(folder, { recursive: true });
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  const versions = JSON.parse(run('npm', ['view', `node-linux-${arch}@22`, 'version', '--json']));
  const [version] = [versions].flat().sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  run('npm', ['pack', '--silent', `node-linux-${arch}@${version}`], { cwd: folder });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  run('tar', ['xzf', archive], { cwd: folder });
  return join(folder, 'package');
}

function installNode(root, node) {
  const local = join(root, 'usr/local');
  if (existsSync(join(local, 'bin/npx'))) return;
  cpSync(join(node, 'bin'), join(local, 'bin'), { recursive: true });
  cpSync(join(node, 'include'), join(local, 'include'), { recursive: true });
  const npm = join(run('npm', ['root', '-g']).trim(), 'npm');
  cpSync(npm, join(local, 'lib/node_modules/npm'), { recursive: true });
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, 'bin', name));
  }
  cpSync(CERTIFICATES, join(root, CERTIFICATES), { dereference: true });
}

/** A root file system with nothing but the programs and the libraries that they load. */
function only(folder, from, programs) {
  for (const [source, target] of Object.entries(programs)) place(from, source, folder, target);
  const loaded = Object.keys(programs).flatMap((source) => {
    // A static program loads nothing, and ldd fails on it.
    try {
      const printed = execFileSync('chroot', [from, 'ldd', source], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
      return [...printed.matchAll(/(\/\S+\.so\S*) \(/g)].map(([, path]) => path);
    } catch {
      return [];
    }
  });
  for (const path of new Set(loaded)) place(from, path, folder, path);
  for (const name of ['tmp', 'etc', 'home/nonroot'])
    mkdirSync(join(folder, name), { recursive: true });
  execFileSync('chmod', ['1777', join(folder, 'tmp')]);
  const users =
    'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532::/home/nonroot:/sbin/nologin\n';
  writeFileSync(join(folder, 'etc/passwd'), users);
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\nnonroot:x:65532:\n');
  writeFileSync(join(folder, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  return folder;
}

function place(from, source, folder, target) {
  mkdirSync(dirname(join(folder, target)), { recursive: true });
  cpSync(join(from, source), join(folder, target), { dereference: true });
}

function distroless(folder, debian) {
  only(folder, debian, { '/usr/local/bin/node': '/nodejs/bin/node' });
  place(debian, CERTIFICATES, folder, CERTIFICATES);
  return folder;
}

function natsServer(folder, servers) {
  const path = ['/usr/sbin/nats-server', '/usr/bin/nats-server'].find((one) =>
    existsSync(join(servers, one)),
  );
  only(folder, servers, {
    [path]: '/usr/local/bin/nats-server',
    '/usr/bin/busybox': '/bin/busybox',
  });
  for (const name of ['sh', 'wget']) {
    if (!existsSync(join(folder, 'bin', name))) symlinkSync('busybox', join(folder, 'bin', name));
  }
  return folder;
}

/** Debian's server behind what the official image does on its first start. */
function postgres(root) {
  cpSync(
    join(import.meta.dirname, 'postgres-entrypoint.sh'),
    join(root, 'usr/local/bin/entrypoint.sh'),
  );
  execFileSync('chmod', ['755', join(root, 'usr/local/bin/entrypoint.sh')]);
  execFileSync('chroot', [root, 'install', '-d', '-o', 'postgres', '-m', '700', PGDATA]);
  return root;
}

const environment = () => [`ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}`, 'CMD ["node"]'];
const distrolessSettings = () => [
  'USER 65532',
  'ENTRYPOINT ["/nodejs/bin/node"]',
  'WORKDIR /home/nonroot',
];
const natsSettings = () => [
  'ENTRYPOINT ["/usr/local/bin/nats-server"]',
  'ENV PATH=/usr/local/bin:/bin',
];
const postgresSettings = () => [
  `ENV PGDATA=${PGDATA}`,
  // Where its socket is: see postgres-entrypoint.sh.
  'ENV PGHOST=/tmp',
  'ENV PATH=/usr/lib/postgresql/17/bin:/usr/local/bin:/usr/bin:/bin',
  'ENTRYPOINT ["entrypoint.sh"]',
  'CMD ["postgres"]',
  'STOPSIGNAL SIGINT',
];
