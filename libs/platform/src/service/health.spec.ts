import type { INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Counter } from 'prom-client';
import { Health } from './health.js';
import { startHealthServer } from './health-server.js';

describe('the health server', () => {
  const health = new Health();
  let app: INestApplication;
  let url: string;
  let isUp = false;

  beforeAll(async () => {
    const logger = pino({ level: 'silent' });
    app = await startHealthServer(health, { host: '127.0.0.1', port: 0 }, logger);
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const ready = async () => {
    const response = await fetch(`${url}/health/ready`);
    return { status: response.status, body: await response.json() };
  };

  it('is alive from the first second, and ready only when there is something that is up', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(await ready()).toEqual({ status: 503, body: { status: 'down', checks: [] } });
  });

  it('says what is down', async () => {
    health.add('database', () => ({ up: true }));
    health.add('nats', () => ({ up: isUp, detail: 'waiting' }));
    const checks = [
      { name: 'database', up: true },
      { name: 'nats', up: false, detail: 'waiting' },
    ];
    expect(await ready()).toEqual({ status: 503, body: { status: 'down', checks } });
    isUp = true;
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'up' } });
  });

  it('gives Prometheus what the process measures', async () => {
    new Counter({ name: 'fullcarry_spec_total', help: 'Of this spec' }).inc(3);
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    const text = await response.text();
    expect(text).toContain('fullcarry_spec_total 3');
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('knows no other path', async () => {
    expect((await fetch(`${url}/anything`)).status).toBe(404);
  });
});
