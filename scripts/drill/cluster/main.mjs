// The stack on three NATS servers of which one after the other is killed, and what came of it.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askedOptions } from '../../set-up/asked-options.mjs';
import { root } from '../../set-up/set-up.mjs';
import { ClusterStack, LEASE_SECONDS } from './cluster-stack.mjs';
import { judgeTrades } from './judge-trades.mjs';
import { judgeTerms, leaseTerms } from './lease-terms.mjs';

const HELP = `Kills one of three NATS servers again and again while a backfill, the desk and sockets run.

  npm run drill-cluster                    ten minutes, a server every 20 seconds
  npm run drill-cluster -- --minutes 2

  --minutes <n>        how long (default 10)
  --every <seconds>    how often a server is killed; it comes back half of that later (default 20)
  --sockets <n>        how many browsers listen (default 200)
  --lookback-days <n>  how much history (default 280)
  --rate-budget <n>    how much of the exchanges' limits: small, so that the backfill lasts (default 0.2)
  --keep               keep the logs also when all is well

Exit 1 when the certificates differ from those of an undisturbed fetch, anything was traded twice, nobody held the desk's
lease for longer than LEASE_SECONDS (${LEASE_SECONDS}), two did at once, a server refused a service something, or a service ended.`;

const values = askedOptions('npm run drill-cluster', HELP, {
  minutes: { type: 'number', default: 10 },
  every: { type: 'number', default: 20 },
  sockets: { type: 'number', default: 200 },
  'lookback-days': { type: 'number', default: 280 },
  'rate-budget': { type: 'number', default: 0.2 },
  keep: { type: 'boolean', default: false },
});
const { io } = createRequire(join(root, 'apps/gateway/package.json'))('socket.io-client');
const everyMs = values.every * 1_000;
const forMs = values.minutes * 60_000;
const startedMs = performance.now();
const log = (text) =>
  console.log(`${((performance.now() - startedMs) / 1_000).toFixed(0).padStart(5)} s  ${text}`);
const faults = [];
/** A large account: the recordings pay little, and a small one would never trade. */
const SETTINGS = {
  ...{ spotFeeBps: 2, perpFeeBps: 1, slippageBps: 1, entryNetYield: 0, minHoldingYield: -0.9 },
  ...{ holdingHours: 8_760, maxPaidBps: 10_000, restHours: 0, maxBreakEvenHours: 87_600 },
};

const options = {
  lookbackDays: values['lookback-days'],
  rateBudget: values['rate-budget'],
};
const stack = await ClusterStack.start(options);
const heardAtMs = [];
const sockets = Array.from({ length: values.sockets }, (_, i) => {
  const socket = io(stack.gatewayUrl, { transports: ['websocket'], forceNew: true });
  socket.onAny(() => (heardAtMs[i] = performance.now()));
  return socket;
});
let done = { kills: 0, commands: 0, refused: 0 };
try {
  await until('the desk’s exchange is proven', () => stack.provenSince('bybit', 0));
  await until('the desk takes its settings', async () => {
    const { status, body } = await stack.command('PATCH', '/settings', SETTINGS);
    if (status === 400) throw new Error(body);
    return status === 200;
  });
  await until('the cluster is whole', () => stack.nats.whole(60_000));
  const isBackfilling = (await stack.provenSince('okx', 0)) === undefined;
  log(`begins; OKX is ${isBackfilling ? 'being fetched' : 'proven already: ask for more'}`);
  const untilMs = performance.now() + forMs;
  await Promise.all([killing(untilMs), trading(untilMs)]);
  log(
    `${done.kills} servers killed, ${done.commands} commands given, ${done.refused} of them refused or late`,
  );
  judgeLease();
  await settle();
} catch (error) {
  faults.push(String(error?.stack ?? error));
} finally {
  for (const socket of sockets) socket.disconnect();
  await stack.close(values.keep || faults.length > 0);
}
for (const fault of faults) console.log(`  ${fault}`);
console.log(faults.length > 0 ? `FAILED; the logs are in ${stack.folder}` : 'Passed');
process.exit(faults.length > 0 ? 1 : 0);

