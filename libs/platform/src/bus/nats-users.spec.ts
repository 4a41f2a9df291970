import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Lease } from '../budget/lease.js';
import { Bus } from './bus.js';
import { KeptTable } from './kept-table.js';
import { lastValueStream } from './last-value-stream.js';
import { natsOptions } from './nats-options.js';
import { PlainJsonDeserializer } from './commands/plain-json-codec.js';
import { WorkQueue } from './work-queue.js';

const users = fileURLToPath(new URL('../../../../deploy/nats/users.conf', import.meta.url));
const ROLES = ['fetcher', 'orchestrator', 'backtester', 'gateway', 'operator', 'facts'] as const;
type Role = (typeof ROLES)[number];
const FACTS = { name: 'FACTS', subjects: ['data.>', 'market.>', 'desk.>'] };
const FACT = { schema: z.object({ v: z.literal(1) }) };
const JOB = z.object({ n: z.int() });
const codec = new PlainJsonDeserializer();
const logger = pino({ level: 'silent' });

describe('the users of deploy/nats/users.conf', () => {
  let nats: RunningNats;
  const stop = new AbortController();
  const buses: Bus[] = [];
  const connections: NatsConnection[] = [];
  const ordered: string[] = [];
  let fetcher: Bus;

  const urlOf = (role: Role) => nats.url.replace('//', `//${role}:of-${role}@`);
  const busOf = async (role: Role) => {
    const about = {
      url: urlOf(role),
      replicas: 1,
      name: role,
      logger,
      signal: stop.signal,
    } as const;
    const bus = await Bus.open(about);
    buses.push(bus);
    return bus;
  };
  const connectionOf = async (role: Role) => {
    const connection = await connect({ ...natsOptions(urlOf(role)), timeout: 1_000 });
    connections.push(connection);
    return connection;
  };
  const refused = /permissions violation/i;

  beforeAll(async () => {
    const passwords = ROLES.map((role) => [`NATS_${role.toUpperCase()}_PASSWORD`, `of-${role}`]);
    nats = await startNats(['-c', users], undefined, Object.fromEntries(passwords));
    const desk = await connectionOf('orchestrator');
    desk.subscribe('order.desk.>', {
      callback: (error, message: Msg) => {
        if (error) return;
        // As serveOrders and an order's schema read it.
        const { data } = codec.deserialize(message, { channel: message.subject });
        if (FACT.schema.safeParse(data).success) ordered.push(message.subject);
        message.respond('{"v":1,"state":"paused"}');
      },
    });
    await desk.flush();
    fetcher = await busOf('fetcher');
    await fetcher.declare(FACTS.name, () => fetcher.ensureStream(lastValueStream(FACTS)));
  });
  afterAll(async () => {
    stop.abort(new Error('Stopped'));
    for (const bus of buses) await bus.close();
    for (const connection of connections) await connection.close();
    await nats.close();
  });

  it('let nobody in without a password', async () => {
    await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow(
      /authorization/i,
    );
  });

  it.each(['gateway', 'operator'] as const)('let a %s order the desk', async (role) => {
    const connection = await connectionOf(role);
    const reply = await connection.request('order.desk.stop', '{"v":1}');
    expect(reply.json()).toEqual({ v: 1, state: 'paused' });
  });

  it.each(['facts', 'fetcher', 'backtester'] as const)('let no %s order it', async (role) => {
    const connection = await connectionOf(role);
    const before = ordered.length;
    const order = connection.request('order.desk.emergency-stop', '{"v":1}', { timeout: 500 });
    await expect(order).rejects.toThrow(refused);
    connection.publish('order.desk.stop', '{"v":1}');
    await connection.flush();
    expect(ordered).toHaveLength(before);
  });

  it('let whoever reads facts hear them and what is kept, and say none', async () => {
    const reader = await connectionOf('facts');
    const heard = reader.subscribe('data.>', { max: 1 });
    await reader.flush();
    await fetcher.publish('data.ready', FACT, { v: 1 });
    for await (const message of heard) expect(message.json()).toEqual({ v: 1 });
    // The usual clients, which know nothing of our inboxes.
    const usual = await connect({ servers: nats.url, user: 'facts', pass: 'of-facts' });
    connections.push(usual);
    const manager = await jetstreamManager(usual);
    const kept = await manager.streams.getMessage('FACTS', { last_by_subj: 'data.ready' });
    expect(kept?.json()).toEqual({ v: 1 });
    usual.publish('data.ready', '{"v":2}');
    await usual.flush();
    expect(await fetcher.retained('FACTS', 'data.ready')).toEqual({ v: 1 });
  });

  it('let whoever reads facts send no kept fact to the desk as an order, as the answer to a question', async () => {
    const reader = await connectionOf('facts');
    await fetcher.publish('data.ready', FACT, { v: 1 });
    const reply = 'order.desk.emergency-stop';
    const before = ordered.length;
    reader.publish('$JS.API.DIRECT.GET.FACTS.data.ready', '', { reply });
    await reader.flush();
    await fetcher.retained('FACTS', 'data.ready');
    expect(ordered).toHaveLength(before);
  });

  it('let the desk answer by another connection than the order came by', async () => {
    const asking = await connectionOf('gateway');
    const answering = await connectionOf('orchestrator');
    const heard = asking.subscribe('_INBOX_gateway.late', { max: 1, timeout: 5_000 });
    await asking.flush();
    // As after a server that went while the order was carried out.
    answering.publish('_INBOX_gateway.late', '{"v":1}');
    for await (const message of heard) expect(message.json()).toEqual({ v: 1 });
  });

  it('let each service do what it has to', async () => {
    const options = {
      ...{
        stream: { name: 'JOBS', subjects: ['job.>'] },
        consumer: 'fetch',
        filter: 'job.fetch.>',
      },
      ...{ schema: JOB, subjectOf: ({ n }: z.infer<typeof JOB>) => `job.fetch.bybit.${n}` },
    };
    const queue = await WorkQueue.open(fetcher, options, logger);
    const done: number[] = [];
    const enough = new AbortController();
    const serving = queue.serve(async ({ n }) => {
      done.push(n);
      if (n === 2) enough.abort(new Error('Enough'));
      return Promise.resolve({ kind: 'done' });
    }, enough.signal);
    expect(await queue.put({ n: 1 })).toBe(true);
    expect(await queue.put({ n: 2 })).toBe(true);
    await serving;
    expect(done).toEqual([1, 2]);

    const table = new KeptTable(fetcher, {
      name: 'bybit',
    });
    const { table: found, revision } = await table.readFirst();
    await table.write(found, revision);

    const desk = await busOf('orchestrator');
    const lease = new Lease({
      ...{ bus: desk, bucket: 'desk-lease', key: 'bybit', holder: 'a', leaseMs: 5_000 },
      ...{ logger, stopping: stop.signal },
    });
    expect((await lease.acquire()).isHeld).toBe(true);
    await lease.release();
    expect(await desk.retained('FACTS', 'data.ready')).toEqual({ v: 1 });
    await expect(desk.publish('data.ready', FACT, { v: 1 })).rejects.toThrow(refused);
  });

  it('make no order of what a service has JetStream send to the desk in its place', async () => {
    const inside = await connectionOf('fetcher');
    const reply = 'order.desk.emergency-stop';
    const before = ordered.length;
    await fetcher.publish('data.ready', FACT, { v: 1 });
    await inside.request('job.fetch.bybit.3', '{"v":1}');
    inside.publish('$JS.API.DIRECT.GET.FACTS.data.ready', '', { reply });
    inside.publish('$JS.API.STREAM.MSG.GET.FACTS', '{"last_by_subj":"data.ready"}', { reply });
    inside.publish('$JS.API.CONSUMER.MSG.NEXT.JOBS.fetch', '1', { reply });
    await inside.flush();
    await sleep(100);
    expect(ordered.slice(before)).toEqual([]);
  });
});
