import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Makes each service's README with the environment table of its `configSpec` between the `config` markers. A service that has no README
 * or no configuration yet is passed over.
 * @param services the folder of all services
 * @returns content by absolute path
 * @throws {Error} naming the service when its README lacks the markers, or its configuration does not export `configSpec`
 */
export async function makeReadmes(services: string): Promise<Map<string, string>> {
  const readmes = new Map<string, string>();
  for (const service of readdirSync(services)) {
    const path = join(services, service, 'README.md');
    const config = join(services, service, 'src/config.ts');
    if (!existsSync(path) || !existsSync(config)) continue;
    const { configSpec } = await import(pathToFileURL(config).href);
    if (!configSpec) throw new Error(`${service}/src/config.ts must export configSpec`);
    const { configTable } = await import('../packages/service-kit/src/index.ts');
    readmes.set(path, withTable(readFileSync(path, 'utf8'), configTable(configSpec), `${service}/README.md`));
  }
  return readmes;
}

function withTable(readme: string, table: string, name: string): string {
  const marked = /(<!-- config -->\n)[\s\S]*?(<!-- \/config -->)/;
  if (!marked.test(readme)) throw new Error(`${name} has no <!-- config --> … <!-- /config --> markers`);
  return readme.replace(marked, (_, start: string, end: string) => `${start}${table.trim()}\n${end}`);
}
