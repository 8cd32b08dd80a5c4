import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { demoService } from './demo-admin.ts';
import { describeHandOver } from './hand-over.ts';
import { type EntryPointLayout, type Layout, serviceNamed } from './layout.ts';
import { StartError } from './start-error.ts';
import { mintToken } from './tokens.ts';

/** By which the registry's resources of this machine are told from those that people added. */
const managedBy = 'local';

/**
 * Brings the registry to what services.yaml says: departments, implementations, default bindings and entry points. What is as it should be is left alone, what was
 * seeded and is no longer declared goes, and what people added or rebound stays.
 */
export async function seedRegistry(home: string, layout: Layout): Promise<void> {
  const call = callerOf(
    `${serviceNamed(layout, 'registry').url}/ashlar/v1`,
    await mintToken(home, { scope: 'registry:admin' }),
  );
  const [departments, implementations, bindings, entryPoints] = await Promise.all(
    ['departments', 'implementations', 'bindings', 'entry-points'].map((kind) => call.list(kind)),
  );
  const ofThisMachine = (all: readonly Resource[] = []) => all.filter((one) => one.managed_by === managedBy);
  const isStale = (entry: Resource) => !layout.entryPoints.some((wanted) => isAsDeclared(entry, wanted));
  for (const entry of ofThisMachine(entryPoints).filter(isStale))
    await call.remove(`entry-points/${entry.id}`);
  await seedDepartments(call, layout, departments ?? []);
  await seedImplementations(call, layout, implementations ?? [], bindings ?? []);
  for (const wanted of layout.entryPoints) {
    if (entryPoints?.some((entry) => isAsDeclared(entry, wanted))) continue;
    const { name, component, department, port } = wanted;
    await call.make('entry-points', { name, component, department, port, managed_by: managedBy });
  }
  const declared = departmentsOf(layout);
  for (const { id } of ofThisMachine(departments)) {
    if (!declared.includes(String(id))) await removeDepartment(call, String(id));
  }
}

/** Waits until the gateway takes traffic at every entry point. Throws a `StartError` that names those where it does not. */
export async function awaitEntryPoints(layout: Layout, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (let closed = [...layout.entryPoints]; closed.length > 0; ) {
    signal?.throwIfAborted();
    const open = await Promise.all(closed.map(({ url }) => answers(url)));
    closed = closed.filter((_, at) => !open[at]);
    if (closed.length === 0) return;
    if (Date.now() > deadline) {
      const names = closed.map(({ name, port }) => `${name} (port ${port})`).join(', ');
      throw new StartError(`The gateway does not take traffic at ${names}; its log says why.`);
    }
    await wait(50);
  }
}

type Resource = Readonly<Record<string, unknown>>;
type Call = ReturnType<typeof callerOf>;

async function seedDepartments(call: Call, layout: Layout, present: readonly Resource[]): Promise<void> {
  for (const id of departmentsOf(layout)) {
    if (!present.some((department) => department.id === id)) {
      await call.make('departments', { id, name: `Department ${id}`, managed_by: managedBy });
    }
    const services = await call.list(`departments/${id}/services`);
    if (services.some((service) => service.id === demoService)) continue;
    const service = { id: demoService, name: 'Fishing licences', managed_by: managedBy };
    await call.make(`departments/${id}/services`, service);
  }
}

async function seedImplementations(
  call: Call,
  layout: Layout,
  present: readonly Resource[],
  bindings: readonly Resource[],
): Promise<void> {
  const components = [...new Set(layout.entryPoints.map(({ component }) => component))];
  for (const component of components) {
    const base_url = serviceNamed(layout, component).url;
    const known = present.find((one) => one.component === component && one.name === managedBy);
    const facts = { base_url, ...(await swappable(base_url)) };
    const body = { component, name: managedBy, version: '0.1.0', managed_by: managedBy, ...facts };
    const { id } = known ?? (await call.make('implementations', body));
    const isOther = Object.entries(facts).some(([name, value]) => !isDeepStrictEqual(known?.[name], value));
    if (known && isOther) await call.change(`implementations/${id}`, facts);
    const bound = bindings.find((one) => one.component === component && one.department === '*');
    if (bound?.implementation_id !== undefined) continue;
    await call.bind(`bindings/${component}/*`, { implementation_id: id, expected_epoch: bound?.epoch ?? 0 });
  }
  for (const { id, component, managed_by } of present) {
    if (managed_by !== managedBy || components.includes(String(component))) continue;
    const bound = bindings.find((one) => one.department === '*' && one.implementation_id === id);
    if (bound) await call.tryRemove(`bindings/${component}/*?expected_epoch=${bound.epoch}`);
    await call.tryRemove(`implementations/${id}`);
  }
}

/** What it takes to swap to an implementation, and back to it; nothing where it has no hand-over. */
async function swappable(baseUrl: string) {
  const described = await describeHandOver(baseUrl);
  if (!described) return undefined;
  const { contract_hash, profile, key } = described;
  return { contract_hash, profile, key };
}

// Whatever people hang on it keeps it.
async function removeDepartment(call: Call, department: string): Promise<void> {
  for (const service of await call.list(`departments/${department}/services`)) {
    if (service.managed_by === managedBy)
      await call.remove(`departments/${department}/services/${service.id}`);
  }
  await call.tryRemove(`departments/${department}`);
}

function departmentsOf({ entryPoints }: Layout): string[] {
  return [...new Set(entryPoints.map(({ department }) => department))].filter(
    (department) => department !== '*',
  );
}

function isAsDeclared(entry: Resource, wanted: EntryPointLayout): boolean {
  return (['name', 'component', 'department', 'port'] as const).every(
    (member) => entry[member] === wanted[member],
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/live`);
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function callerOf(root: string, token: string) {
  const send = async (method: string, path: string, body?: object, triesLeft = 5): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(`${root}/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status !== 503 || triesLeft === 0) return answer;
    await wait(Number(answer.headers.get('retry-after') ?? 1) * 1000);
    return send(method, path, body, triesLeft - 1);
  };
  const expect = async (method: string, path: string, body?: object): Promise<Resource> => {
    const answer = await send(method, path, body);
    const text = await answer.text();
    if (answer.ok) return text === '' ? {} : (JSON.parse(text) as Resource);
    throw new StartError(
      `The registry does not take what services.yaml says: ${method} ${path} is ${answer.status} ${text}`,
    );
  };
  return {
    async list(kind: string): Promise<readonly Resource[]> {
      const page = await expect('GET', `${kind}?limit=500`);
      return (page[kind.replace(/^.*\//, '').replace('-', '_')] ?? []) as readonly Resource[];
    },
    make: (path: string, body: object) => expect('POST', path, body),
    change: (path: string, body: object) => expect('PATCH', path, body),
    bind: (path: string, body: object) => expect('PUT', path, body),
    remove: (path: string) => expect('DELETE', path),
    /** Removes it unless something refers to it. */
    async tryRemove(path: string) {
      await (await send('DELETE', path)).body?.cancel();
    },
  };
}
