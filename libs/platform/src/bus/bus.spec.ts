import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { z } from 'zod';
import { BusUnavailableError } from './bus-unavailable-error.js';
import { Bus } from './bus.js';
import { MESSAGE_BOUND_BYTES, MessageTooLargeError } from './message-bound.js';

const Fact = { schema: z.object({ n: z.int() }) };
const STREAM = { name: 'SPEC', subjects: ['spec.>'], max_msgs_per_subject: 1 };

let nats: RunningNats;
let stop: AbortController;
let lines: string[];
const folder = tempFolder();

const open = (url = nats.url) => {
  const logger = pino({}, { write: (line) => void lines.push(line) });
  return Bus.open({ url, replicas: 1, name: 'spec', logger, signal: stop.signal });
};
const logged = (text: string) => lines.some((line) => line.includes(text));

beforeEach(async () => {
  nats = await startNats();
  stop = new AbortController();
  lines = [];
});
afterEach(async () => {
  stop.abort();
  await nats.close();
});

afterAll(() => folder.remove());

describe('the bus', () => {
  it('waits for the first connection, and says so without the password', async () => {
    await nats.stop();
    const opening = open(nats.url.replace('//', '//me:secret@'));
    while (!logged('not reachable')) await sleep(20);
    expect(lines.join()).not.toContain('secret');
    await nats.start();
    await (await opening).close();
  });

  it('gives up waiting at once when the service stops, even for a server that never answers', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    const port = typeof address === 'object' ? address!.port : 0;
    const opening = open(`nats://127.0.0.1:${port}`);
    const [socket] = (await once(mute, 'connection')) as [Socket];
    stop.abort(new Error('Stopped by SIGTERM'));
    await expect(opening).rejects.toThrow('Stopped by SIGTERM');
    socket.destroy();
    mute.close();
  });

  it('makes a stream as it should be, whether it exists or not, and keeps the last message in it', async () => {
    const bus = await open();
    await bus.ensureStream(STREAM);
    await bus.ensureStream(STREAM);
    expect(await bus.retained('SPEC', 'spec.a')).toBeUndefined();
    await bus.publish('spec.a', Fact, { n: 1 });
    await bus.publish('spec.a', Fact, { n: 2 });
    await bus.publish('spec.b', Fact, { n: 3 });
    expect(await bus.retained('SPEC', 'spec.a')).toEqual({ n: 2 });
    await bus.purge('SPEC', 'spec.a');
    expect(await bus.retained('SPEC', 'spec.a')).toBeUndefined();
    expect(await bus.retained('SPEC', 'spec.b')).toEqual({ n: 3 });
    await bus.close();
  });

  it('lets no wrong payload leave', async () => {
    const bus = await open();
    await bus.ensureStream(STREAM);
    await expect(bus.publish('spec.a', Fact, { n: 0.5 })).rejects.toThrow();
    expect(() => bus.publishWithoutAck('spec.a', Fact, { n: 0.5 })).toThrow();
    expect(await bus.retained('SPEC', 'spec.a')).toBeUndefined();
    await bus.close();
  });

  it('lets no message leave that is larger than any may be, and calls that a fault of ours', async () => {
    const Text = { schema: z.object({ text: z.string() }) };
    const bus = await open();
    await bus.ensureStream(STREAM);
    const text = 'x'.repeat(MESSAGE_BOUND_BYTES - '{"text":""}'.length);
    await bus.publish('spec.a', Text, { text });
    await expect(bus.publish('spec.a', Text, { text: `${text}x` })).rejects.toThrow(
      MessageTooLargeError,
    );
    expect(() => bus.publishWithoutAck('spec.a', Text, { text: `${text}x` })).toThrow(
      MessageTooLargeError,
    );
    const persisting = bus.retryWhileAway(() => bus.publish('spec.a', Text, { text: `${text}x` }));
    await expect(persisting).rejects.toThrow(MessageTooLargeError);
    expect(await bus.retained('SPEC', 'spec.a')).toEqual({ text });
    await bus.close();
  });

  it('tells what NATS can’t do now from what it refuses', async () => {
    const bus = await open();
    await expect(bus.publish('nobody.listens', Fact, { n: 1 })).rejects.toThrow(
      BusUnavailableError,
    );
    const full = { ...STREAM, discard: 'new' as const, discard_new_per_subject: true };
    await bus.ensureStream(full);
    await bus.publish('spec.a', Fact, { n: 1 });
    await expect(bus.publish('spec.a', Fact, { n: 2 })).rejects.toThrow(JetStreamApiError);
    await nats.stop();
    await expect(bus.publish('spec.a', Fact, { n: 3 })).rejects.toThrow(BusUnavailableError);
    await bus.close();
  });

  it('comes back with its server, and what must be made again is made before anybody goes on', async () => {
    const bus = await open();
    const order: string[] = [];
    await bus.declare(STREAM.name, async () => {
      await bus.ensureStream(STREAM);
      order.push('stream');
    });
    order.length = 0;
    bus.onReconnect(() => void order.push('work'));
    await nats.stop();
    while (bus.connected) await sleep(20);
    bus.publishWithoutAck('spec.a', Fact, { n: 1 });
    nats.wipe();
    await nats.start();
    while (!order.includes('work')) await sleep(20);
    expect(order[0]).toBe('stream');
    expect(bus.connected).toBe(true);
    // What was published while nobody listened is old news, and is not kept for later.
    expect(await bus.retained('SPEC', 'spec.a')).toBeUndefined();
    await bus.publish('spec.a', Fact, { n: 2 });
    expect(await bus.retained('SPEC', 'spec.a')).toEqual({ n: 2 });
    await bus.close();
  });

  it('makes a stream that was deleted again at the next publish, and notifies that what it held is lost', async () => {
    const bus = await open();
    await bus.declare(STREAM.name, () => bus.ensureStream(STREAM));
    let lost = 0;
    bus.onReconnect(() => void (lost += 1));
    const manager = await jetstreamManager(bus.connection);
    await manager.streams.delete(STREAM.name);
    await bus.publish('spec.a', Fact, { n: 1 });
    expect(await bus.retained('SPEC', 'spec.a')).toEqual({ n: 1 });
    await manager.streams.delete(STREAM.name);
    expect(await bus.retained('SPEC', 'spec.a')).toBeUndefined();
    await manager.streams.delete(STREAM.name);
    await bus.purge('SPEC', 'spec.a');
    expect(lost).toBe(3);
    await bus.close();
  });

  it('calls again what NATS could not do then, and what comes after it', async () => {
    const bus = await open();
    await bus.declare(STREAM.name, () => bus.ensureStream(STREAM));
    const called: string[] = [];
    bus.onReconnect(() => {
      called.push('first');
      if (called.length === 1) throw new BusUnavailableError('not now');
    });
    bus.onReconnect(() => void called.push('second'));
    await (await jetstreamManager(bus.connection)).streams.delete(STREAM.name);
    await bus.makeAgain();
    while (!called.includes('second')) await sleep(20);
    expect(called).toEqual(['first', 'first', 'second']);
    await bus.close();
  });

  it('makes all that is declared at once by several', async () => {
    const bus = await open();
    const names = ['A', 'B', 'C', 'D'];
    const declare = (name: string) =>
      bus.declare(name, () => bus.ensureStream({ name, subjects: [`${name}.>`] }));
    await Promise.all(names.map(declare));
    await Promise.all(names.map((name) => bus.publish(`${name}.x`, Fact, { n: 1 })));
    await bus.close();
  });

  it('sees within seconds that a stream is another one, also where it only publishes without an acknowledgement', async () => {
    const [bus, other] = [await open(), await open()];
    await bus.declare(STREAM.name, () => bus.ensureStream(STREAM));
    let lost = 0;
    bus.onReconnect(() => void (lost += 1));
    const manager = await jetstreamManager(other.connection);
    await manager.streams.delete(STREAM.name);
    while (lost < 1) await sleep(20);
    // Another process is faster: the stream is there, and yet nothing of what was published.
    await manager.streams.delete(STREAM.name);
    await manager.streams.add(STREAM);
    while (lost < 2) await sleep(20);
    await Promise.all([bus.close(), other.close()]);
  });

  it('calls a wrong subject a fault of ours', async () => {
    const bus = await open();
    await bus.ensureStream(STREAM);
    const publishing = bus.retryWhileAway(() => bus.publish('spec.a b', Fact, { n: 1 }));
    await expect(publishing).rejects.toThrow('illegal subject');
    await bus.close();
  });

  it('does not begin on a server that takes only small messages', async () => {
    await nats.close();
    const config = join(folder.path, 'nats.conf');
    writeFileSync(config, 'max_payload: 65536');
    nats = await startNats(['-c', config]);
    await expect(open()).rejects.toThrow('set its max_payload to 256000 or more');
  });

  it('publishes before it closes what was still to be published, and closes without its server too', async () => {
    const listener = await connect({ servers: nats.url });
    const heard: unknown[] = [];
    listener.subscribe('spec.a', { callback: (_, message) => void heard.push(message.json()) });
    await listener.flush();
    const bus = await open();
    for (let n = 0; n < 100; n += 1) bus.publishWithoutAck('spec.a', Fact, { n });
    await bus.close();
    await listener.flush();
    expect(heard).toHaveLength(100);
    await listener.close();
    const lonely = await open();
    await nats.stop();
    while (lonely.connected) await sleep(20);
    await lonely.close();
    expect(lonely.connected).toBe(false);
  });
});
