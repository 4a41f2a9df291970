import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Longer than anything here takes on a busy machine. */
const TIMEOUT_MS = 90_000;

/** What a test may take where several things of it are slow; a test that works takes seconds. */
export const LONGEST_MS = 240_000;

export function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page, and everything that the browser had to complain about. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, errors that nobody caught, and breaches of the content policy. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** What the browser itself logs while a server is away is the point of such a test, not a mistake of the page. */
export function withoutOutage(complaints: readonly string[]): string[] {
  return complaints.filter(
    (text) => !/WebSocket connection to .* failed|Failed to load resource/.test(text),
  );
}
