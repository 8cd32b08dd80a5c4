import assert from 'node:assert/strict';
import { type Answer, send } from '../http.ts';
import type { Case } from '../suite.ts';
import { endOfFeed, eventuallyInFeed, feedAfter } from './feed.ts';
import type { GateSubject, MutatingCall, Mutation } from './plan.ts';
import { mustHaveReceipt, receiptOf } from './receipt.ts';

/** How many ask the same at once. */
const CROWD = 20;

/** What holds of every call that changes something: it happens once, it is told once, and it has a receipt. */
export function mutationCases(mutations: readonly Mutation[]): readonly Case<GateSubject>[] {
  return mutations.flatMap((mutation) => [
    ...(mutation.keyed ? [replay(mutation), duplicates(mutation)] : []),
    told(mutation),
    receipt(mutation),
  ]);
}

function replay({ name, event, prepare }: Mutation): Case<GateSubject> {
  return {
    section: 'replay',
    name: `${name}: the same with the same key is done once, and answered as before`,
    async run(subject) {
      const call = await prepare();
      const key = crypto.randomUUID();
      const before = await endOfFeed(subject);
      const first = await accepted(subject, call, key);
      const again = await accepted(subject, call, key);
      assert.equal(call.entity(again), call.entity(first), 'the repeat is of another thing');
      const [one, two] = [receiptOf(first), receiptOf(again)];
      if (one && two) assert.equal(two.event, one.event, 'the repeat has a receipt of another event');
      await toldOnce(subject, { before, event, entity: call.entity(first) });
      if (call.ask.body === undefined) return;
      const other = await perform(
        subject,
        { ...call, ask: { ...call.ask, body: changed(call.ask.body) } },
        key,
      );
      assert.ok([409, 422].includes(other.status), `the key with another body answers ${other.status}`);
    },
  };
}

function duplicates({ name, event, prepare }: Mutation): Case<GateSubject> {
  return {
    section: 'duplicates',
    name: `${name}: of ${CROWD} at once with one key one has an effect`,
    async run(subject) {
      const call = await prepare();
      const key = crypto.randomUUID();
      const before = await endOfFeed(subject);
      const answers = await Promise.all(Array.from({ length: CROWD }, () => perform(subject, call, key)));
      const good = answers.filter(({ status }) => status < 300);
      assert.ok(
        good.length > 0,
        `none of them was accepted: ${answers.map(({ status }) => status).join(' ')}`,
      );
      const others = answers.filter(({ status }) => status >= 300 && ![409, 429, 503].includes(status));
      assert.deepEqual(
        others.map(({ status }) => status),
        [],
        'one who came at once is told something else than to wait',
      );
      assert.equal(new Set(good.map(call.entity)).size, 1, 'they were told of different things');
      await toldOnce(subject, { before, event, entity: call.entity(good[0] as Answer) });
      // The last to be done has been told by now: whatever else they did is in the feed too.
      const all = await feedAfter(subject, before);
      assert.equal(all.filter(({ type }) => type === event).length, 1, `${event} more than once`);
    },
  };
}

function told({ name, event, prepare }: Mutation): Case<GateSubject> {
  return {
    section: 'events told',
    name: `${name}: ${event} is told once, as its schema has it`,
    async run(subject) {
      const call = await prepare();
      const before = await endOfFeed(subject);
      const answer = await accepted(subject, call);
      const entity = call.entity(answer);
      const found = await toldOnce(subject, { before, event, entity });
      assert.deepEqual(subject.checkEvent(found), []);
      const positions = (await feedAfter(subject, before)).map(({ position }) => position);
      assert.deepEqual(
        positions,
        [...new Set(positions)].sort((a, b) => a - b),
        'positions do not rise',
      );
    },
  };
}

function receipt({ name, event, prepare }: Mutation): Case<GateSubject> {
  return {
    section: 'receipts',
    name: `${name}: the receipt names the request, the thing, its sequence and its event`,
    async run(subject) {
      const call = await prepare();
      const before = await endOfFeed(subject);
      const answer = await accepted(subject, call);
      const said = mustHaveReceipt(answer, name);
      const found = await toldOnce(subject, { before, event, entity: call.entity(answer) });
      assert.deepEqual(
        { entity: said.entity, sequence: said.sequence, event: said.event, request: said.request },
        {
          entity: found.subject,
          sequence: found.sequence,
          event: found.id,
          request: answer.headers.get('x-request-id'),
        },
      );
      const refused = await send(`${subject.baseUrl}${call.path}`, { ...call.ask, headers: {} });
      assert.ok(refused.status >= 400, `without a credential it answers ${refused.status}`);
      assert.equal(receiptOf(refused), undefined, 'what was refused has a receipt');
    },
  };
}

async function toldOnce(
  subject: GateSubject,
  { before, event, entity }: { before: number; event: string; entity: string },
) {
  const own = await eventuallyInFeed(
    subject,
    before,
    (events) => {
      const found = events.filter((one) => one.type === event && one.subject === entity);
      return found.length > 0 ? found : undefined;
    },
    event,
  );
  assert.equal(own.length, 1, `${event} was told ${own.length} times`);
  return own[0] as (typeof own)[number];
}

/** Makes the call; throws unless it is accepted. */
async function accepted(subject: GateSubject, call: MutatingCall, key?: string): Promise<Answer> {
  const answer = await perform(subject, call, key);
  assert.ok(answer.status < 300, `${call.path} answers ${answer.status}: ${answer.text.slice(0, 300)}`);
  return answer;
}

function perform(subject: GateSubject, { path, ask }: MutatingCall, key?: string): Promise<Answer> {
  const headers = { ...ask.headers, ...(key !== undefined && { 'idempotency-key': key }) };
  return send(`${subject.baseUrl}${path}`, { ...ask, headers });
}

/** The same body with one of its numbers or texts changed. */
function changed(body: unknown): unknown {
  const members = Object.entries(body as Record<string, unknown>);
  const at = members.findIndex(([, value]) => typeof value === 'number' || typeof value === 'string');
  return Object.fromEntries(
    members.map(([name, value], n) => {
      if (n !== at) return [name, value];
      return [name, typeof value === 'number' ? value - 1 : `${value}x`];
    }),
  );
}
