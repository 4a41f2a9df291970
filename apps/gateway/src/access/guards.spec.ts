import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { until } from '@fullcarry/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { openStage, type Stage } from '../gateway-stage.fixture.js';
import { wrongTokenLimit } from './address-limit.js';
import { CommandAccess } from './command-guard.js';
import { OwnHosts } from './own-hosts.js';

const TOKEN = 'a-token-of-enough-length';
const LEDGER = {
  startingEquityUsdt: '10000',
  cashUsdt: '9999.99999',
  equityUsdt: '9999.99999',
  realisedUsdt: '0',
  unrealisedUsdt: '0',
  fundingUsdt: '0',
  feesUsdt: '0',
  correctionsUsdt: '-0.00001',
  unexplainedUsdt: '0',
};
const JSON_BODY = { 'content-type': 'application/json' };

describe('access to the gateway', () => {
  let stage: Stage;
  let desk: NatsConnection;
  let locked: string;
  let open: string;
  const heard: string[] = [];

  beforeAll(async () => {
    stage = await openStage();
    // A desk that answers as the real one does.
    desk = await connect({ servers: stage.nats.url });
    desk.subscribe('order.desk.>', {
      callback: (_, message) => {
        heard.push(message.subject);
        const { settings, amountUsdt } = message.json<{
          settings?: unknown;
          amountUsdt?: string;
        }>();
        const reply =
          settings !== undefined
            ? { v: 1, settings }
            : { v: 1, state: 'paused', ...(amountUsdt !== undefined && { ledger: LEDGER }) };
        message.respond(JSON.stringify(reply));
      },
    });
    await desk.flush();
    const gateways = [await stage.gateway({ DASHBOARD_TOKEN: TOKEN }), await stage.gateway()];
    [locked, open] = gateways.map(({ url }) => url) as [string, string];
    for (const { healthUrl } of gateways) while (!(await fetch(`${healthUrl}/health/ready`)).ok);
  });
  afterAll(async () => {
    await desk.close();
    await stage.close();
  });

  const command = (url: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/desk/stop`, { method: 'POST', headers });

  it('lets whoever is on this machine command, when there is no token', async () => {
    const response = await command(open);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ v: 1, state: 'paused' });
  });

  it('checks settings with the desk’s own schema, and passes them on whole', async () => {
    const patch = (settings: object) =>
      fetch(`${open}/api/desk/settings`, {
        method: 'PATCH',
        headers: JSON_BODY,
        body: JSON.stringify(settings),
      });
    const settings = deskSettings.parse({ entryNetYield: 0.2 });
    expect(await (await patch(settings)).json()).toEqual({ v: 1, settings });
    const wrong = await patch({ ...settings, minHoldingYield: 0.5 });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ field: 'minHoldingYield' });
  });

  it('passes a person’s correction on with its reason, and none without one', async () => {
    const correct = (body: object) =>
      fetch(`${open}/api/desk/correct`, {
        method: 'POST',
        headers: JSON_BODY,
        body: JSON.stringify(body),
      });
    const booked = await correct({ amountUsdt: '-0.00001', reason: 'A restored back-up' });
    expect(await booked.json()).toEqual({ v: 1, state: 'paused', ledger: LEDGER });
    expect(heard.at(-1)).toBe('order.desk.correct');
    const before = heard.length;
    const silent = await correct({ amountUsdt: '-0.00001', reason: ' ' });
    expect(silent.status).toBe(400);
    expect(await silent.json()).toEqual({ field: 'reason', error: 'reason: a reason is needed' });
    expect((await correct({ amountUsdt: '1e3', reason: 'x' })).status).toBe(400);
    expect(heard).toHaveLength(before);
  });

  it('wants the token where there is one, and reads without it', async () => {
    expect((await fetch(`${locked}/api/desk`)).status).toBe(200);
    const refused = await command(locked);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect((await command(locked, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('takes no commands from pages of other origins, nor under a name that was bent to this machine', async () => {
    const before = heard.length;
    expect((await command(open, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await command(open, { origin: 'null' })).status).toBe(403);
    expect((await command(open, { origin: open })).status).toBe(200);
    expect(await statusUnderHost(open, 'POST', '/api/desk/stop', 'evil.example:8080')).toBe(403);
    expect(heard).toHaveLength(before + 1);
  });

  it('say their health and metrics under any name, on a port of their own', async () => {
    const { url, healthUrl } = await stage.gateway({ HTTP_ALLOWED_HOSTS: 'desk.example' });
    expect(await statusUnderHost(healthUrl, 'GET', '/health/live', '10.0.0.7:9103')).toBe(200);
    expect(await statusUnderHost(healthUrl, 'GET', '/metrics', 'gateway:9103')).toBe(200);
    expect(await statusUnderHost(url, 'GET', '/api/desk', '10.0.0.7:8080')).toBe(403);
    // It has just started, and says 503 until it has its database and NATS.
    await until(
      async () =>
        (await statusUnderHost(url, 'GET', '/api/desk', 'desk.example')) === 200 || undefined,
    );
    expect(await (await fetch(`${url}/metrics`)).text()).not.toContain('fullcarry_gateway');
  });

  it('takes only JSON, and not much of it', async () => {
    const form = { method: 'PATCH', body: new URLSearchParams({ entryNetYield: '1' }) };
    expect((await fetch(`${open}/api/desk/settings`, form)).status).toBe(415);
    const broken = { method: 'PATCH', headers: JSON_BODY, body: '{' };
    expect((await fetch(`${open}/api/desk/settings`, broken)).status).toBe(400);
    const large = { ...broken, body: JSON.stringify({ a: 'x'.repeat(20_000) }) };
    expect((await fetch(`${open}/api/desk/settings`, large)).status).toBe(413);
  });

  it('tells whoever guesses to wait after ten wrong tokens, and lets the right one pass all the same', async () => {
    const withToken = (token: string) => command(locked, { authorization: `Bearer ${token}` });
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await withToken(`guess-${guess}`)).status).toBe(401);
    }
    const late = await withToken('guess-10');
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await withToken(TOKEN)).status).toBe(200);
    const stop = { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } };
    await fetch(`${locked}/api/desk/emergency-stop`, stop);
    expect(heard).toContain('order.desk.emergency-stop');
    expect((await command(locked)).status).toBe(401);
    expect((await withToken('guess-11')).status).toBe(429);
  });
});

describe('access from beyond this machine', () => {
  const hosts = new OwnHosts('0.0.0.0', []);
  const beyond = { HTTP_HOST: '0.0.0.0', HTTP_TRUSTED_PROXIES: 0 };

  it('stay closed without a token', async () => {
    const access = new CommandAccess(beyond, hosts, wrongTokenLimit());
    expect(access.kind).toBe('closed');
    await expect(access.pass('10.0.0.1', 'Bearer anything')).rejects.toMatchObject({ status: 403 });
  });

  it('open with it', async () => {
    const access = new CommandAccess(
      { ...beyond, DASHBOARD_TOKEN: TOKEN },
      hosts,
      wrongTokenLimit(),
    );
    await expect(access.pass('10.0.0.1', `Bearer ${TOKEN}`)).resolves.toBeUndefined();
    await expect(access.pass('10.0.0.1', undefined)).rejects.toMatchObject({ status: 401 });
  });

  it('know only the names that are allowed, once some are', () => {
    expect(hosts.accepts('anything.example')).toBe(true);
    const named = new OwnHosts('0.0.0.0', ['desk.example']);
    expect(named.accepts('desk.example:443')).toBe(true);
    expect(named.accepts('other.example')).toBe(false);
    expect(new OwnHosts('127.0.0.1', []).accepts('[::1]:8080')).toBe(true);
  });
});

/** fetch sets the host itself. */
function statusUnderHost(
  url: string,
  method: string,
  path: string,
  host: string,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { method, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
