// Takes the picture of the README from a running stack: node apps/dashboard/take-picture.mjs [address]
import { chromium } from 'playwright-core';
import { fileURLToPath } from 'node:url';

const address = process.argv[2] ?? 'http://127.0.0.1:8080';
const path = fileURLToPath(new URL('../../docs/dashboard.png', import.meta.url));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 760 },
    colorScheme: 'light',
  });
  await page.goto(address);
  await page.getByText(/^Last cycle, no\./).waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path });
  process.stdout.write(`${path}\n`);
} finally {
  await browser.close();
}
