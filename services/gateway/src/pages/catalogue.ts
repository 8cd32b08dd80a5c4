import {
  type EventType,
  listComponents,
  loadContract,
  loadEvents,
  type OpenApiDocument,
} from '@ashlar/contracts';

/** An operation as the pages show it. */
export interface OperationLine {
  method: string;
  path: string;
  summary: string;
  /** The existing standard it belongs to, or this platform's own addition. */
  origin: string;
}

/** A component's contract as the pages show it. */
export interface ContractSummary {
  component: string;
  title: string;
  version: string;
  description: string;
  operations: readonly OperationLine[];
  document: OpenApiDocument;
}

/** Everything that is prescribed: contracts and event types. */
export interface Catalogue {
  contracts: readonly ContractSummary[];
  events: ReadonlyArray<{ component: string; topic: string; types: readonly EventType[] }>;
  contract(component: string): ContractSummary | undefined;
  eventType(type: string): (EventType & { component: string; topic: string }) | undefined;
}

/** Loads the catalogue once; contracts do not change while the process runs. */
export function loadCatalogue(): Catalogue {
  const contracts = listComponents().map(summarise);
  const events = listComponents().flatMap((component) => {
    const catalogue = eventsOf(component);
    return catalogue ? [catalogue] : [];
  });
  const types = events.flatMap(({ component, topic, types }) =>
    types.map((type) => ({ ...type, component, topic })),
  );
  return {
    contracts,
    events,
    contract: (component) => contracts.find((one) => one.component === component),
    eventType: (name) => types.find(({ type }) => type === name),
  };
}

const origins = {
  compat: 'Existing standard',
  ashlar: 'Added by Ashlar',
  common: 'Every component',
} as const;

function summarise(component: string): ContractSummary {
  const { document, operations } = loadContract(component);
  return {
    component,
    title: document.info.title,
    version: document.info.version,
    description: document.info.description ?? '',
    document,
    operations: operations.map(({ method, path, standard, definition }) => ({
      method: method.toUpperCase(),
      path,
      summary: definition.summary ?? '',
      origin: origins[standard],
    })),
  };
}

function eventsOf(component: string) {
  try {
    return loadEvents(component);
  } catch {
    // A component may publish nothing; the loader has no other way to say so.
    return undefined;
  }
}
