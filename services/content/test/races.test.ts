import { randomUUID } from 'node:crypto';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  anApplication,
  aTransaction,
  type Client,
  callOf,
  clientOf,
  eventsOf,
  publishedAt,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let client: Client;

beforeAll(async () => {
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
});

afterAll(() => service.end());

const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).toSorted();

test('of writers who saw the same version one wins, round after round', async () => {
  const id = randomUUID();
  await client.put(id, aTransaction('/race'));
  for (const previous_version of [1, 2, 3]) {
    const writers = Array.from({ length: 12 }, (_, at) =>
      client.put(id, aTransaction('/race', { title: `Writer ${at}`, previous_version })),
    );
    const answers = await Promise.all(writers);
    expect(statuses(answers)).toEqual([200, ...Array(11).fill(409)]);
    const won = answers.find(({ status }) => status === 200);
    expect((await client.get(id)).json.title).toBe(won?.json.title);
  }
  expect((await eventsOf(service, id)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
});

test('two publications of one draft make one', async () => {
  const id = randomUUID();
  await client.put(id, aTransaction('/once'));
  const answers = await Promise.all([client.post(id, 'publish'), client.post(id, 'publish')]);
  expect(statuses(answers)).toEqual([200, 409]);
  expect((await eventsOf(service, id)).map(({ type }) => type)).toEqual([
    'content.edition.drafted.v1',
    'content.edition.published.v1',
  ]);
});

test('writers who name no version all write, one after another', async () => {
  const id = randomUUID();
  const writers = Array.from({ length: 8 }, (_, at) =>
    client.put(id, aTransaction('/all', { title: `Writer ${at}` })),
  );
  expect(statuses(await Promise.all(writers))).toEqual(Array(8).fill(200));
  expect((await client.get(id)).json.lock_version).toBe(8);
});

test('of documents that want the same path one gets it, and the others store nothing', async () => {
  const ids = Array.from({ length: 6 }, () => randomUUID());
  const answers = await Promise.all(ids.map((id) => client.put(id, aTransaction('/one-path'))));
  expect(statuses(answers)).toEqual([200, ...Array(5).fill(422)]);
  const there = await Promise.all(ids.map((id) => client.get(id)));
  expect(statuses(there)).toEqual([200, ...Array(5).fill(404)]);
  const apps = ['publisher', 'whitehall', 'static'];
  const owners = await Promise.all(
    apps.map((publishing_app) => client.put(randomUUID(), aTransaction('/one-app', { publishing_app }))),
  );
  expect(statuses(owners)).toEqual([200, 422, 422]);
});

test('a change shows at once in the process that made it, and within a second in another', async () => {
  const other = await service.another();
  try {
    const readOther = async () => (await callOf(other)('GET', '/content/fresh')).json.title;
    const id = await publishedAt(client, '/fresh');
    for (const title of ['Two', 'Three', 'Four']) {
      await Promise.all([client.read('/fresh'), readOther()]);
      await client.put(id, aTransaction('/fresh', { title }));
      await client.post(id, 'publish');
      const since = performance.now();
      expect((await client.read('/fresh')).json.title).toBe(title);
      await until(async () => (await readOther()) === title, { timeoutMs: 5000, everyMs: 5 });
      expect(performance.now() - since).toBeLessThan(1500);
    }
  } finally {
    await other.app.close();
    await other.close();
  }
});

type Command = 'put' | 'publish' | 'discard-draft' | 'unpublish';

test('any run of commands leaves at most a draft and a live edition, and the public reads the live one', async () => {
  const commands = fc.array(fc.constantFrom<Command>('put', 'publish', 'discard-draft', 'unpublish'), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      const id = randomUUID();
      const path = `/${id}`;
      let model = { draft: undefined as string | undefined, live: undefined as string | undefined, lock: 0 };
      let gone = false;
      for (const [at, command] of run.entries()) {
        const title = `Title ${at}`;
        const asked =
          command === 'put'
            ? await client.put(id, aTransaction(path, { title, previous_version: model.lock }))
            : await client.post(id, command, {
                previous_version: model.lock,
                ...(command === 'unpublish' && { type: 'gone' }),
              });
        const allowed = {
          put: true,
          publish: model.draft !== undefined,
          'discard-draft': model.draft !== undefined,
          unpublish: model.live !== undefined && model.draft === undefined,
        }[command];
        expect(asked.status === 200).toBe(allowed);
        if (!allowed) continue;
        const lock = model.lock + 1;
        if (command === 'put') model = { ...model, draft: title, lock };
        else if (command === 'publish') model = { draft: undefined, live: model.draft, lock };
        else model = { ...model, draft: undefined, lock };
        if (command === 'publish') gone = false;
        if (command === 'unpublish') gone = true;
      }
      const read = await client.read(path);
      expect(read.status).toBe(gone ? 410 : model.live === undefined ? 404 : 200);
      if (read.status === 200) expect(read.json.title).toBe(model.live);
      const shown = await client.get(id);
      expect(shown.json.title).toBe(model.draft ?? model.live);
      if (shown.status === 200) expect(shown.json.lock_version).toBe(model.lock);
    }),
    { numRuns: 25 },
  );
});
