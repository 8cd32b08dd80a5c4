import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { type Answer, type Ask, send } from '../http.ts';

/** The implementation under test. */
export interface RegistrySubject {
  /** A root without a path or trailing slash. */
  readonly baseUrl: string;
  /** An operator's access token with the scopes registry:admin and registry:routing. */
  readonly token: string;
}

const validator = createSchemaValidator(loadContract('registry').document);

/** Calls an operation below /ashlar/v1, and checks that the answer is one that its contract allows. A token of null is none. */
export async function call(
  subject: RegistrySubject,
  operationId: string,
  path: string,
  ask: Ask & { token?: string | null } = {},
): Promise<Answer & { json: Record<string, unknown> }> {
  const { token = subject.token } = ask;
  const headers = { ...(token !== null && { authorization: `Bearer ${token}` }), ...ask.headers };
  const answer = await send(`${subject.baseUrl}/ashlar/v1/${path}`, { ...ask, headers });
  const faults = answer.status === 204 ? [] : validator.response(operationId, answer.status, answer.json);
  const what = `${operationId} answered ${answer.status} outside its contract: ${answer.text.slice(0, 400)}`;
  assert.deepEqual(faults, [], what);
  return { ...answer, json: (answer.json ?? {}) as Record<string, unknown> };
}

/** Calls an operation and answers its body; fails unless the status is the expected one. */
export async function expectStatus(
  status: number,
  ...ask: Parameters<typeof call>
): Promise<Record<string, unknown>> {
  const answer = await call(...ask);
  assert.equal(answer.status, status, `${ask[1]} ${ask[2]}: ${answer.text}`);
  return answer.json;
}

/** A name that nothing has. */
export function fresh(word: string): string {
  return `${word}-${randomUUID().slice(0, 13)}`;
}

/** Registers an implementation; its id. */
export async function anImplementation(
  subject: RegistrySubject,
  component: string,
  base_url = 'http://conformance.example:8080',
): Promise<string> {
  const body = { component, name: fresh('one'), version: '1', base_url };
  return String((await expectStatus(201, subject, 'registerImplementation', 'implementations', { body })).id);
}

/** Adds an entry point at a host that nobody has; its id. */
export async function anEntryPoint(
  subject: RegistrySubject,
  component: string,
  department = '*',
): Promise<string> {
  const host = `${fresh('host')}.conformance.example`;
  const body = { name: fresh('entry'), component, department, host };
  return String((await expectStatus(201, subject, 'createEntryPoint', 'entry-points', { body })).id);
}

/** Binds and answers what was said. */
export function bind(
  subject: RegistrySubject,
  component: string,
  change: { department?: string; implementation_id: string; expected_epoch: number },
) {
  const { department = '*', ...body } = change;
  return call(subject, 'setBinding', `bindings/${component}/${department}`, { method: 'PUT', body });
}

/** An entry point as the routing table has it, and the table's version. */
export async function routed(subject: RegistrySubject, id: string) {
  const table = await expectStatus(200, subject, 'getRouting', 'routing');
  const entries = table.entry_points as Record<string, unknown>[];
  return { version: Number(table.version), entry: entries.find((one) => one.id === id) };
}
