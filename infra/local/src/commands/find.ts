import { Refused, type RegistryClient } from './registry-client.ts';
import { WrongCall } from './run.ts';

/** An implementation, as the registry shows it. */
export interface Implementation {
  readonly id: string;
  readonly component: string;
  readonly name: string;
  readonly version: string;
  readonly base_url: string;
  readonly profile?: 'core' | 'full';
  readonly key_thumbprint?: string;
}

/** What answers for a component and a department now. */
export interface Serving {
  readonly implementation_id: string;
  readonly epoch: number;
  /** Whether it is the default that answers. */
  readonly byDefault: boolean;
}

/** The implementations of a component. */
export async function implementationsOf(
  client: RegistryClient,
  component: string,
): Promise<Implementation[]> {
  const found: Implementation[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = new URLSearchParams({ component, limit: '500', ...(cursor && { cursor }) });
    const page = await client.send<{ implementations: Implementation[]; next_cursor?: string }>(
      'GET',
      `implementations?${query}`,
    );
    found.push(...page.implementations);
    cursor = page.next_cursor;
    if (cursor === undefined) return found;
  }
}

/** The implementation of a component with this name or id. Throws a `WrongCall` that lists those that there are. */
export function named(all: readonly Implementation[], component: string, wanted: string): Implementation {
  const found = all.find(({ id, name }) => id === wanted || name === wanted);
  if (found) return found;
  const there = all.map(({ name }) => name).join(', ') || 'none';
  throw new WrongCall(`There is no implementation ${wanted} of ${component}. There are: ${there}.`);
}

/** What serves a department: its own binding, else the default. Throws a `WrongCall` when nothing does. */
export async function servingOf(
  client: RegistryClient,
  component: string,
  department: string,
): Promise<Serving> {
  for (const name of [department, '*']) {
    const found = await bindingOf(client, component, name);
    if (found?.implementation_id !== undefined) {
      return { implementation_id: found.implementation_id, epoch: found.epoch, byDefault: name === '*' };
    }
  }
  throw new WrongCall(
    `Nothing answers for ${component} and ${department} yet: bind an implementation first.`,
  );
}

async function bindingOf(
  client: RegistryClient,
  component: string,
  department: string,
): Promise<Binding | undefined> {
  try {
    return await client.send<Binding>(
      'GET',
      `bindings/${[component, department].map(encodeURIComponent).join('/')}`,
    );
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

interface Binding {
  readonly implementation_id?: string;
  readonly epoch: number;
}
