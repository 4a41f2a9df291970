import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { openBrowser, openPage, LONGEST_MS, withoutOutage, type WatchedPage } from './browser.js';
import { Stage } from './stage.js';

const TOKEN = 'a-token-that-only-this-test-knows';
const ARTIFACTS = fileURLToPath(new URL('../../../artifacts/', import.meta.url));

const PAGES = {
  overview: ['/', 'Overview'],
  markets: ['/markets', 'Markets'],
  market: ['/markets/bybit/INJUSDT?range=1Y', 'INJUSDT'],
  funding: ['/funding', 'Funding'],
  asset: ['/funding/INJ', 'INJ'],
  explorer: ['/explorer', 'Explorer'],
  opportunities: ['/opportunities', 'Opportunities'],
  evidence: ['/decision/evidence', 'Evidence'],
  decision: ['/decision?market=INJUSDT', 'Decision'],
  desk: ['/desk', 'Desk'],
  system: ['/system', 'System'],
} as const;

const APPEARANCES: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 360, height: 740 }, hasTouch: true },
};

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  mkdirSync(ARTIFACTS, { recursive: true });
  browser = await openBrowser();
  stage = await Stage.open({ DASHBOARD_TOKEN: TOKEN }, ['bybit', 'okx']);
  await stage.startReplay();
  stage.startFetcher();
  stage.startOrchestrator();
  await stage.startGateway();
  const { page } = await openPage(browser);
  await page.goto(stage.url);
  await stage.play(page, () => page.getByText(/^Last cycle, no\. [2-9]/).waitFor());
  await page.context().close();
}, LONGEST_MS);

afterAll(async () => {
  await browser.close();
  await stage.close();
}, LONGEST_MS);

/** How far the whole page, and not a table in it, would have to be pushed to the side. */
function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

describe('the funding page', () => {
  it(
    'shows each asset on both exchanges, by the year, and leads to the market by keyboard',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.goto(`${stage.url}/funding`);
      const row = page.getByRole('row').filter({ hasText: /^INJ/ });
      await stage.play(page, async () => {
        // Both play one recording: a pair earns nothing and has fees, so that none is called best.
        await row.getByText('none pays').waitFor();
        const [asset, ...cells] = await row.getByRole('link').allTextContents();
        expect(asset).toBe('INJ');
        expect(cells).toHaveLength(2);
        for (const cell of cells) expect(cell).toMatch(/^[+−]?\d+\.\d\d %\d+ h$/);
        await page.goto(`${stage.url}/funding?fee=0`);
        await row.getByText('0.000 %').waitFor();
        await row.getByRole('link').last().focus();
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'INJ-USDT-SWAP' }).waitFor();
      });
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );
});

describe('the desk page', () => {
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage(browser);
    page = watched.page;
    await page.goto(`${stage.url}/desk`);
    await state('Running').waitFor();
  }, LONGEST_MS);

  const state = (text: string) => stateOf(page, text);
  const press = (name: string) => pressOn(page, name);
  const enterToken = async (opener: string, token: string) => {
    await press(opener);
    await page.getByLabel('Token', { exact: true }).fill(token);
    await press('Use it');
  };

  it(
    'refuses an order with a wrong token, and changes nothing',
    async () => {
      await enterToken('Enter token', 'not-the-token-at-all');
      await press('Pause');
      await page.getByText('Pause: refused').first().waitFor();
      await page
        .getByText(/The token is wrong/)
        .first()
        .waitFor();
      expect(await state('Running').count()).toBe(1);
    },
    LONGEST_MS,
  );

  it(
    'pauses and starts again with the right one',
    async () => {
      await enterToken('Token entered', TOKEN);
      await press('Pause');
      await state('Paused').waitFor();
      await press('Start');
      await state('Running').waitFor();
    },
    LONGEST_MS,
  );

  it(
    'refuses settings that contradict each other as the server would, and keeps those that do not',
    async () => {
      const opens = page.getByLabel('Open from', { exact: true });
      const closes = page.getByLabel('Close below', { exact: true });
      await closes.fill('50');
      await page.getByText('Must not be above “Open from”').waitFor();
      expect(await page.getByRole('button', { name: 'Save settings' }).isDisabled()).toBe(true);

      const free = ['Close below', 'Spot fee', 'Perpetual fee', 'Slippage', 'Least turnover'];
      for (const label of free) await page.getByLabel(label, { exact: true }).fill('0');
      await page.getByLabel('Holding time', { exact: true }).fill('8760');
      await page.getByLabel('Break-even within', { exact: true }).fill('1000');
      await opens.fill('0.1');
      await press('Save settings');
      await page.getByText('Saved; in force with the next cycle.').first().waitFor();
      await page.reload();
      await page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('#setting-entryNetYield')?.value === '0.1',
      );
      expect(await page.getByLabel('Holding time', { exact: true }).inputValue()).toBe('8760');
    },
    LONGEST_MS,
  );

  it(
    'shows the positions that these settings open, with their parts',
    async () => {
      const positions = page.getByRole('region', { name: 'Open positions' });
      await positions.getByRole('row').nth(1).waitFor();
      expect(await positions.getByRole('columnheader').allTextContents()).toEqual(
        expect.arrayContaining(['Net P&L', 'Price P&L', 'Funding', 'Fees']),
      );
    },
    LONGEST_MS,
  );

  it('complained of nothing but the refused order', () => {
    expect(withoutOutage(watched.complaints)).toEqual([]);
  });
});

