import { startApp } from '@fullcarry/testing/start-app';
import { connect } from '@nats-io/transport-node';
import { leaveFact } from '@fullcarry/testing/retained-fact';
import { io } from 'socket.io-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { openStage, progress } from '../../apps/gateway/dist/gateway-stage.fixture.js';
import { at, round } from '../measure.mjs';
import { nowMs } from '../stack.mjs';

const FACTS = 200;
const EVERY_MS = 100;
const CLIENTS = 20;

/** From a fact on NATS to the socket of a browser; what the browser then paints is not in it. */
export const live = {
  name: 'live',
  title: `From fact to browser, ${CLIENTS} browsers, ${1_000 / EVERY_MS} facts a second`,
  bar: 'p99 ≤ 100 ms',
  reference: '100 ms',
  run: async () => {
    const stage = await openStage();
    await leaveFact(stage.nats.url, 'data.progress', progress({ pagesDone: 0, pagesTotal: FACTS }));
    const gateway = startApp('gateway', {
      environment: { NATS_URL: stage.nats.url, DATABASE_URL: stage.databaseUrl, HTTP_PORT: '0' },
    });
    const bus = await connect({ servers: stage.nats.url });
    const clients = [];
    try {
      const { url } = JSON.parse(await gateway.prints('The gateway listens'));
      const lateness = [];
      for (let i = 0; i < CLIENTS; i += 1) {
        const socket = io(url, { transports: ['websocket'], forceNew: true });
        clients.push(socket);
        socket.on('dataProgressV1', (fact) => {
          if (fact.pagesDone > 0) lateness.push(nowMs() - publishedAtMs[fact.pagesDone]);
        });
        await once(socket, 'connect');
      }
      const publishedAtMs = [];
      for (let n = 1; n <= FACTS; n += 1) {
        publishedAtMs[n] = nowMs();
        const fact = progress({ pagesDone: n, pagesTotal: FACTS });
        bus.publish('data.progress', JSON.stringify(fact));
        await sleep(EVERY_MS);
      }
      await sleep(500);
      const p99 = at(lateness, 0.99);
      return {
        value: `p99 ${round(p99, 1)} ms`,
        against: '100 ms',
        ratio: round(p99 / 100),
        note: `p50 ${round(at(lateness, 0.5), 1)} ms; ${lateness.length} of ${FACTS * CLIENTS} heard`,
        details: { p50: at(lateness, 0.5), p99, heard: lateness.length },
      };
    } finally {
      for (const socket of clients) socket.disconnect();
      await bus.close();
      await gateway.stop();
      await stage.close();
    }
  },
};
