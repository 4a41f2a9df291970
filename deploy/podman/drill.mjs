// npm run containers: builds the images, brings the compose stack up as real containers, and checks what
// docs/OPERATIONS.md promises of them. For machines without a Docker engine: Debian's podman does it.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { askedOptions } from '../../scripts/set-up/asked-options.mjs';
import { root } from '../../scripts/set-up/set-up.mjs';
import { checkImage } from './image-checks.mjs';
import { Podman } from './podman.mjs';
import { SqliteBackUp } from './restore-checks.mjs';
import { Stack } from './stack.mjs';
import {
  checkConfinement,
  checkLogs,
  checkNats,
  checkPorts,
  checkPostgres,
  checkStop,
  untilReady,
} from './stack-checks.mjs';
import { composeFiles, makeStandIns, STAND_INS } from './stand-ins.mjs';
import { ensureTools } from './tools.mjs';

const TARGETS = [
  'fetcher',
  'orchestrator',
  'backtester',
  'gateway',
  'replay-exchange',
  'migrate',
  'nats',
];
const MIGRATE = 'docker.io/fullcarry/migrate:latest';
const HELP = `npm run containers -- [options]

Builds every image of the Dockerfile, brings docker-compose.yml up with podman (profile replay, then postgres
on the replay exchange), and ends with a table of what was promised and what was found. Exit 1 when they differ.
Needs Linux, root and Debian's packages; installs podman, runc, netavark, debootstrap and docker-compose.
The public base images are made anew from Debian's packages (stand-ins) unless --registry is given.

  --fetchers <n>     fetchers in each profile (default 3)
  --days <n>         look-back (default 365)
  --registry         pull the base images from their registries
  --skip-build       take the images of the last run
  --only <profile>   replay or postgres
  --keep             leave the stack running, and say how to speak to it
  --work <folder>    where images and volumes are kept (default /var/tmp/fullcarry-containers)`;

const values = askedOptions('npm run containers', HELP, {
  fetchers: { type: 'number', default: 3 },
  days: { type: 'number', default: 365 },
  registry: { type: 'boolean', default: false },
  'skip-build': { type: 'boolean', default: false },
  only: { type: 'string' },
  keep: { type: 'boolean', default: false },
  work: { type: 'string', default: '/var/tmp/fullcarry-containers' },
});

const startedAtMs = Date.now();
const log = (line) =>
  console.log(`${String(Math.round((Date.now() - startedAtMs) / 1000)).padStart(5)} s  ${line}`);
const found = [];
const note = (where, facts) => found.push(...facts.map((fact) => [where, ...fact]));
const secret = () => randomBytes(24).toString('hex');
const ROLES = ['FETCHER', 'ORCHESTRATOR', 'BACKTESTER', 'GATEWAY', 'OPERATOR', 'FACTS'];
const secrets = {
  ...Object.fromEntries(ROLES.map((role) => [`NATS_${role}_PASSWORD`, secret()])),
  POSTGRES_PASSWORD: secret(),
  DASHBOARD_TOKEN: secret(),
};

await ensureTools();
const podman = new Podman(values.work);
const bases = values.registry ? {} : STAND_INS;
if (!values.registry) {
  log('Making the base images that no registry gives here');
  makeStandIns(podman, values.work);
}
for (const target of TARGETS) {
  const image = `docker.io/fullcarry/${target}:latest`;
  if (!values['skip-build']) {
    log(`Building ${target}`);
    podman.build(root, target, image, bases);
  }
  note(`image ${target}`, checkImage(podman, image, Object.values(secrets)));
}

const endService = await podman.serve();
try {
  const certificates = [];
  for (const profile of ['replay', 'postgres']) {
    if (values.only && values.only !== profile) continue;
    certificates.push(await drill(profile));
  }
  if (certificates.length === 2 && certificates[0].hour === certificates[1].hour) {
    const same = certificates[0].sha256 === certificates[1].sha256;
    note('both', [
      ['SQLite and PostgreSQL: one certificate', same, certificates[1].sha256.slice(0, 12)],
    ]);
  }
} finally {
  endService();
}
report();

