import { fileURLToPath } from 'node:url';

// One suite a run: the default needs only what the workspace brings, `long` that and minutes; `browser` needs Chromium, `kafka` needs Java 17, `redis` a redis-server, `compose` a Docker engine, `vendor` Go.
const suite = process.env.ASHLAR_SUITE ?? 'default';
const suffix = suite === 'default' ? '' : `.${suite}`;
const other = ['browser', 'kafka', 'redis', 'compose', 'vendor', 'long']
  .filter((name) => name !== suite)
  .map((name) => `\\.${name}\\.test\\.ts$`);
// Containers bring their own PostgreSQL.
const server = suite !== 'compose' && {
  globalSetup: '<rootDir>/packages/testkit/src/jest/setup.ts',
  globalTeardown: '<rootDir>/packages/testkit/src/jest/teardown.ts',
};

/** @type {import('jest').Config} */
export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  testMatch: [
    `<rootDir>/{packages,services,infra}/*/test/**/*${suffix}.test.ts`,
    `<rootDir>/tests/**/*${suffix}.test.ts`,
    `<rootDir>/scripts/test/**/*${suffix}.test.ts`,
  ],
  testPathIgnorePatterns: ['/node_modules/', ...other],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testEnvironment: 'node',
  ...server,
  testTimeout: 60_000,
  // Much of these suites waits for something outside its processes.
  maxWorkers: suite === 'default' || suite === 'kafka' ? 3 : 2,
  // What ES modules leave behind in a worker adds up over two hundred files.
  workerIdleMemoryLimit: '1GB',
};
