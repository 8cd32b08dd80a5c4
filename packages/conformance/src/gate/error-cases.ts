import assert from 'node:assert/strict';
import { type Answer, type Ask, send } from '../http.ts';
import type { Case } from '../suite.ts';
import type { GateSubject, Mutation } from './plan.ts';

/** What an answer must never show: where in the code it was, which statement failed, which file. */
const INSIDES =
  /(\n|\\n)\s+at .+:\d+:\d+|node_modules|node:internal|SQLSTATE|select .+ from |insert into |Traceback \(most recent/i;

/** What holds of every answer to a bad call. */
export function errorCases(mutations: readonly Mutation[]): readonly Case<GateSubject>[] {
  const changes = '/ashlar/v1/changes';
  return [
    error('a place that is not there', 404, async () => ({ path: '/ashlar/v1/there-is-no-such-place' })),
    error('the feed without a credential', 401, async () => ({ path: changes })),
    error('a cursor that is none', 400, async ({ plan }) => ({
      path: `${changes}?after=-1`,
      ask: { headers: plan.reader },
    })),
    ...mutations.flatMap(({ name, prepare }) => [
      error(`${name}: without a credential`, 401, async () => {
        const { path, ask } = await prepare();
        return { path, ask: { ...ask, headers: {} } };
      }),
      error(`${name}: a body that is no JSON`, undefined, async () => {
        const { path, ask } = await prepare();
        return { path, ask: { method: ask.method ?? 'POST', headers: ask.headers ?? {}, text: '{"a":' } };
      }),
    ]),
    {
      section: 'errors told',
      name: 'every answer has an id of its own, and a caller’s id is taken over',
      async run({ baseUrl }) {
        const url = `${baseUrl}${changes}`;
        const [one, two] = [await send(url), await send(url)];
        assert.notEqual(idOf(one), idOf(two));
        const given = crypto.randomUUID();
        const own = await send(url, { headers: { 'x-request-id': given } });
        assert.ok(idOf(own), 'no X-Request-Id');
      },
    },
  ];
}

function error(
  name: string,
  status: number | undefined,
  make: (subject: GateSubject) => Promise<{ path: string; ask?: Ask }>,
): Case<GateSubject> {
  return {
    section: 'errors told',
    name,
    async run(subject) {
      const { path, ask } = await make(subject);
      const answer = await send(`${subject.baseUrl}${path}`, ask);
      if (status !== undefined) assert.equal(answer.status, status, answer.text.slice(0, 200));
      if (answer.status < 400 && status === undefined) return; // An operation without a body does not read one.
      assert.ok(answer.status < 500, `answers ${answer.status}`);
      idOf(answer);
      assert.doesNotMatch(answer.text, INSIDES, 'the answer shows the insides');
      assert.equal(typeof answer.json, 'object', `the answer is no JSON: ${answer.text.slice(0, 100)}`);
      if (path.startsWith('/ashlar/')) isProblem(answer);
    },
  };
}

function idOf(answer: Answer): string {
  const id = answer.headers.get('x-request-id');
  assert.ok(id, 'an answer without X-Request-Id');
  return id;
}

/** RFC 9457, with a code. */
function isProblem(answer: Answer): void {
  assert.match(String(answer.headers.get('content-type')), /^application\/problem\+json/);
  const { status, title, code } = answer.json as Record<string, unknown>;
  assert.equal(status, answer.status, 'the problem tells another status');
  assert.ok(typeof title === 'string' && title !== '', 'the problem has no title');
  assert.ok(typeof code === 'string' && /^[a-z][a-z0-9_]*$/.test(code), 'the problem has no code');
}