/** Brings one profile up, checks it while it runs, and stops it. */
async function drill(profile) {
  const port = await freePort();
  const isReplay = profile === 'replay';
  const env = {
    ...secrets,
    ...(values.registry ? {} : { COMPOSE_FILE: composeFiles(values.work) }),
    PUBLISH_PORT: String(port),
    HISTORICAL_LOOKBACK_DAYS: String(values.days),
    ...(isReplay ? {} : { EXCHANGE_URL: 'http://replay-exchange:8787' }),
  };
  const profiles = isReplay ? ['replay'] : ['postgres', 'replay-exchange'];
  const stack = new Stack(podman, root, env, profiles);
  await stack.down();
  try {
    log(`docker-compose --profile ${profile} up --scale fetcher-${profile}=${values.fetchers}`);
    const upAtMs = Date.now();
    await stack.up('--scale', `fetcher-${profile}=${values.fetchers}`);
    const status = await untilReady(stack, port, (now) => log(`  ${now}`));
    const seconds = Math.round((Date.now() - upAtMs) / 1000);
    const rows = status.totalRecords.toLocaleString('en-US');
    note(profile, [
      ['comes to ready', true, `${status.pairsTracked} pairs, ${rows} rows in ${seconds} s`],
    ]);
    checkRunning(stack, profile, port);
    note(profile, checkVerify(stack, profile));
    if (values.keep) {
      log(
        `Kept: http://127.0.0.1:${port}, token ${secrets.DASHBOARD_TOKEN}; podman ${podman.flags.join(' ')} ps`,
      );
      process.exit();
    }
    const backUp = isReplay ? new SqliteBackUp(stack, MIGRATE) : undefined;
    if (backUp) note(profile, backUp.make());
    log('Stopping');
    note(profile, await checkStop(stack));
    if (backUp) {
      log('Restoring the back-up');
      note(profile, await backUp.restore(port, status));
    }
    note(profile, checkLogs(stack, Object.values(secrets)));
    return { sha256: status.datasetSha256, hour: new Date().toISOString().slice(0, 13) };
  } catch (error) {
    for (const { name } of stack.containers()) {
      console.error(`--- ${name}\n${podman.logs(name).split('\n').slice(-12).join('\n')}`);
    }
    throw error;
  } finally {
    await stack.down();
  }
}

function checkRunning(stack, profile, port) {
  const fetchers = stack.of(`fetcher-${profile}`).map(({ name }) => name);
  const requests = fetchers.map((name) => requestsOf(stack, name));
  const healthy = fetchers.filter((name) => podman.try('healthcheck', 'run', name).code === 0);
  note(profile, [
    [
      'fetchers are healthy',
      healthy.length === values.fetchers,
      `${healthy.length} of ${values.fetchers}`,
    ],
    ['all fetchers work', requests.every((count) => count > 0), `${requests.join(' + ')} requests`],
  ]);
  const { breaches, banned } = stack.exchangeStats();
  note(profile, [
    [
      'the exchange counts no breach of its limit',
      breaches + banned === 0,
      String(breaches + banned),
    ],
  ]);
  for (const { name, service } of stack.containers('running')) {
    if (/^(nats|postgres)(-replay)?$/.test(service)) continue;
    note(
      profile,
      checkConfinement(stack, name).map(([what, ...rest]) => [`${service}: ${what}`, ...rest]),
    );
  }
  note(
    profile,
    checkNats(stack, profile === 'replay' ? 'nats-replay' : 'nats', secrets.NATS_FACTS_PASSWORD),
  );
  if (profile === 'postgres') note(profile, checkPostgres(stack, secrets.POSTGRES_PASSWORD));
  note(profile, checkPorts(stack, port));
}

function requestsOf(stack, name) {
  const asked = "console.log(await (await fetch('http://127.0.0.1:9101/metrics')).text())";
  const [, count] =
    /^fullcarry_exchange_requests_total\{.*\} (\d+)/m.exec(stack.node(name, asked)) ?? [];
  return Number(count);
}

/** The command line's image recomputes every certificate from the rows, beside the running services. */
function checkVerify(stack, profile) {
  const flags = ['run', '--rm', '--read-only', '--network', stack.network];
  const where =
    profile === 'replay'
      ? [
          '--volume',
          `${stack.volume('replay')}:/data`,
          '--env',
          'DATABASE_URL=file:/data/replay.db',
        ]
      : [
          '--env',
          `DATABASE_URL=postgresql://fullcarry:${secrets.POSTGRES_PASSWORD}@postgres:5432/fullcarry`,
        ];
  const done = podman.try(...flags, ...where, MIGRATE, 'verify');
  const printed = (done.stdout || done.stderr).trim().split('\n').at(-1);
  return [['every certificate agrees with its rows', done.code === 0, printed.slice(0, 60)]];
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function report() {
  const width = (column) => Math.max(...found.map((row) => String(row[column]).length));
  console.log();
  for (const [where, what, holds, was] of found) {
    console.log(`${holds ? '✓' : '✗'} ${where.padEnd(width(0))}  ${what.padEnd(width(1))}  ${was}`);
  }
  const failed = found.filter(([, , holds]) => !holds).length;
  console.log(
    `\n${found.length - failed} as promised, ${failed} not, in ${Math.round((Date.now() - startedAtMs) / 1000)} s`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}
