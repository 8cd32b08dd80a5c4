import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Hand } from './hand.ts';
import type { GateSubject, Item, MadeUpDepartment } from './plan.ts';

/** Asserts that a call was refused by the fence, which says for whom and why. */
export function assertFenced(answer: Answer, department: string, role: string): void {
  assert.equal(answer.status, 421, `as ${role} it answers ${answer.status}: ${answer.text.slice(0, 200)}`);
  const said = answer.headers.get('ashlar-fenced') ?? '';
  assert.ok(
    said.startsWith(`${department};`) && said.includes(`role=${role}`),
    `Ashlar-Fenced says "${said}"`,
  );
  assert.equal(answer.headers.get('ashlar-receipt'), null, 'a refused call has a receipt');
}

/** Asserts that each of `wanted` is handed on, with its sequence and all that its record said. */
export function assertHolds(items: readonly Item[], wanted: readonly Item[]): void {
  for (const { entity, id, sequence, record } of wanted) {
    const found = items.filter((item) => item.entity === entity && item.id === id);
    assert.equal(found.length, 1, `${entity} ${id} is handed on ${found.length} times`);
    assert.equal(found[0]?.sequence, sequence, `${entity} ${id} has another sequence`);
    assert.deepEqual(...alike(found[0]?.record ?? {}, record ?? {}), `${entity} ${id} is another thing`);
  }
}

/** What was handed over, and of what came back the same members: an implementation may add what was left out, or null. */
function alike(
  found: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): [unknown, unknown] {
  const said = Object.entries(wanted).filter(([, value]) => value !== null && value !== undefined);
  return [Object.fromEntries(said.map(([name]) => [name, found[name]])), Object.fromEntries(said)];
}

/** Asserts that what is handed on is of the contract's own form, as far as it knows the entity. */
export function assertRecords(items: readonly Item[], subject: GateSubject): void {
  for (const [entity, { schema }] of Object.entries(schemasOf(subject).entities)) {
    for (const { id, record } of items.filter((item) => item.entity === entity && item.record !== null)) {
      const left = ((schema.required ?? []) as string[]).filter((name) => record?.[name] === undefined);
      assert.deepEqual(left, [], `${entity} ${id} is handed on without them`);
    }
  }
}

/** What the contract hands over. */
export function schemasOf({ contract }: GateSubject) {
  assert.ok(contract.handover, 'the contract hands nothing over');
  return contract.handover;
}

/** Digests of what the contract knows, of which there is something. */
export function withoutStrange({ entities }: Awaited<ReturnType<Hand['digest']>>) {
  return Object.fromEntries(
    Object.entries(entities)
      .filter(([name, { count }]) => name !== 'gate_keepsake' && count > 0)
      .map(([name, { count, versions, changed }]) => [
        name,
        { count, versions, changed: { count: changed.count, records: changed.records } },
      ]),
  );
}

/** The ids of the things that the department’s `create` makes. */
export function idsOf(items: readonly Item[], { creates }: MadeUpDepartment): string[] {
  return items.filter(({ entity, record }) => entity === creates && record !== null).map(({ id }) => id);
}
