import { fileURLToPath } from 'node:url';

// One suite a run: the default needs only what the workspace brings; `browser` needs Chromium, `kafka` needs Java 17.
const suite = process.env.ASHLAR_SUITE ?? 'default';
const suffix = suite === 'default' ? '' : `.${suite}`;
const other = ['browser', 'kafka'].filter((name) => name !== suite).map((name) => `\\.${name}\\.test\\.ts$`);

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
  globalSetup: '<rootDir>/packages/testkit/src/jest/setup.ts',
  globalTeardown: '<rootDir>/packages/testkit/src/jest/teardown.ts',
  testTimeout: 60_000,
  maxWorkers: 2,
};
