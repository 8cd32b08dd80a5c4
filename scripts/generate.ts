import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeContractFiles, settle } from '@ashlar/contracts/generate';

/** Makes everything that is made from `openapi/` and from each service's configuration. `--check` only says what is stale, and fails. */
const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const stale: string[] = [];

try {
  // The contracts come first: a service's configuration is read by running it, and it may need them.
  const contracts = await makeContractFiles({
    source: join(root, 'openapi'),
    output: join(root, 'packages/contracts/src/generated'),
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

/** Each service's README with its environment table made from `configSpec`; a service without README, markers or configuration is passed over. */
async function makeReadmes(folder: string): Promise<Map<string, string>> {
  const readmes = new Map<string, string>();
  for (const service of readdirSync(folder)) {
    const path = join(folder, service, 'README.md');
    const config = join(folder, service, 'src/config.ts');
    if (!existsSync(path) || !existsSync(config)) continue;
    const { configSpec } = await import(pathToFileURL(config).href);
    const { configTable } = await import('../packages/service-kit/src/index.ts');
    if (!configSpec) throw new Error(`${relative(root, config)} must export configSpec`);
    readmes.set(path, withTable(readFileSync(path, 'utf8'), configTable(configSpec), relative(root, path)));
  }
  return readmes;
}

function withTable(readme: string, table: string, name: string): string {
  const marked = /(<!-- config -->\n)[\s\S]*?(<!-- \/config -->)/;
  if (!marked.test(readme)) throw new Error(`${name} has no <!-- config --> … <!-- /config --> markers`);
  return readme.replace(marked, (_, start: string, end: string) => `${start}${table.trim()}\n${end}`);
}
