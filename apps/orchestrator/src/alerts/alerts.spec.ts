import type { DeskConcern } from '@fullcarry/contracts/facts/desk-status-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { pino } from 'pino';
import type { Alert } from './alert.js';
import { AlertQueue } from './alert-queue.js';
import { Alerts } from './alerts.js';
import { orchestratorConfig } from '../config.js';
import { telegram } from './telegram.js';
import { webhook } from './webhook.js';

const QUICK = { retries: 3, firstWaitMs: 20, most: 5 };
const TOKEN = '123456:a-secret-that-nobody-may-read';

let server: Server | undefined;
let lines: string[] = [];
const logger = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });

/** A real HTTP server that answers with these statuses in turn, the last one for ever. */
async function receiver(...statuses: number[]) {
  const got: { url: string; body: Record<string, unknown> }[] = [];
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      got.push({ url: request.url ?? '', body });
      const status = statuses.length > 1 ? statuses.shift() : statuses[0];
      response.writeHead(status ?? 200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address!.port : 0}`;
  const many = async (count: number) => {
    while (got.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { url, got, many };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
}

const alert = (text: string): Alert => ({
  kind: 'opened',
  atMs: 1,
  exchange: 'bybit',
  source: 'live',
  text,
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  lines = [];
});

describe('alerts', () => {
  it('go to a webhook as plain JSON, in order', async () => {
    const { url, got, many } = await receiver(200);
    const queue = new AlertQueue(webhook(`${url}/hook?key=1`), logger, QUICK);
    queue.put(alert('first'));
    queue.put(alert('second'));
    await many(2);
    expect(got).toEqual([
      { url: '/hook?key=1', body: { v: 1, paper: true, ...alert('first') } },
      { url: '/hook?key=1', body: { v: 1, paper: true, ...alert('second') } },
    ]);
    await queue.close(100);
  });

  it('go to a Telegram chat through the Bot API', async () => {
    const { url, got, many } = await receiver(200);
    const options = { apiUrl: `${url}/`, botToken: TOKEN, chatId: '-100' };
    const queue = new AlertQueue(telegram(options), logger, QUICK);
    queue.put(alert('Opened BTC'));
    await many(1);
    expect(got[0]).toEqual({
      url: `/bot${TOKEN}/sendMessage`,
      body: { chat_id: '-100', text: 'Opened BTC\n(paper money, bybit, live)' },
    });
    await queue.close(100);
  });

  it('are tried again until they are taken', async () => {
    const { url, got, many } = await receiver(500, 429, 200);
    const queue = new AlertQueue(webhook(url), logger, QUICK);
    queue.put(alert('one'));
    await many(3);
    expect(got.map(({ body }) => body.text)).toEqual(['one', 'one', 'one']);
    await queue.close(100);
    expect(got).toHaveLength(3);
  });

  it('are given up when they are refused, and the next one goes', async () => {
    const { url, got, many } = await receiver(404, 200);
    const queue = new AlertQueue(webhook(url), logger, QUICK);
    queue.put(alert('refused'));
    queue.put(alert('taken'));
    await many(2);
    await queue.close(100);
    expect(got.map(({ body }) => body.text)).toEqual(['refused', 'taken']);
    expect(lines.join()).toContain('An alert was given up');
  });

  it('report each concern once, and when it is over; broken books another alert reports', async () => {
    const { url, got, many } = await receiver(200);
    const exchange = { id: 'bybit', source: () => 'live' } as Exchange;
    const kept: Alert[] = [];
    const config = orchestratorConfig.parse({ WEBHOOK_URL: url });
    const alerts = new Alerts(config, exchange, logger, (alert) => kept.push(alert));
    const concern = (kind: DeskConcern['kind'], symbol: string | null) => ({
      kind,
      symbol,
      text: `About ${kind}`,
    });
    const alone = concern('unhedged', 'BTC/USDT:USDT');
    alerts.concerned([alone, concern('books-broken', null)]);
    alerts.concerned([alone]);
    alerts.concerned([alone, concern('drawdown', null)]);
    alerts.concerned([]);
    await many(4);
    await alerts.close();
    expect(got.map(({ body }) => [body.kind, body.text])).toEqual([
      ['unhedged', 'About unhedged'],
      ['drawdown', 'About drawdown'],
      ['concern-over', 'Over: unhedged of BTC/USDT:USDT'],
      ['concern-over', 'Over: drawdown'],
    ]);
    // The journal has them too.
    expect(kept.map(({ kind }) => kind)).toEqual(got.map(({ body }) => body.kind));
  });

  it('keep nobody waiting and drop the oldest while nothing takes them', async () => {
    const { url } = await receiver(200);
    server!.close();
    server!.closeAllConnections();
    const options = { apiUrl: url, botToken: TOKEN, chatId: '1' };
    const queue = new AlertQueue(telegram(options), logger, QUICK);
    for (let n = 0; n < 20; n += 1) queue.put(alert(`alert ${n}`));
    await queue.close(50);
    expect(lines.join()).toContain('Too many alerts, one dropped');
    expect(lines.join()).toContain('An alert was not sent');
    expect(lines.join()).not.toContain(TOKEN);
  });
});
