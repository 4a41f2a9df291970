import type { SocketEvent, SocketPayload } from '@fullcarry/contracts/transport/socket-events';
import { SOCKET_EVENTS } from '@fullcarry/contracts/transport/socket-events';
import { leaveFact } from '@fullcarry/testing/retained-fact';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { type z } from 'zod';
import { cycle, desk, openStage, progress, rates, type Stage } from './gateway-stage.fixture.js';

describe('the socket', () => {
  let stage: Stage;
  let clients: Client[];

  beforeEach(async () => {
    stage = await openStage();
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.socket.disconnect();
    await stage.close();
  });

  function client(url: string): Client {
    const one = new Client(url);
    clients.push(one);
    return one;
  }

  const publish = (subject: string, payload: object) => leaveFact(stage.nats.url, subject, payload);

  it('publishes everything that is known on connect, then each change, as its schema says', async () => {
    await publish('data.progress', progress());
    await publish('data.progress.bybit.BTCUSDT', {
      v: 1,
      atMs: 1,
      exchange: 'bybit',
      symbol: 'BTC/USDT:USDT',
      nativeId: 'BTCUSDT',
      series: [],
    });
    await publish('market.rates', rates(2));
    await publish('desk.status', desk());
    await publish('desk.cycle', cycle(1));
    const { url } = await stage.gateway();
    const late = client(url);
    const events = Object.keys(SOCKET_EVENTS) as SocketEvent[];
    for (const event of events) await late.next(event, () => true);

    await publish('data.progress', progress({ percent: 60, rowsDone: 600 }));
    const status = await late.next('dataStatusV1', (one) => one.fetchProgress?.percent === 60);
    expect(status.state).toBe('fetching');
    await publish(
      'data.progress',
      progress({ state: 'degraded', reason: '1 series are not proven' }),
    );
    await late.next('dataStatusV1', (one) => one.state === 'degraded');
    await publish('desk.status', desk('paused'));
    await late.next('deskV1', (one) => one.status?.state === 'paused');

    // The next one who comes gets the newest of each.
    const next = client(url);
    const first = await next.next('deskV1', () => true);
    expect(first.status?.state).toBe('paused');
  });

  it('gives a client that reads too slowly the newest state, and nothing of what lay between', async () => {
    const { url } = await stage.gateway();
    const slow = client(url);
    const quick = client(url);
    await publish('market.rates', rates(400, '1'));
    await slow.next('ratesV1', (one) => one.rates?.markets[0]?.markPrice === '1');
    const before = slow.count('ratesV1');
    slow.pause();
    const published = 300;
    for (let price = 2; price <= published; price += 1) {
      await publish('market.rates', rates(400, String(price)));
    }
    await quick.next('ratesV1', (one) => one.rates?.markets[0]?.markPrice === String(published));
    slow.resume();
    await slow.next('ratesV1', (one) => one.rates?.markets[0]?.markPrice === String(published));
    expect(slow.count('ratesV1') - before).toBeLessThan(published - 1);
  });

  it('goes on with whoever is connected when NATS comes back, several gateways alike', async () => {
    const gateways = [await stage.gateway(), await stage.gateway()];
    const watchers = gateways.map((gateway) => client(gateway.url));
    await publish('data.progress', progress());
    for (const one of watchers) await one.next('dataStatusV1', ({ stale }) => !stale);

    await stage.nats.stop();
    for (const one of watchers) {
      const status = await one.next('dataStatusV1', ({ stale }) => stale);
      expect(status.reason).toContain('NATS is away');
      await one.next('systemV1', ({ nats }) => !nats.up);
    }
    for (const { url, healthUrl } of gateways) {
      const refused = await fetch(`${url}/api/desk/start`, { method: 'POST' });
      expect(refused.status).toBe(503);
      expect(await refused.json()).toEqual({ error: expect.stringContaining('NATS') });
      expect((await fetch(`${healthUrl}/health/ready`)).status).toBe(503);
    }

    await stage.nats.start();
    await publish('data.progress', progress({ percent: 99 }));
    for (const one of watchers) {
      await one.next('dataStatusV1', ({ fetchProgress }) => fetchProgress?.percent === 99);
    }
  });

  it('takes no commands and no pages of other origins', async () => {
    const { url } = await stage.gateway();
    const chatty = client(url);
    await chatty.next('systemV1', () => true);
    const ended = new Promise((resolve) => chatty.socket.once('disconnect', resolve));
    chatty.socket.emit('order.desk.stop', { v: 1 });
    expect(await ended).toBe('io server disconnect');

    const foreign = io(url, {
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { origin: 'https://evil.example' },
    });
    const refused = new Promise((resolve) => foreign.once('connect_error', resolve));
    expect(await refused).toBeInstanceOf(Error);
    const polling = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(polling.status).toBe(400);
  });
});

/** What lies under socket.io's client in Node. */
interface WithSocket {
  readonly ws: { readonly _socket: { pause(): void; resume(): void } };
}

/** A browser's side of the socket. What it hears must be as agreed. */
class Client {
  readonly socket: Socket;
  private readonly heard: { event: string; payload: unknown }[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(url: string) {
    this.socket = io(url, { transports: ['websocket'], forceNew: true });
    this.socket.onAny((event: string, payload: unknown) => {
      this.heard.push({ event, payload });
      this.listeners.forEach((check) => check());
    });
  }

  count(event: SocketEvent): number {
    return this.heard.filter((one) => one.event === event).length;
  }

  next<Event extends SocketEvent>(
    event: Event,
    isIt: (payload: SocketPayload<Event>) => boolean,
  ): Promise<SocketPayload<Event>> {
    const schema = SOCKET_EVENTS[event] as unknown as z.ZodType<SocketPayload<Event>>;
    return new Promise((resolve, reject) => {
      const check = () => {
        const last = this.heard.findLast((one) => one.event === event);
        if (!last) return;
        const { data, error } = schema.safeParse(last.payload);
        if (error) reject(error);
        if (data === undefined || !isIt(data)) return;
        this.listeners.delete(check);
        resolve(data);
      };
      this.listeners.add(check);
      check();
    });
  }

  /** Reads nothing from the network any more, so that it backs up to the server. */
  pause(): void {
    this.rawSocket().pause();
  }

  resume(): void {
    this.rawSocket().resume();
  }

  private rawSocket(): { pause(): void; resume(): void } {
    const { ws } = this.socket.io.engine.transport as unknown as WithSocket;
    return ws._socket;
  }
}
