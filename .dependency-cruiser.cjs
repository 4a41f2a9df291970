/**
 * The import rule: which room may know what. `npm run check` runs it; each comment says where the code
 * belongs instead. (That no file is a barrel, eslint.config.mjs sees to.)
 */

const SPECS = '\\.(spec|fixture)\\.tsx?$|^(libs|apps)/[^/]+/test/';
/** A package, installed or not: one that nobody installed goes by its bare name. */
const npm = (...names) => `(^|/node_modules/)(${names.join('|')})(/|$)`;
const anyLibBut = (...names) => `^libs/(?!(${names.join('|')})/)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      comment:
        'libs/domain is pure and runs in the browser: it imports only itself, and big.js for exact decimals (docs/adr/0010-exact-decimals-in-the-domain.md). What reads a clock, a file, a socket or a package belongs to the lib or app that calls the domain.',
      severity: 'error',
      from: { path: '^libs/domain/src/', pathNot: SPECS },
      to: { pathNot: ['^libs/domain/src/', npm('(@types/)?big\\.js')] },
    },
    {
      name: 'domain-specs-import-test-packages-only',
      comment:
        'A spec of libs/domain needs only the domain and @jest/globals, fast-check. One that needs more tests something else: put it beside that.',
      severity: 'error',
      from: { path: '^libs/domain/src/.*\\.(spec|fixture)\\.ts$' },
      to: {
        // Node's hash is given to the recipe of a certificate, as the history gives it.
        pathNot: [
          '^libs/domain/src/',
          '^(node:)?crypto$',
          npm('@jest/globals', 'fast-check', '(@types/)?big\\.js'),
        ],
      },
    },
    {
      name: 'contracts-import-domain-and-zod',
      comment:
        'libs/contracts says what is sent, in the browser too: domain words and zod only. Sending and receiving belongs to libs/platform, deciding to libs/domain or the app.',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: SPECS },
      to: { pathNot: ['^libs/(domain|contracts)/src/', npm('zod')] },
    },
    {
      name: 'contracts-specs',
      comment:
        'A spec of libs/contracts needs only domain, contracts, zod and the test packages. One that needs a bus belongs to the app that owns the message.',
      severity: 'error',
      from: { path: '^libs/contracts/src/.*\\.(spec|fixture)\\.ts$' },
      to: { pathNot: ['^libs/(domain|contracts)/src/', npm('zod', '@jest/globals', 'fast-check')] },
    },
    {
      name: 'history-is-the-only-room-with-a-database',
      comment:
        'Only libs/history knows Prisma, SQLite and PostgreSQL. A query that an app needs becomes a method of libs/history, named after what it answers.',
      severity: 'error',
      // The tests' own PostgreSQL cluster is made in libs/testing.
      from: { pathNot: '^(libs/(history|testing)|prisma)/' },
      to: {
        path: [
          npm('@prisma/[^/]+', '\\.prisma', 'prisma', '(@types/)?better-sqlite3', '(@types/)?pg'),
          '^libs/history/src/generated/',
        ],
      },
    },
    {
      name: 'exchange-is-the-only-room-with-ccxt',
      comment:
        'Only libs/exchange knows ccxt. What an app needs of an exchange becomes part of the Exchange in libs/exchange, in domain words.',
      severity: 'error',
      from: { pathNot: '^libs/exchange/' },
      to: { path: npm('ccxt') },
    },
    {
      name: 'history-imports-domain',
      comment:
        'libs/history stores domain words. What it should know of messages, exchanges or configuration is passed in by the app.',
      severity: 'error',
      from: { path: '^libs/history/', pathNot: SPECS },
      to: { path: anyLibBut('history', 'domain') },
    },
    {
      name: 'exchange-imports-domain',
      comment:
        'libs/exchange speaks domain words. What it should know of storage, messages or configuration is passed in by the app.',
      severity: 'error',
      from: { path: '^libs/exchange/', pathNot: SPECS },
      to: { path: anyLibBut('exchange', 'domain') },
    },
    {
      name: 'platform-has-no-business-word',
      comment:
        'libs/platform boots, configures, logs and connects any service: it imports no other workspace lib. What names a market, a series or a message belongs to libs/domain, libs/contracts or the app.',
      severity: 'error',
      from: { path: '^libs/platform/', pathNot: SPECS },
      to: { path: anyLibBut('platform') },
    },
    {
      name: 'testing-imports-no-lib',
      comment:
        'libs/testing starts servers for tests and knows no other workspace lib, so that every lib may use it. Test data of one lib belongs beside its specs.',
      severity: 'error',
      from: { path: '^libs/testing/' },
      to: { path: anyLibBut('testing') },
    },
    {
      name: 'testing-only-in-tests',
      comment:
        'libs/testing is for specs and test folders. What a running service needs of it belongs to libs/platform.',
      severity: 'error',
      from: { path: '^(libs|apps|scripts)/', pathNot: [SPECS, '^libs/testing/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'test-packages-only-in-tests',
      comment:
        'jest and fast-check are for specs, test folders and libs/testing. What a running service needs belongs among its own dependencies.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: [SPECS, '^libs/testing/'] },
      to: { path: npm('jest', '@jest/[^/]+', 'fast-check') },
    },
    {
      name: 'specs-are-not-imported',
      comment:
        'Nothing but a spec imports a spec or a fixture. What both need belongs to a source file, or to libs/testing.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: SPECS },
      to: { path: SPECS },
    },
    {
      name: 'libs-do-not-import-apps',
      comment: 'A lib knows no app. What both need belongs to the lib.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-do-not-import-each-other',
      comment:
        'Apps talk over NATS or HTTP. What a second app needs moves to a lib: words to libs/domain, messages to libs/contracts, rows to libs/history, boot to libs/platform.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: {
        path: [
          '^apps/',
          npm('@fullcarry/(fetcher|orchestrator|backtester|gateway|dashboard|replay-exchange|cli)'),
        ],
        pathNot: '^apps/$1/',
      },
    },
    {
      name: 'replay-exchange-imports-no-lib',
      comment:
        'The replay exchange plays the other side of the network: sharing code with what it tests would hide mistakes that both make. It keeps its own copy of what an exchange knows.',
      severity: 'error',
      from: { path: '^apps/replay-exchange/', pathNot: SPECS },
      to: { path: '^libs/' },
    },
    {
      name: 'replay-exchange-specs-import-testing-only',
      comment:
        'Specs of the replay exchange may start servers with libs/testing; they read answers with independent clients, not with our own libs.',
      severity: 'error',
      from: { path: '^apps/replay-exchange/' },
      to: { path: anyLibBut('testing') },
    },
    {
      name: 'dashboard-imports-domain-and-contracts',
      comment:
        'The dashboard runs in the browser: of the workspace it knows libs/domain and libs/contracts only. What it needs from a server comes through the gateway.',
      severity: 'error',
      from: { path: '^apps/dashboard/', pathNot: SPECS },
      to: { path: anyLibBut('domain', 'contracts') },
    },
    {
      name: 'no-cycles',
      comment:
        'Files that import each other are one concept in two files, or hide a third: move what both need into a file of its own.',
      severity: 'error',
      from: { pathNot: '/(bundle|dist|generated)/' },
      to: { circular: true },
    },
    {
      name: 'no-import-into-dist',
      comment:
        'Import a lib by its name (@fullcarry/<lib>/<file>), inside a lib by relative path to the source; never what was built, nor around its exports.',
      severity: 'error',
      from: { path: '^(libs|apps)/' },
      to: { path: '^(libs|apps)/[^/]+/(bundle|dist)/' },
    },
    {
      name: 'libs-by-name',
      comment:
        'Another lib is imported by its name (@fullcarry/<lib>/<file>), not by a relative path into its folder: only what its package.json says is a dependency.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^$1/$2/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'resolvable',
      comment:
        'The import leads nowhere: a typing mistake, a lib that is not listed in tsconfig.depcruise.json, or a package that is not installed (npm run setup).',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '/(bundle|dist|generated)/' },
      to: { couldNotResolve: true, pathNot: '/generated/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '(^|/)(bundle|dist|generated)/'] },
    // Types are knowledge too: an import that the compiler erases counts.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