describe.each(Object.keys(APPEARANCES))('every page, %s,', (appearance) => {
  it(
    'is whole, says what is not real, and can be used by everyone',
    async () => {
      const { page, complaints } = await openPage(browser, APPEARANCES[appearance]);
      for (const [name, [path, heading]] of Object.entries(PAGES)) {
        await page.goto(stage.url + path);
        await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
        await page.getByText('Connected', { exact: true }).waitFor();
        await page
          .getByText(/^Loading/)
          .first()
          .waitFor({ state: 'detached' });
        await page.waitForLoadState('networkidle');
        expect(await page.getByText('REPLAY', { exact: true }).count()).toBe(1);
        expect(await page.getByText('PAPER', { exact: true }).count()).toBe(1);
        expect(await sidewaysPx(page)).toBe(0);
        expect(await seriousViolations(page)).toEqual([]);
        await page.screenshot({
          path: `${ARTIFACTS}dashboard-${name}-${appearance}.png`,
          fullPage: true,
        });
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );
});

describe('closing', () => {
  it(
    'closes one position after asking, with its costs, and writes down who ordered it',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.addInitScript((token) => sessionStorage.setItem('fullcarry.token', token), TOKEN);
      await page.goto(`${stage.url}/desk`);
      const close = page.getByRole('button', { name: /^Close \S+USDT$/ }).first();
      const name = (await close.getAttribute('aria-label')) ?? '';
      await close.click();
      await page.getByText(/USDT of fees and slippage/).waitFor();
      await pressOn(page, 'Close this position');
      await page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });
      await page.getByRole('combobox', { name: /^Show/ }).selectOption('Trades');
      const journal = page.getByRole('region', { name: 'Table: Journal' });
      await journal.getByText(/^a person, from 127\.0\.0\.1$/).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'asks before an emergency stop, closes everything, and starts only when told',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.addInitScript((token) => sessionStorage.setItem('fullcarry.token', token), TOKEN);
      await page.goto(`${stage.url}/desk`);
      const positions = page.getByRole('region', { name: 'Open positions' });
      await positions.getByRole('row').nth(1).waitFor();

      await pressOn(page, 'Emergency stop');
      await pressOn(page, 'Cancel');
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
      expect(await stateOf(page, 'Running').count()).toBe(1);

      await pressOn(page, 'Emergency stop');
      await pressOn(page, 'Close everything');
      await stateOf(page, 'Emergency stop').waitFor();
      await page.getByText('No position is open.').waitFor();
      await page
        .getByText(/^Closed: .*USDT/)
        .first()
        .waitFor();
      await pressOn(page, 'Start');
      await pressOn(page, 'Start trading');
      await stateOf(page, 'Running').waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );
});

function stateOf(page: Page, text: string) {
  return page.getByRole('region', { name: /^State/ }).getByText(text, { exact: true });
}

function pressOn(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}

describe('a lost connection', () => {
  it(
    'is shown at once, and all is right again when the gateway is back',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.goto(stage.url);
      await page.getByText(/^Last cycle, no\./).waitFor();
      await page.evaluate(() => Object.assign(window, { isSamePage: true }));

      await stage.stopGateway();
      await page.getByText('Connection lost.').waitFor();
      await stage.startGateway();
      await page.getByText('Connection lost.').waitFor({ state: 'detached' });
      await stage.play(page, () => bothReady(page));
      await stage.play(page, () => nextCycle(page));
      expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
      expect(withoutOutage(complaints)).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'to NATS is shown on the system page, and mends by itself',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.goto(`${stage.url}/system`);
      const connections = page.getByRole('region', { name: 'Connections' });
      await connections.getByText('up', { exact: true }).nth(2).waitFor();

      await stage.nats.stop();
      await connections.getByText('down', { exact: true }).waitFor();
      await stage.nats.start();
      await connections.getByText('down', { exact: true }).waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Overview' }).click();
      const ready = page.getByRole('row').filter({ hasText: /^▶?bybitREADY/ });
      await stage.play(page, () => ready.waitFor());
      await stage.play(page, () => nextCycle(page));
      expect(withoutOutage(complaints)).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );
});

/** The history of each of the two exchanges. */
function bothReady(page: Page): Promise<void> {
  return page.getByText('READY', { exact: true }).nth(1).waitFor();
}

/** Waits until the page shows a cycle after the one that it shows now. */
async function nextCycle(page: Page): Promise<void> {
  const cycle = page.getByText(/^Last cycle, no\./);
  const before = await cycle.textContent();
  await page.waitForFunction(
    (text) =>
      [...document.querySelectorAll('dt')].some(
        ({ textContent }) => textContent.startsWith('Last cycle, no.') && textContent !== text,
      ),
    before,
  );
}
