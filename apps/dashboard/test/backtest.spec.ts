import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { openBrowser, openPage, LONGEST_MS } from './browser.js';
import { Stage } from './stage.js';

const ARTIFACTS = fileURLToPath(new URL('../../../artifacts/', import.meta.url));

const APPEARANCES: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 412, height: 900 }, hasTouch: true },
};

/** Cheap enough that the recorded markets are traded. */
const CHEAP = ['spotFeeBps=1', 'perpFeeBps=1', 'entryNetYield=0.001', 'maxBreakEvenHours=5000'];

describe('the backtest page', () => {
  let browser: Browser;
  let stage: Stage;
  let hash: string;
  let sweep: string;

  beforeAll(async () => {
    mkdirSync(ARTIFACTS, { recursive: true });
    browser = await openBrowser();
    stage = await Stage.open();
    await stage.startReplay();
    stage.startFetcher();
    await stage.startGateway();
    await stage.startBacktester();
    const { page } = await openPage(browser);
    await page.goto(stage.url);
    await stage.play(page, () => page.getByText('READY', { exact: true }).waitFor());
    await page.context().close();
  }, LONGEST_MS);

  afterAll(async () => {
    await browser.close();
    await stage.close();
  }, LONGEST_MS);

  const command = async (
    kind: string,
    settings: readonly string[],
    rest: readonly string[] = [],
  ) => {
    const day = (daysAgo: number) =>
      new Date(floorTo(Date.now(), DAY_MS) - daysAgo * DAY_MS).toISOString().slice(0, 10);
    const lines = await stage.command([
      ...['backtest', kind, '--from', day(55), '--to', day(1), '--preset', 'aggressive'],
      ...['--assume', 'flat-basis', '--assume', 'fine-lots'],
      ...settings.flatMap((one) => ['--set', one]),
      ...rest,
    ]);
    const [, found = ''] = /(?:Backtest|Kept as) ([0-9a-f]{64})/.exec(lines.join('\n')) ?? [];
    return found;
  };
  const run = (...settings: string[]) => command('run', settings);

  const isUsable = async (page: Page, name: string) => {
    await page
      .getByText(/^Loading/)
      .first()
      .waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
    const sidewaysPx = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(sidewaysPx).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await page.screenshot({ path: `${ARTIFACTS}dashboard-${name}.png`, fullPage: true });
  };

  it(
    'says what to run while nothing was run, and then lists it',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.goto(`${stage.url}/backtest`);
      await page.getByText('No backtest was run on this database yet.').waitFor();
      await page.getByText(/npm run fullcarry -- backtest run --from \d{4}-\d\d-\d\d/).waitFor();
      await isUsable(page, 'backtests-empty');
      await run('slippageBps=3', ...CHEAP);
      hash = await run(...CHEAP);
      await page.reload();
      const row = page.getByRole('row').filter({ hasText: hash.slice(0, 12) });
      await row.getByText('Up to date').waitFor();
      await row.getByText('Open from 0.1 % a year').waitFor();
      await row.getByRole('link').click();
      await page
        .getByRole('heading', { level: 1, name: `Backtest ${hash.slice(0, 12)}` })
        .waitFor();
      expect(new URL(page.url()).pathname).toBe(`/backtest/${hash}`);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'tells what it takes before what it brings, and what it does not know',
    async () => {
      const { page, complaints } = await openPage(browser);
      // The beginning of the hash is enough.
      await page.goto(`${stage.url}/backtest/${hash.slice(0, 10)}`);
      const result = page.getByRole('region', { name: 'Result', exact: true });
      await result.locator('dt').first().waitFor();
      const names = await result.locator('dt').allTextContents();
      const order = ['Break-even', 'Yearly yield, in sample', 'Worst trade', 'Best trade'];
      expect(names.slice(0, 4)).toEqual(order);
      const caveats = page.getByRole('region', { name: 'What this result does not say' });
      await caveats.getByText(/survivorship/).waitFor();
      await caveats.getByText(/no spot history was read/).waitFor();
      const parts = await page.locator('.part dd').allTextContents();
      const [net = NaN, ...others] = parts
        .map((text) => Number(text.replace('−', '-').replaceAll(',', '')))
        .reverse();
      expect(others.reduce((all, one) => all + one, 0)).toBeCloseTo(net, 1);
      await page
        .getByRole('button', { name: /^Details of / })
        .first()
        .click();
      await page.getByRole('region', { name: 'Table: Fills' }).getByRole('row').nth(2).waitFor();
      const settlements = page.getByRole('region', { name: 'Table: Settlements' });
      await settlements.getByRole('row').nth(1).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'steps through a run decision by decision',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.goto(`${stage.url}/backtest/${hash}`);
      const panel = page.getByRole('region', { name: 'Decision by decision', exact: true });
      await panel.getByRole('button', { name: 'From the first opening' }).click();
      const table = page.getByRole('region', { name: 'Table: Decision' });
      await table.getByText('Open', { exact: true }).first().waitFor();
      expect(await table.getByRole('row').count()).toBe(1 + 6);
      expect(page.url()).toContain('at=');
      const opened = await panel.locator('dd').first().textContent();
      await panel.getByRole('button', { name: 'On', exact: true }).click();
      await table.getByText('Hold', { exact: true }).first().waitFor();
      expect(await panel.locator('dd').first().textContent()).not.toBe(opened);
      await panel.getByRole('button', { name: 'Back', exact: true }).click();
      await table.getByText('Open', { exact: true }).first().waitFor();
      expect(await panel.locator('dd').first().textContent()).toBe(opened);
      await isUsable(page, 'backtest-decision');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'puts another result beside it, and says in what they differ',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.goto(`${stage.url}/backtest/${hash}`);
      await page.getByLabel('Compare with').selectOption({ index: 1 });
      const compared = page.getByRole('region', { name: 'Compared', exact: true });
      const slippage = compared.getByRole('row').filter({ hasText: 'Slippage, bp' });
      await slippage.waitFor();
      expect(await slippage.getByRole('cell').allTextContents()).toEqual([
        'Slippage, bp',
        '2',
        '3',
      ]);
      expect(page.url()).toContain('with=');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'tells a sweep out of sample first, with a heat map of two settings at a time',
    async () => {
      const grid = ['entryNetYield=0.001,0.02,0.2', 'maxPaidBps=5,20,80'].flatMap((one) => [
        '--grid',
        one,
      ]);
      const folds = ['--train', '20', '--test', '6', '--purge', '10'];
      sweep = await command(
        'sweep',
        [...CHEAP, 'holdingHours=240', 'slippageBps=0.5'],
        [...grid, ...folds],
      );
      const { page, complaints } = await openPage(browser);
      await page.goto(`${stage.url}/backtest`);
      await page.getByRole('link', { name: sweep.slice(0, 12) }).click();
      await page.getByRole('heading', { level: 1, name: `Sweep ${sweep.slice(0, 12)}` }).waitFor();
      const [title] = await page.getByRole('heading', { level: 2 }).allTextContents();
      expect(title).toBe('Out of sample');
      const names = await page.locator('dt').allTextContents();
      const order = ['Break-even', 'Yearly yield, out of sample', 'Worst trade', 'Best trade'];
      expect(names.slice(0, 4)).toEqual(order);
      expect(
        await page.getByRole('region', { name: 'Table: Folds' }).getByRole('row').count(),
      ).toBe(1 + 4);
      const map = page.getByRole('region', { name: /^Table: Net, USDT by Open from/ });
      expect(await map.getByRole('rowheader').allTextContents()).toEqual(['5', '20', '80']);
      const cells = await map.locator('tbody').getByRole('cell').allTextContents();
      expect(cells).toHaveLength(9);
      expect(cells.filter((text) => text.includes('chosen by')).length).toBeGreaterThan(0);
      await page.getByLabel(/^Across/).selectOption('maxPaidBps');
      await page.getByLabel(/^Down/).selectOption('alone');
      expect(await page.locator('.heat-map tbody').getByRole('cell').count()).toBe(3);
      expect(page.url()).toContain('across=maxPaidBps');
      await page.getByText(/survivorship/).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it.each(Object.keys(APPEARANCES))(
    'is whole and can be used by everyone, %s',
    async (appearance) => {
      const { page, complaints } = await openPage(browser, APPEARANCES[appearance]);
      await page.goto(`${stage.url}/backtest`);
      await page.getByText('Up to date').first().waitFor();
      await isUsable(page, `backtests-${appearance}`);
      await page.goto(`${stage.url}/backtest/${hash}`);
      await page.getByRole('heading', { name: 'Dataset certificate' }).waitFor();
      await isUsable(page, `backtest-${appearance}`);
      await page.goto(`${stage.url}/backtest/sweep/${sweep}`);
      await page.getByRole('heading', { name: 'Dataset certificate' }).waitFor();
      await isUsable(page, `sweep-${appearance}`);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'says that there is no such result',
    async () => {
      const { page } = await openPage(browser);
      await page.goto(`${stage.url}/backtest/ffffffffffff`);
      await page.getByText('No result is stored whose hash begins with ffffffffffff').waitFor();
      await page.context().close();
    },
    LONGEST_MS,
  );

  it(
    'runs what the form asks for, refuses what is not proven, and leads to the result',
    async () => {
      const { page, complaints } = await openPage(browser);
      await page.goto(`${stage.url}/backtest`);
      const form = page.getByRole('form', { name: 'Backtest to run' });
      const day = (daysAgo: number) =>
        new Date(floorTo(Date.now(), DAY_MS) - daysAgo * DAY_MS).toISOString().slice(0, 10);
      await form.getByLabel('Equity to begin with, USDT').fill('1,000');
      await form.getByText('Allowed is an amount such as 10000').waitFor();
      expect(await form.getByRole('button', { name: 'Run it' }).isDisabled()).toBe(true);
      await form.getByLabel('Equity to begin with, USDT').fill('20000');
      await form.getByLabel(/^Settings/).selectOption('aggressive');
      for (const box of await form.getByRole('checkbox').all()) await box.check();
      // Days before the look-back of this stage are not proven.
      await form.getByLabel('First day, UTC').fill(day(70));
      await form.getByRole('button', { name: 'Run it' }).click();
      const status = page.locator('.backtest-run');
      await status.getByText('Refused', { exact: true }).waitFor();
      await status
        .getByText(/is not proven in/)
        .first()
        .waitFor();
      await form.getByLabel('First day, UTC').fill(day(50));
      await form.getByRole('button', { name: 'Run it' }).click();
      await status.getByText('Done', { exact: true }).waitFor();
      await isUsable(page, 'backtests-run');
      // Who reloads the page finds the run again.
      await page.reload();
      await status.getByRole('link', { name: /^the result/ }).click();
      await page.getByRole('heading', { level: 1, name: /^Backtest [0-9a-f]{12}/ }).waitFor();
      // A sweep, with a setting otherwise than in the preset.
      await page.goto(`${stage.url}/backtest`);
      await form.getByLabel(/^What/).selectOption('sweep');
      await form.getByLabel(/^Settings/).selectOption('aggressive');
      for (const box of await form.getByRole('checkbox').all()) await box.check();
      await form.getByLabel('First day, UTC').fill(day(50));
      await form
        .getByText('The window is too short for one fold: training, purge and test')
        .waitFor();
      await form.getByText('Single settings', { exact: true }).click();
      await form.getByRole('textbox', { name: 'Holding time, h' }).fill('1e3');
      await form.getByText('Enter a plain number, as in 2.5').waitFor();
      await form.getByRole('textbox', { name: 'Holding time, h' }).fill('240');
      await form.getByLabel('Values, with commas').first().fill('0.1, 2, 20');
      await isUsable(page, 'backtests-sweep');
      await form.getByRole('button', { name: 'Run it' }).click();
      await status.getByText('Done', { exact: true }).waitFor();
      await status.getByText(/best so far, in sample: Open from/).waitFor();
      await status.getByRole('link', { name: /^the result/ }).click();
      await page.getByRole('heading', { level: 1, name: /^Sweep [0-9a-f]{12}/ }).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_MS,
  );
});