/** One server at a time, each in turn, back after half of the time. */
async function killing(untilMs) {
  while (performance.now() < untilMs) {
    const server = stack.nats.servers[done.kills % stack.nats.servers.length];
    await server.end('SIGKILL');
    done.kills += 1;
    await sleep(everyMs / 2);
    server.start();
    await sleep(everyMs / 2);
  }
}

/** Closes everything and opens again, so that there is always something that could be traded twice. */
async function trading(untilMs) {
  while (performance.now() < untilMs) {
    for (const [path, body] of [
      ['/start', {}],
      ['/emergency-stop', {}],
    ]) {
      const { status } = await stack.command('POST', path, body);
      done.commands += 1;
      if (status !== 200) done.refused += 1;
      await sleep(everyMs * 0.37);
    }
  }
}

/** Nobody holds it while NATS chooses a leader, and until the next one takes it. */
function judgeLease() {
  const terms = leaseTerms(stack.services.filter(({ name }) => name.startsWith('orchestrator')));
  const { gapsMs, together, changes, longestMs } = judgeTerms(terms);
  log(
    `${terms.length} terms of the lease, it changed hands ${changes} times; longest without: ${longestMs} ms`,
  );
  log(`all times without, in ms: ${gapsMs.join(', ') || 'none'}`);
  if (terms.length === 0) faults.push('No orchestrator ever held the lease');
  if (longestMs > LEASE_SECONDS * 1_000) faults.push(`Nobody held the lease for ${longestMs} ms`);
  if (together > 0) faults.push('Two orchestrators held the lease at once');
}

/** The clock stands still: what is proven then is compared with what one undisturbed fetcher proves. */
async function settle() {
  for (const server of stack.nats.servers) if (!server.isRunning) server.start();
  if (!(await stack.nats.whole(60_000))) faults.push('A stream lacks a replica a minute later');
  const streams = await stack.nats.streams();
  log(`streams: ${streams?.map(({ name, current }) => `${name} ${current}`).join(', ')}`);
  if (!streams?.every(({ replicas }) => replicas === 3))
    faults.push('Not every stream has 3 replicas');
  await stack.command('POST', '/emergency-stop', {});
  const { nowMs } = await stack.moveClock({ speed: 0 });
  const found = await certificates(stack, nowMs);
  const late = heardAtMs.filter((atMs) => performance.now() - atMs < 30_000).length;
  log(`${late} of ${sockets.length} sockets heard something in the last 30 s`);
  if (late < sockets.length) faults.push(`${sockets.length - late} sockets hear nothing`);
  const { positions, fills, faults: twice } = judgeTrades(stack.databaseFile);
  log(`${positions} positions, ${fills} fills, ${twice.length} of them wrong`);
  if (positions === 0) faults.push('Nothing was traded');
  faults.push(...twice, ...stack.nats.refusals().slice(0, 10));
  const ledger = JSON.parse((await read('/api/desk')).body);
  const unexplained = ledger.status?.ledger.unexplainedUsdt ?? '0';
  if (Number(unexplained) !== 0) faults.push(`The ledger does not add up: ${unexplained}`);
  for (const { name, surprises } of stack.services) {
    if (surprises.length > 0) faults.push(`${name} ended (${surprises})`);
  }
  const about = { ...options, rateBudget: 0.8, exchangeUrl: stack.exchangeUrl, undisturbed: true };
  const reference = await ClusterStack.start(about);
  try {
    const right = await certificates(reference, nowMs);
    log(`certificates ${JSON.stringify(found)}; undisturbed ${JSON.stringify(right)}`);
    if (JSON.stringify(found) !== JSON.stringify(right)) faults.push('The certificates differ');
  } finally {
    await reference.close(false);
  }
}

async function certificates(one, nowMs) {
  const found = {};
  for (const exchange of ['bybit', 'okx']) {
    found[exchange] = await until(
      `${exchange} is proven`,
      () => one.provenSince(exchange, nowMs),
      900_000,
    );
  }
  return found;
}

async function read(path) {
  const response = await fetch(`${stack.gatewayUrl}${path}`);
  return { body: await response.text() };
}

async function until(what, read, longestMs = 180_000) {
  const untilMs = performance.now() + longestMs;
  for (;;) {
    const seen = await read();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > untilMs) throw new Error(`It did not come that ${what}`);
    await sleep(500);
  }
}
