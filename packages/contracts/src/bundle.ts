import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { canonicalJson } from './canonical.ts';
import { generatedFolder, loadContract, loadHandover, readEventsFile } from './load.ts';
import type { EventCatalogue, HandoverSchemas, OpenApiDocument } from './types.ts';

/** All that an implementation of a component is held to, as one value: what two versions are compared by, and what the hash names. */
export interface ContractBundle {
  readonly component: string;
  /** What it answers. */
  readonly openapi: OpenApiDocument;
  /** What it publishes; null when it publishes nothing. */
  readonly events: EventCatalogue | null;
  /** What it hands to its successor; null when it hands nothing over. */
  readonly handover: HandoverSchemas | null;
}

/**
 * Reads all of a component's contract from `folder` (the generated files by default).
 * @throws {Error} naming the known components when there is no such contract.
 */
export function loadBundle(component: string, folder: URL = generatedFolder): ContractBundle {
  const { document } = loadContract(component, folder);
  const { components } = readEventsFile(folder);
  const file = new URL(`handover/${component}.json`, folder);
  return {
    component,
    openapi: document,
    events: (Object.hasOwn(components, component) && components[component]) || null,
    handover: existsSync(file) ? loadHandover(component, folder) : null,
  };
}

/** The hash of a component's contract as it stands in `folder`; see {@link hashOf}. */
export function contractHash(component: string, folder: URL = generatedFolder): string {
  return hashOf(loadBundle(component, folder));
}

/** The name of a contract by its content: lower-case hex of the SHA-256 of the canonical JSON of its three parts. */
export function hashOf({ openapi, events, handover }: Omit<ContractBundle, 'component'>): string {
  return createHash('sha256').update(canonicalJson({ openapi, events, handover })).digest('hex');
}
