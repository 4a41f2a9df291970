import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openPage, LONGEST_MS } from './browser.js';
import { notePercents, noteStates } from './seen-states.js';
import { Stage } from './stage.js';

describe('the front page, without a reload', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    browser = await openBrowser();
  }, LONGEST_MS);
  afterEach(() => stage.close(), LONGEST_MS);
  afterAll(() => browser.close());

  it(
    'goes from starting through fetching and degraded to ready and the first cycles',
    async () => {
      // So few requests a second that the bar is seen moving on any machine.
      stage = await Stage.open({ RATE_BUDGET: '0.03' });
      await stage.startGateway();
      const { page, complaints } = await openPage(browser);
      await page.goto(stage.url);
      const states = await noteStates(page);
      const percents = await notePercents(page);
      const status = page.getByRole('region', { name: /^Data status/ });

      await stage.play(page, async () => {
        stage.startFetcher();
        stage.startOrchestrator();
        await status.getByText('STARTING', { exact: true }).waitFor();

        await stage.startReplay([
          { kind: 'price-nan', rate: 1, path: '/v5/market/kline', symbol: 'ETHUSDT' },
        ]);
        await status.getByText('DEGRADED', { exact: true }).waitFor();
        const hole = status.getByRole('row').filter({ hasText: 'ETHUSDT' });
        await hole.getByText('missing').first().waitFor();
        expect(await hole.first().textContent()).toMatch(/Candles 1h.*DataIntegrityError/);

        await stage.mendReplay();
        await status.getByText('READY', { exact: true }).waitFor();
        await status
          .getByText(/^6 pairs$/)
          .first()
          .waitFor();
        expect(await status.getByText('Certificate').count()).toBe(1);
        await page.getByText(/^Last cycle, no\. [2-9]/).waitFor();
        expect(await page.getByText('PAPER', { exact: true }).count()).toBe(1);
        expect(await page.getByText('REPLAY', { exact: true }).count()).toBe(1);
      });

      const seen = await states();
      expect(seen).toEqual(expect.arrayContaining(['STARTING', 'FETCHING', 'DEGRADED', 'READY']));
      expect(seen.indexOf('STARTING')).toBeLessThan(seen.indexOf('FETCHING'));
      expect(seen.indexOf('FETCHING')).toBeLessThan(seen.indexOf('READY'));
      expect(new Set(await percents()).size).toBeGreaterThan(1);
      expect(complaints).toEqual([]);
    },
    LONGEST_MS,
  );

  it(
    'says that history is switched off',
    async () => {
      stage = await Stage.open({ HISTORICAL_ENABLED: 'false' });
      await stage.startReplay();
      stage.startFetcher();
      await stage.startGateway();
      const { page, complaints } = await openPage(browser);
      await page.goto(stage.url);
      await page.getByText('DISABLED', { exact: true }).waitFor();
      await page.getByText('nothing is proven').waitFor();
      expect(complaints).toEqual([]);
    },
    LONGEST_MS,
  );
});
