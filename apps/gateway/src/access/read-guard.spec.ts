import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { openStage, type Stage } from '../gateway-stage.fixture.js';

const READ = 'a-token-to-read-with';
const ORDER = 'a-token-to-order-with';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const typed = (password: string) => ({
  authorization: `Basic ${Buffer.from(`anyone:${password}`).toString('base64')}`,
});

describe('the guard of whoever reads', () => {
  let stage: Stage;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await stage.close();
  });

  const statusOf = async (url: string, headers: Record<string, string> = {}) =>
    (await fetch(url, { headers })).status;

  /** Whether a socket is let in. */
  function socketTo(url: string, extraHeaders: Record<string, string> = {}): Promise<boolean> {
    const options = { transports: ['websocket'], reconnection: false, forceNew: true };
    const socket = io(url, { ...options, extraHeaders });
    sockets.push(socket);
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('connect_error', () => resolve(false));
    });
  }

  it('wants READ_TOKEN of pages, API and sockets where there is one; the token of the commands reads too', async () => {
    const { url, healthUrl } = await stage.gateway({ READ_TOKEN: READ, DASHBOARD_TOKEN: ORDER });
    while (!(await fetch(`${healthUrl}/health/ready`)).ok);
    const refused = await fetch(`${url}/`);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /);
    expect(await statusOf(`${url}/api/desk`)).toBe(401);
    expect(await statusOf(`${url}/api/desk`, bearer(READ))).toBe(200);
    expect(await statusOf(`${url}/api/desk`, bearer(ORDER))).toBe(200);
    expect(await statusOf(`${url}/`, typed(READ))).toBe(200);
    expect(await statusOf(`${url}/`, typed('not-the-right-token'))).toBe(401);
    expect(await socketTo(url)).toBe(false);
    expect(await socketTo(url, bearer(READ))).toBe(true);
  });

  it('commands nothing for whoever may only read, nor by what a browser sends by itself', async () => {
    const { url } = await stage.gateway({ READ_TOKEN: READ, DASHBOARD_TOKEN: ORDER });
    const stop = (headers: Record<string, string>) =>
      fetch(`${url}/api/desk/stop`, { method: 'POST', headers });
    expect((await stop(bearer(READ))).status).toBe(401);
    expect((await stop(typed(ORDER))).status).toBe(401);
  });

  it('lets the right token pass after thirty wrong ones from the same address', async () => {
    const { url } = await stage.gateway({ READ_TOKEN: READ, DASHBOARD_TOKEN: ORDER });
    const guesses: number[] = [];
    for (let i = 0; i < 30; i += 1) guesses.push(await statusOf(`${url}/api`, bearer(`no-${i}`)));
    expect(guesses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(guesses.slice(10)).toEqual(Array.from({ length: 20 }, () => 429));
    expect(await statusOf(`${url}/`, bearer(READ))).toBe(200);
    const stop = { method: 'POST', headers: bearer(ORDER) };
    // Let in, though nobody is there to carry it out.
    expect((await fetch(`${url}/api/desk/emergency-stop`, stop)).status).toBe(503);
  });

  it('tells an address that reads too much to wait, and not who may stop the desk', async () => {
    const limits = { HTTP_READS_PER_MINUTE: '5', DASHBOARD_TOKEN: ORDER };
    const { url } = await stage.gateway(limits);
    for (let i = 0; i < 5; i += 1) expect(await statusOf(`${url}/`)).toBe(200);
    const late = await fetch(`${url}/`);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await statusOf(`${url}/`, bearer(ORDER))).toBe(200);
    const stop = { method: 'POST', headers: bearer(ORDER) };
    expect((await fetch(`${url}/api/desk/stop`, stop)).status).toBe(503);
  });

  it('counts the reads of each address behind a proxy for itself', async () => {
    const limits = { HTTP_READS_PER_MINUTE: '1', HTTP_TRUSTED_PROXIES: '1' };
    const { url } = await stage.gateway(limits);
    const from = (address: string) => statusOf(`${url}/`, { 'x-forwarded-for': address });
    expect(await from('192.0.2.1')).toBe(200);
    expect(await from('192.0.2.1')).toBe(429);
    expect(await from('192.0.2.2')).toBe(200);
  });

  it('keeps as many sockets of an address as are allowed, and takes another when one is gone', async () => {
    const { url } = await stage.gateway({ HTTP_SOCKETS_PER_ADDRESS: '2' });
    const together = await Promise.all([socketTo(url), socketTo(url), socketTo(url)]);
    expect(together.filter((isIn) => isIn)).toHaveLength(2);
    for (const socket of sockets.slice(-3)) socket.disconnect();
    while (!(await socketTo(url)));
  });
});
