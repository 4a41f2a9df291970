import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openPage, LONGEST_MS } from './browser.js';
import { Stage } from './stage.js';

describe('an emergency stop before anything was heard of the desk', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    browser = await openBrowser();
    stage = await Stage.open({ HISTORICAL_ENABLED: 'false' });
  }, LONGEST_MS);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  }, LONGEST_MS);

  it(
    'is taken by the active desk, which then never trades until it is started',
    async () => {
      // The exchange is away, so that the desk can't open its books and says nothing of itself.
      const desk = stage.startOrchestrator();
      await desk.prints('This orchestrator runs the desk now');
      await stage.startGateway();
      const { page, complaints } = await openPage(browser);
      await page.goto(stage.url);
      await stage.play(page, async () => {
        await page.getByText('Not heard', { exact: true }).waitFor();
        await page.getByRole('button', { name: 'Emergency stop' }).click();
        await page.getByText('This closes all positions at the prices of this moment.').waitFor();
        await page.getByRole('button', { name: 'Close everything' }).click();
        await page.getByText('Closed: nothing was open.').waitFor();
        await stage.startReplay();
        await page.getByText('STOPPED', { exact: true }).waitFor();
        await page.getByText(/^Last cycle, no\. [2-9]/).waitFor();
        expect(await page.getByText('STOPPED', { exact: true }).count()).toBe(1);
      });
      expect(desk.lines.join()).not.toMatch(/"opened":[1-9]/);
      expect(complaints).toEqual([]);
    },
    LONGEST_MS,
  );
});
