import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { atTheEnd, closeStages, DeskStage, EAGER } from './desk-stage.js';

const TOKEN = '42:a-secret-that-nobody-may-read';

afterAll(closeStages);

describe('a desk with a webhook and a Telegram chat', () => {
  it('alerts to openings, closings and the emergency stop, and cycles on while nobody listens', async () => {
    const got: { path: string; body: Record<string, unknown> }[] = [];
    let isDown = true;
    const server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (part) => (text += String(part)));
      request.on('end', () => {
        if (!isDown) got.push({ path: request.url ?? '', body: JSON.parse(text) });
        response.writeHead(isDown ? 503 : 200).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    atTheEnd(() => server.close());
    atTheEnd(() => server.closeAllConnections());
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address!.port : 0}`;

    const stage = await DeskStage.open();
    const desk = stage.startLiveDesk({
      WEBHOOK_URL: `${url}/hook`,
      TELEGRAM_API_URL: url,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_CHAT_ID: '7',
    });
    await stage.cycle();
    await stage.command('configure', { settings: { ...deskSettings.parse({}), ...EAGER } });
    const { number } = await stage.cycle(({ opened }) => opened > 0);
    await stage.cycle((cycle) => cycle.number > number + 1);
    expect(got).toEqual([]);

    isDown = false;
    await stage.command('emergency-stop');
    const kinds = (path: string) => got.filter((one) => one.path.startsWith(path));
    while (!kinds('/hook').some(({ body }) => body['kind'] === 'emergency-stop')) {
      await new Promise((done) => setTimeout(done, 50));
    }
    const hooks = kinds('/hook').map(({ body }) => body);
    expect(hooks.map(({ kind }) => kind)).toEqual([
      ...['opened', 'opened', 'opened'],
      ...['closed', 'closed', 'closed', 'emergency-stop'],
    ]);
    expect(hooks[0]).toMatchObject({
      v: 1,
      paper: true,
      exchange: 'bybit',
      source: expect.stringMatching(/^replay /),
      position: { state: 'open' },
    });
    while (kinds('/bot').length < hooks.length) await new Promise((done) => setTimeout(done, 50));
    expect(kinds('/bot')[0]).toMatchObject({
      path: `/bot${TOKEN}/sendMessage`,
      body: { chat_id: '7' },
    });
    expect(desk.lines.join()).toContain('An alert was not taken');
    expect(desk.lines.join()).not.toContain(TOKEN);
  });
});
