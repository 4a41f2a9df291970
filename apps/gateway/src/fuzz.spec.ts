import { leaveFact } from '@fullcarry/testing/retained-fact';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRequest, anyTalk, send, talk } from './fuzz.fixture.js';
import { cycle, desk, openStage, progress, rates, type Stage } from './gateway-stage.fixture.js';

/** A few seconds of it; `npm run fuzz` goes on for as long as wanted. */
describe('whatever is sent', () => {
  let stage: Stage;
  let url: string;
  let healthUrl: string;

  beforeAll(async () => {
    stage = await openStage();
    await leaveFact(stage.nats.url, 'data.progress', progress());
    await leaveFact(stage.nats.url, 'market.rates', rates(20));
    await leaveFact(stage.nats.url, 'desk.status', desk());
    await leaveFact(stage.nats.url, 'desk.cycle', cycle(7));
    ({ url, healthUrl } = await stage.gateway());
    while (!(await fetch(`${healthUrl}/health/ready`)).ok);
  });
  afterAll(() => stage.close());

  it('is answered or refused, and never breaks a route', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, async (request) => {
        const { status, sent } = await send(url, request);
        // No desk runs here, which is what a command in good form is told.
        const isCommand = request.route.changes === true && status === 503;
        expect({ isServerError: status >= 500 && !isCommand, status, sent }).toMatchObject({
          isServerError: false,
        });
      }),
      { seed: 20261124, numRuns: 250 },
    );
  });

  it('ends a talk on the socket, and the gateway goes on', async () => {
    await fc.assert(
      fc.asyncProperty(anyTalk, (events) => talk(url, events)),
      { seed: 20261124, numRuns: 30 },
    );
    expect((await fetch(`${healthUrl}/health/ready`)).status).toBe(200);
  });
});
