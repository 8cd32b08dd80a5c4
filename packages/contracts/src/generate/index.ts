import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundle, createConfig } from '@redocly/openapi-core';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import type { EventsFile } from '../load.ts';
import { isObject } from '../refs.ts';
import type { EventCatalogue, Standard } from '../types.ts';
import { makeAsyncApi } from './asyncapi.ts';
import { readComponents } from './components.ts';
import { readEventSource } from './events.ts';
import { readHandoverSource } from './handover.ts';
import { type Json, mergeParts, type Part } from './merge.ts';

export { topicPartitions } from './asyncapi.ts';
export { type GeneratedFiles, settle } from './files.ts';

const header = '// Made by `pnpm generate` from openapi/. Edit there.\n\n';

/**
 * Makes everything that stands in `output` from the standards in `source` (the folder with `compat/`, `ashlar/`, `events/` and `handover/`):
 * for each component its merged document and types, the event catalogue of all, each catalogue as an AsyncAPI document, the records that a component
 * hands over, and, when `services` (the folder of all services) is given, what each component says of itself. Writes nothing; gives each file's absolute
 * path and content, or `undefined` for a file in `output` that nothing makes any more.
 * @throws {Error} naming the file when a source is not valid, and both files when two contradict each other.
 */
export async function makeContractFiles(options: {
  source: string;
  output: string;
  services?: string;
}): Promise<Map<string, string | undefined>> {
  const { source, output, services } = options;
  const files = new Map<string, string | undefined>();
  for (const path of filesBelow(output)) files.set(path, undefined);

  const infos = new Map<string, Json>();
  for (const component of listSources(source)) {
    const document = await mergeContract(source, component);
    infos.set(component, isObject(document.info) ? document.info : {});
    files.set(join(output, `${component}.json`), toJson(document));
    files.set(join(output, `${component}.ts`), await toContractTypes(document));
  }
  const events = await readEvents(source);
  files.set(join(output, 'events.json'), toJson(events));
  files.set(join(output, 'events.ts'), await toEventTypes(Object.values(events.components)));
  for (const catalogue of Object.values(events.components)) {
    const info = infos.get(catalogue.component) ?? {};
    const document = makeAsyncApi({ catalogue, envelope: events.envelope, info });
    files.set(join(output, 'asyncapi', `${catalogue.component}.json`), toJson(document));
  }
  for (const component of yamlNames(join(source, 'handover'))) {
    const path = join(source, 'handover', `${component}.yaml`);
    const schemas = readHandoverSource(path, component, label(source, path));
    files.set(join(output, 'handover', `${component}.json`), toJson(schemas));
  }
  if (services !== undefined) files.set(join(output, 'components.json'), toJson(readComponents(services)));
  return files;
}

/** The components that have a contract in `source`, by name. */
export function listSources(source: string): string[] {
  const names = ['compat', 'ashlar'].flatMap((folder) => yamlNames(join(source, folder)));
  return [...new Set(names)].filter((name) => name !== 'common' && name !== 'handover').sort();
}

/**
 * Bundles and merges the files of one component: the existing standard, what we add, the parts of `ashlar/` that its own file names in `x-with`, what is
 * common.
 */
export async function mergeContract(source: string, component: string): Promise<Json> {
  const candidates: [Standard, string][] = [
    ['compat', join(source, 'compat', `${component}.yaml`)],
    ['ashlar', join(source, 'ashlar', `${component}.yaml`)],
    ['common', join(source, 'ashlar', 'common.yaml')],
  ];
  const parts: Part[] = [];
  for (const [standard, path] of candidates.filter(([, path]) => existsSync(path))) {
    const document = await bundleFile(source, path);
    parts.push({ standard, file: label(source, path), document });
    for (const name of listed(document['x-with'])) {
      const shared = join(source, 'ashlar', `${name}.yaml`);
      parts.push({ standard, file: label(source, shared), document: await bundleFile(source, shared) });
    }
  }
  return mergeParts(component, parts);
}

function listed(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

async function bundleFile(source: string, path: string): Promise<Json> {
  const { bundle: bundled, problems } = await bundle({ ref: path, config: await createConfig({}) });
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (errors.length > 0) throw new Error(`${label(source, path)}: ${errors.join('; ')}`);
  if (!isObject(bundled.parsed)) throw new Error(`${label(source, path)} is not an OpenAPI document`);
  return JSON.parse(JSON.stringify(bundled.parsed)) as Json;
}

async function readEvents(source: string): Promise<EventsFile> {
  const common = await bundleFile(source, join(source, 'ashlar', 'common.yaml'));
  const envelope = (common as { components?: { schemas?: { Event?: Json } } }).components?.schemas?.Event;
  if (!envelope) throw new Error('ashlar/common.yaml has no schema Event, the envelope of every event');
  const components = yamlNames(join(source, 'events')).map((component): [string, EventCatalogue] => {
    const path = join(source, 'events', `${component}.yaml`);
    return [component, readEventSource(path, component, label(source, path))];
  });
  return { envelope, components: Object.fromEntries(components) };
}

async function toContractTypes(document: Json): Promise<string> {
  return `${header}import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';

/** A client of this contract. \`baseUrl\` is any implementation's root. */
export function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}

${await toTypes(document)}`;
}

async function toEventTypes(catalogues: readonly EventCatalogue[]): Promise<string> {
  const types = catalogues.flatMap((catalogue) => catalogue.types);
  const schemas = Object.fromEntries(types.map(({ type, schema }) => [type, schema]));
  const text = await toTypes({
    openapi: '3.1.0',
    info: { title: 'events', version: '1' },
    paths: {},
    components: { schemas },
  });
  const entries = types.map(
    ({ type, summary }) =>
      `  /** ${summary.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ').trim()} */\n  '${type}': components['schemas']['${type}'];\n`,
  );
  const kept = text.replaceAll(/^export (?=interface components|type)/gm, '');
  const used = kept.replaceAll(/^type (paths|webhooks|\$defs|operations) = .*\n/gm, '');
  return `${header}/** The \`data\` of each type of event. */\nexport interface EventData {\n${entries.join('')}}\n\n${used}`;
}

async function toTypes(document: Json): Promise<string> {
  const nodes = await openapiTypes(document as unknown as OpenAPI3, {
    alphabetize: false,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
  });
  return astToString(nodes);
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function yamlNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function label(source: string, path: string): string {
  return relative(join(source, '..'), path);
}
