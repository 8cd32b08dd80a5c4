import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolveRefs } from './refs.ts';
import type {
  AsyncApiDocument,
  ComponentFacts,
  Contract,
  EventCatalogue,
  HandoverSchemas,
  JsonSchema,
  Method,
  OpenApiDocument,
  OpenApiOperation,
  Operation,
  RawOperation,
  Standard,
} from './types.ts';

/** Where `pnpm generate` puts its files. */
export const generatedFolder = new URL('./generated/', import.meta.url);

/** What `events.json` holds: the envelope's schema once, and each component's catalogue. */
export interface EventsFile {
  readonly envelope: JsonSchema;
  readonly components: { readonly [component: string]: EventCatalogue };
}

/**
 * Reads a component's contract from `folder` (the generated files by default). Every call gives a fresh copy.
 * @throws {Error} naming the known components when there is no such contract.
 */
export function loadContract(component: string, folder: URL = generatedFolder): Contract {
  const file = new URL(`${component}.json`, folder);
  if (!isName(component) || !existsSync(file)) {
    throw new Error(
      `There is no contract for "${component}"; known are: ${listComponents(folder).join(', ') || 'none'}`,
    );
  }
  const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument;
  return { component, document, operations: readOperations(document) };
}

/** The components that have a generated contract, by name. */
export function listComponents(folder: URL = generatedFolder): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && isName(name.slice(0, -'.json'.length)))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/**
 * Reads what a component publishes.
 * @throws {Error} when the component publishes nothing.
 */
export function loadEvents(component: string, folder: URL = generatedFolder): EventCatalogue {
  const { components } = readEventsFile(folder);
  const catalogue = Object.hasOwn(components, component) ? components[component] : undefined;
  if (!catalogue) {
    throw new Error(
      `"${component}" publishes no events; known are: ${Object.keys(components).join(', ') || 'none'}`,
    );
  }
  return catalogue;
}

/**
 * Reads the AsyncAPI document of what a component publishes.
 * @throws {Error} when the component publishes nothing.
 */
export function loadAsyncApi(component: string, folder: URL = generatedFolder): AsyncApiDocument {
  loadEvents(component, folder);
  return JSON.parse(readFileSync(new URL(`asyncapi/${component}.json`, folder), 'utf8')) as AsyncApiDocument;
}

/**
 * Reads what a component hands to its successor.
 * @throws {Error} when it hands nothing over.
 */
export function loadHandover(component: string, folder: URL = generatedFolder): HandoverSchemas {
  const file = new URL(`handover/${component}.json`, folder);
  if (!isName(component) || !existsSync(file)) throw new Error(`"${component}" hands nothing over`);
  return JSON.parse(readFileSync(file, 'utf8')) as HandoverSchemas;
}

/** Whether a component is handed over for all departments at once, as its contract says; false where it hands nothing over. */
export function isHandedOverWhole(component: string, folder: URL = generatedFolder): boolean {
  const file = new URL(`handover/${component}.json`, folder);
  return isName(component) && existsSync(file) && loadHandover(component, folder).whole === true;
}

/** Reads what each component says of itself (its `component.yaml`), by name. */
export function loadComponents(folder: URL = generatedFolder): ComponentFacts[] {
  const file = new URL('components.json', folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ComponentFacts[]) : [];
}

/** Reads the generated event catalogue of all components. */
export function readEventsFile(folder: URL = generatedFolder): EventsFile {
  return JSON.parse(readFileSync(new URL('events.json', folder), 'utf8')) as EventsFile;
}

const methods: readonly string[] = ['get', 'post', 'put', 'patch', 'delete'] satisfies Method[];

function readOperations(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, raw]) => readOperation(document, path, method as Method, raw)),
  );
}

function readOperation(
  document: OpenApiDocument,
  path: string,
  method: Method,
  raw: RawOperation,
): Operation {
  return {
    operationId: raw.operationId,
    method,
    path,
    standard: raw['x-standard'] as Standard,
    validation: raw['x-validation'] === 'own' ? 'own' : 'contract',
    security: (raw.security ?? []).map((all) =>
      Object.entries(all).map(([scheme, scopes]) => ({ scheme, scopes })),
    ),
    definition: resolveRefs(raw, document, '#/components/schemas/') as OpenApiOperation,
  };
}

function isName(component: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(component) && !['events', 'components'].includes(component);
}
