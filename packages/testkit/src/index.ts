export { createDatabase, startOwnPostgres } from './databases.ts';
export { freePort } from './ports.ts';
export { until } from './until.ts';
