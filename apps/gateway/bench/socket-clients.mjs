// 1,000 socket clients of one gateway, a fact ten times a second for half a minute: what is lost, how late it
// comes, and how much memory the gateway takes. The clients run in processes of their own.
import { connect } from '@nats-io/transport-node';
import { leaveFact } from '@fullcarry/testing/retained-fact';
import { startApp } from '@fullcarry/testing/start-app';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { openStage, progress } from '../dist/gateway-stage.fixture.js';

const CLIENTS = Number(process.env.CLIENTS ?? 1_000);
const PROCESSES = 2;
const FACTS = Number(process.env.FACTS ?? 300);
const EVERY_MS = 100;

if (process.argv[2] === 'clients') await clients(process.argv[3], Number(process.argv[4]));
else await bench();

/** Counts what each client hears, and how long after it was published. */
async function clients(url, count) {
  const lateness = [];
  const newest = new Array(count).fill(-1);
  let heard = 0;
  let connected = 0;
  for (let i = 0; i < count; i += 1) {
    const socket = io(url, { transports: ['websocket'], forceNew: true });
    socket.on('connect', () => {
      connected += 1;
      if (connected === count) process.send('connected');
    });
    socket.on('dataProgressV1', (fact) => {
      if (fact.pagesDone === 0) return;
      heard += 1;
      newest[i] = fact.pagesDone;
      lateness.push(Date.now() - fact.atMs);
    });
    if (i % 20 === 0) await sleep(10);
  }
  process.on('message', () => {
    lateness.sort((a, b) => a - b);
    const at = (share) => lateness[Math.floor(share * (lateness.length - 1))];
    const withLast = newest.filter((number) => number === FACTS).length;
    process.send({ heard, withLast, p50: at(0.5), p99: at(0.99), most: at(1) }, () =>
      process.exit(0),
    );
  });
}

async function bench() {
  const stage = await openStage();
  await leaveFact(stage.nats.url, 'data.progress', progress({ pagesDone: 0, pagesTotal: FACTS }));
  const gateway = startApp('gateway', {
    environment: { NATS_URL: stage.nats.url, DATABASE_URL: stage.databaseUrl, HTTP_PORT: '0' },
  });
  const { url } = JSON.parse(await gateway.prints('The gateway listens'));
  const metric = async (name) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)[1]);
  };
  const memoryMb = async () =>
    Math.round((await metric('process_resident_memory_bytes')) / 2 ** 20);
  const before = await memoryMb();
  const children = Array.from({ length: PROCESSES }, () =>
    fork(fileURLToPath(import.meta.url), ['clients', url, String(CLIENTS / PROCESSES)]),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  const cpuBefore = await metric('process_cpu_seconds_total');
  const nats = await connect({ servers: stage.nats.url });
  let most = 0;
  for (let number = 1; number <= FACTS; number += 1) {
    const fact = progress({ atMs: Date.now(), pagesDone: number, pagesTotal: FACTS });
    nats.publish('data.progress', JSON.stringify(fact));
    await sleep(EVERY_MS);
    if (number % 50 === 0) most = Math.max(most, await memoryMb());
  }
  await sleep(2_000);
  const cpu = (await metric('process_cpu_seconds_total')) - cpuBefore;
  const results = await Promise.all(
    children.map(async (child) => {
      const answer = once(child, 'message');
      child.send('report');
      return (await answer)[0];
    }),
  );
  const heard = results.reduce((sum, one) => sum + one.heard, 0);
  const withLast = results.reduce((sum, one) => sum + one.withLast, 0);
  console.log(`  ${CLIENTS} clients, ${FACTS} facts, one each ${EVERY_MS} ms`);
  console.log(
    `  heard ${heard} of ${CLIENTS * FACTS}; ${withLast} of ${CLIENTS} clients have the last`,
  );
  for (const { p50, p99, most: longest } of results) {
    console.log(`  lateness: median ${p50} ms, 99 % within ${p99} ms, longest ${longest} ms`);
  }
  console.log(`  gateway memory: ${before} MB before, ${most} MB at most`);
  console.log(
    `  gateway processor time: ${cpu.toFixed(1)} s for ${(heard / 1000).toFixed(0)} thousand events heard`,
  );
  await nats.close();
  await gateway.stop();
  await stage.close();
  process.exit(0);
}
