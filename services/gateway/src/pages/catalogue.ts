import {
  type AsyncApiDocument,
  type ComponentFacts,
  type EventType,
  listComponents,
  loadAsyncApi,
  loadComponents,
  loadContract,
  loadEvents,
  type OpenApiDocument,
} from '@ashlar/contracts';
import { type Field, listFields } from './fields.ts';
import {
  arrangeOperations,
  describeSecurity,
  type OperationSection,
  type SecurityView,
} from './operations.ts';

/** A component as the pages show it: what is prescribed, whoever fulfils it. */
export interface Component {
  id: string;
  title: string;
  version: string;
  /** What it does, in a sentence. */
  summary: string;
  description: string;
  /** The existing standard that it speaks; undefined for an interface of our own. */
  standard: string | undefined;
  data: ComponentFacts['data'];
  document: OpenApiDocument;
  sections: readonly OperationSection[];
  security: readonly SecurityView[];
  /** How many operations are the existing standard's, and how many are ours. */
  counts: { compat: number; ashlar: number };
  /** What it publishes, if anything. */
  events: ComponentEvents | undefined;
}

/** What one component publishes. */
export interface ComponentEvents {
  component: string;
  title: string;
  topic: string;
  /** How many partitions the topic has on the bus. */
  partitions: number;
  types: readonly EventView[];
  /** The components that read the topic. */
  consumers: readonly string[];
  asyncApi: AsyncApiDocument;
  /** Whether departments can read them from the change feed, and with which scope. */
  feedScope: string | undefined;
}

/** One type of event as the pages show it. */
export interface EventView extends EventType {
  /** What it is called in words: `Payment captured`. */
  title: string;
  fields: readonly Field[];
  /** A whole event, envelope and data, as JSON. */
  exampleJson: string;
  schemaJson: string;
}

/** Everything that is prescribed: contracts and event types. */
export interface Catalogue {
  components: readonly Component[];
  /** The envelope that all events share. */
  envelope: readonly Field[];
  component(id: string): Component | undefined;
}

/** Loads the catalogue once; contracts do not change while the process runs. */
export function loadCatalogue(): Catalogue {
  const facts = loadComponents();
  const components = listComponents().map((id) => describe(id, facts));
  const [some] = components.flatMap(({ events }) => events ?? []);
  const envelope = some === undefined ? [] : listFields(some.asyncApi.components.schemas.Event ?? {});
  return { components, envelope, component: (id) => components.find((one) => one.id === id) };
}

function describe(id: string, facts: readonly ComponentFacts[]): Component {
  const contract = loadContract(id);
  const { info } = contract.document;
  const own = facts.find((one) => one.id === id);
  const count = (origin: string) => contract.operations.filter(({ standard }) => standard === origin).length;
  return {
    id,
    title: info.title,
    version: info.version,
    summary: own?.summary ?? '',
    description: info.description ?? '',
    standard: own?.standard,
    data: own?.data ?? [],
    document: contract.document,
    sections: arrangeOperations(contract),
    security: describeSecurity(contract),
    counts: { compat: count('compat'), ashlar: count('ashlar') },
    events: describeEvents(id, info.title, facts),
  };
}

function describeEvents(
  component: string,
  title: string,
  facts: readonly ComponentFacts[],
): ComponentEvents | undefined {
  const catalogue = eventsOf(component);
  if (catalogue === undefined) return undefined;
  const { topic, types } = catalogue;
  const asyncApi = loadAsyncApi(component);
  const changes = loadContract(component).operations.find(({ operationId }) => operationId === 'listChanges');
  return {
    component,
    title,
    topic,
    partitions: partitionsOf(asyncApi, component),
    types: types.map((type) => viewEvent(type, asyncApi)),
    consumers: facts.filter(({ topics }) => topics.consumes.includes(topic)).map(({ id }) => id),
    asyncApi,
    feedScope: changes?.security.flat().find(({ scheme }) => scheme === 'oauth')?.scopes[0],
  };
}

function viewEvent(event: EventType, { components }: AsyncApiDocument): EventView {
  const message = components.messages[event.type];
  return {
    ...event,
    title: message?.title ?? event.type,
    fields: listFields(event.schema),
    exampleJson: JSON.stringify(message?.examples[0]?.payload, null, 2),
    schemaJson: JSON.stringify(event.schema, null, 2),
  };
}

function partitionsOf({ channels }: AsyncApiDocument, component: string): number {
  const { bindings } = channels[component] as { bindings?: { kafka?: { partitions?: number } } };
  return bindings?.kafka?.partitions ?? 1;
}

function eventsOf(component: string) {
  try {
    return loadEvents(component);
  } catch {
    // A component may publish nothing; the loader has no other way to say so.
    return undefined;
  }
}
