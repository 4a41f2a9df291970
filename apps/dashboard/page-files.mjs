import { DASHBOARD_PAGES } from '@fullcarry/contracts/dashboard-pages';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import TABS from './src/shell/tabs.json' with { type: 'json' };

/** The module of each page of the contract, under src/pages. */
const MODULES = {
  overview: 'front/front-page.tsx',
  markets: 'markets/markets-page.tsx',
  market: 'market/market-page.tsx',
  funding: 'funding/funding-page.tsx',
  asset: 'funding/asset-page.tsx',
  explorer: 'explorer/explorer-page.tsx',
  opportunities: 'opportunities/opportunities-page.tsx',
  decision: 'decision/decision-page.tsx',
  evidence: 'decision/evidence/evidence-page.tsx',
  desk: 'desk/desk-page.tsx',
  backtests: 'backtest/backtests-page.tsx',
  backtest: 'backtest/result/backtest-page.tsx',
  sweep: 'backtest/sweep/sweep-page.tsx',
  system: 'system/system-page.tsx',
};

/**
 * Writes `pages/<name>.html` for each page: index.html with the page's tab and title, that also asks for the program and the
 * page's own files at once, instead of one after the other when each is read. Fails the build where what a page must load before it shows anything
 * is larger than `mostBytes` of JavaScript, gzipped; what a page imports lazily, such as charts, comes after.
 */
export function pageFiles({ mostBytes }) {
  return {
    name: 'page-files',
    writeBundle({ dir }, bundle) {
      const html = readFileSync(join(dir, 'index.html'), 'utf8');
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const chunkOf = (module) => {
        const chunk = chunks.find(({ moduleIds }) =>
          moduleIds.some((id) => id.endsWith(`/src/${module}`)),
        );
        if (!chunk) this.error(`${module} is in no file of its own`);
        return chunk.fileName;
      };
      const withImports = (fileNames, known = new Set()) => {
        for (const name of fileNames) {
          if (known.has(name) || bundle[name]?.type !== 'chunk') continue;
          known.add(name);
          withImports(bundle[name].imports, known);
        }
        return known;
      };
      const program = [chunkOf('boot.ts'), chunkOf('main.tsx')];
      mkdirSync(join(dir, 'pages'), { recursive: true });
      for (const page of Object.keys(DASHBOARD_PAGES)) {
        const files = [...withImports([...program, chunkOf(`pages/${MODULES[page]}`)])];
        const bytes = files.reduce((sum, name) => sum + gzipSync(bundle[name].code).length, 0);
        if (bytes > mostBytes) {
          this.error(`The page ${page} loads ${bytes} bytes; allowed: ${mostBytes}`);
        }
        this.info(`${page}: ${bytes} bytes of JavaScript in ${files.length} files, gzipped`);
        const links = files
          .filter((name) => !html.includes(`"/${name}"`))
          .map((name) => `    <link rel="modulepreload" crossorigin href="/${name}">\n`);
        const own = withHead(html, DASHBOARD_PAGES[page]);
        const asking = own.replace('  </head>', () => `${links.join('')}  </head>`);
        writeFileSync(join(dir, 'pages', `${page}.html`), asking);
      }
      writeFileSync(join(dir, 'index.html'), withHead(html));
    },
  };
}

/** The head as src/shell draws it, before it does: the tabs, and the title where a page has always the same. */
function withHead(html, path) {
  const tabs = TABS.map(({ path: to, name }) => {
    const isHere = path === to || (to !== '/' && path?.startsWith(`${to}/`));
    const here = isHere ? ' aria-current="page"' : '';
    return `<a href="${to}" class="page-link"${here}>${name}</a>`;
  });
  const title = TABS.find((tab) => tab.path === path)?.name;
  return html
    .replace('<!-- tabs -->', tabs.join('\n            '))
    .replace('<!-- title -->', title ? `<header class="page-title"><h1>${title}</h1></header>` : '')
    .replace('<title>', title ? `<title>${title} · ` : '<title>');
}
