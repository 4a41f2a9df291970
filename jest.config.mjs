/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/deploy'],
  testMatch: ['**/src/**/*.spec.ts', '**/test/**/*.spec.ts', '**/simulation/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Libraries are tested from their sources; generated clients and packages load as they are.
  moduleNameMapper: {
    '^@fullcarry/([a-z-]+)/(.*)$': '<rootDir>/libs/$1/src/$2.ts',
    '^#fetcher/(.*)$': '<rootDir>/apps/fetcher/src/$1.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/.*/(bundle|dist)/'],
  // Much of the time is spent waiting for servers: on two cores three at once leave an eighth of them idle.
  maxWorkers: 4,
  testTimeout: 30_000,
  globalSetup: '<rootDir>/scripts/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest/global-teardown.mjs',
  reporters: ['default', '<rootDir>/scripts/jest/summary.mjs'],
};
