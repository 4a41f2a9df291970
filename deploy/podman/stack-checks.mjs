import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_WAIT_MS = 30 * 60_000;
const RUNTIME = 'gcr.io/distroless/nodejs22-debian13:nonroot';

/** Waits until the gateway says that the history is ready; returns its data status. */
export async function untilReady(stack, port, log) {
  const endsAtMs = Date.now() + LONGEST_WAIT_MS;
  for (let last = ''; ; await sleep(2_000)) {
    stack.checkHealth();
    const status = await fetch(`http://127.0.0.1:${port}/api/data-status`)
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .catch(() => undefined);
    const percent = status?.fetchProgress?.percent;
    const now = status
      ? `${status.state}${percent ? ` ${Math.floor(percent / 10) * 10} %` : ''}`
      : 'no answer yet';
    if (now !== last) log(now);
    last = now;
    // The gateway counts rows a moment after it hears that they are ready.
    if (status?.state === 'ready' && status.datasetSha256 && status.totalRecords > 0) return status;
    if (Date.now() > endsAtMs) throw new Error(`Not ready within half an hour: ${now}`);
  }
}

/** What a container of ours may do: [what, as expected, what was found]. */
export function checkConfinement(stack, name) {
  const probe = `
    import { writeFileSync } from 'node:fs';
    const tries = ['/app/x', '/x', '/tmp/x'].map((path) => {
      try { writeFileSync(path, ''); return 'written'; } catch (error) { return error.code; }
    });
    console.log(JSON.stringify({ uid: process.getuid(), tries }));`;
  const { uid, tries } = JSON.parse(stack.node(name, probe));
  const [, capabilities] = /CapEff:\s*(\S+)/.exec(stack.podman.status(name));
  const [, noNew] = /NoNewPrivs:\s*(\d)/.exec(stack.podman.status(name));
  return [
    [
      'runs without rights',
      uid === 65532 && /^0+$/.test(capabilities) && noNew === '1',
      `uid ${uid}, capabilities ${capabilities}, no new privileges ${noNew}`,
    ],
    ['root is read-only, /tmp is not', String(tries) === 'EROFS,EROFS,written', tries.join(' ')],
  ];
}

/** Whether NATS lets somebody in who has no password, or a wrong one. */
export function checkNats(stack, host, password) {
  const knock = (options) => `
    import { connect } from 'node:net';
    const socket = connect(4222, '${host}');
    setTimeout(() => { console.log('silence'); process.exit(); }, 8000);
    socket.once('data', () => socket.write('CONNECT ${JSON.stringify(options)}\\r\\nPING\\r\\n'));
    socket.on('data', (data) => {
      const answer = /PONG|-ERR[^\\r]*/.exec(String(data));
      if (answer) { console.log(answer[0]); process.exit(); }
    });`;
  const answer = (options) => stack.stranger(RUNTIME, knock(options));
  const refused = [answer({}), answer({ user: 'facts', pass: 'guessed' })];
  const known = answer({ user: 'facts', pass: password });
  return [
    [
      'NATS refuses strangers',
      refused.every((one) => /Authorization/i.test(one)),
      refused.join(' · '),
    ],
    ['NATS lets whoever has a password in', known === 'PONG', known],
  ];
}

/** The same for PostgreSQL, asked from another address than its own loopback. */
export function checkPostgres(stack, password) {
  const [{ name }] = stack.of('postgres');
  const ask = (secret) => {
    const flags = ['exec', '--env', `PGPASSWORD=${secret}`, name];
    const psql = [
      'psql',
      '--host=postgres',
      '--username=fullcarry',
      '--no-password',
      '-tAc',
      'SELECT 1',
    ];
    const { stdout, stderr } = stack.podman.try(...flags, ...psql);
    return (stdout + stderr).trim().split('\n').at(-1);
  };
  const refused = [ask(''), ask('guessed')];
  const known = ask(password);
  return [
    ['PostgreSQL refuses strangers', refused.every((one) => /password/.test(one)), refused.at(-1)],
    ['PostgreSQL lets the services in', known === '1', known],
  ];
}

export function checkPorts(stack, port) {
  const published = stack
    .containers('running')
    .map(({ name, service }) => [service, stack.podman.run('port', name).trim()])
    .filter(([, ports]) => ports !== '')
    .map(([service, ports]) => `${service.split('-')[0]} ${ports}`);
  const expected = `gateway 8080/tcp -> 127.0.0.1:${port}`;
  return [
    ['only the dashboard is published', String(published) === expected, published.join(', ')],
  ];
}

export function checkLogs(stack, secrets) {
  const leaking = stack.containers().filter(({ name }) => {
    const logged = stack.podman.logs(name);
    return secrets.some((secret) => logged.includes(secret));
  });
  return [
    [
      'no secret in a log',
      leaking.length === 0,
      leaking.map(({ name }) => name).join(' ') || 'none',
    ],
  ];
}

/** Stops everything as `docker compose stop` does: each service must end by itself, with code 0. */
export async function checkStop(stack) {
  const startedAtMs = Date.now();
  await stack.stop();
  const seconds = Math.round((Date.now() - startedAtMs) / 1000);
  const codes = stack
    .containers()
    .map(({ name, service }) => [service, stack.podman.inspect(name).State.ExitCode]);
  // nats-server and PostgreSQL end with 0 or 1 by their own habits.
  const ours = codes.filter(
    ([service]) => !/^(nats|postgres)/.test(service) || /^postgres-/.test(service),
  );
  return [
    [
      'everything ends by itself',
      ours.every(([, code]) => code === 0),
      `${ours.length} services, exit codes ${[...new Set(ours.map(([, code]) => code))].join(' ')}, ${seconds} s`,
    ],
  ];
}
