import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeContractFiles, settle } from '@ashlar/contracts/generate';
import { makeReadmes } from './readme-tables.ts';

/** Makes everything that is made from `openapi/` and from each service's own statements. `--check` only says what is stale, and fails. */
const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const stale: string[] = [];

try {
  // The contracts come first: a service's configuration is read by running it, and it may need them.
  const contracts = await makeContractFiles({
    source: join(root, 'openapi'),
    output: join(root, 'packages/contracts/src/generated'),
    services: join(root, 'services'),
  });
  stale.push(...settle(contracts, { check }));
  stale.push(...settle(await makeReadmes(join(root, 'services')), { check }));
  report();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function report(): void {
  const names = stale.map((path) => relative(root, path)).join(', ');
  if (!names) console.log('Everything that is generated is up to date.');
  else if (!check) console.log(`Written: ${names}`);
  else {
    console.error(`Stale: ${names}\nRun "pnpm generate" and commit what it writes.`);
    process.exitCode = 1;
  }
}
