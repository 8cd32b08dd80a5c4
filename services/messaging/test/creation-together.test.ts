import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type Account,
  anAccount,
  anEmail,
  aText,
  logOf,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service, { international_sms: true });
  // Nobody takes them in hand: what is compared is what was stored at first.
  await service.workers.stop();
});

afterAll(() => service?.end());

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

type Kind = 'email' | 'sms';

const bodies: Readonly<Record<Kind, () => Record<string, unknown>>> = {
  email: () =>
    anEmail(account, {
      personalisation: { name: '“Ann\\a” \u{1f41f} ŵ', extra: true },
      sanitise_content_for: ['name'],
      one_click_unsubscribe_url: 'https://service.example/stop',
    }),
  sms: () => aText(account, { personalisation: { name: 'Ann\\"a\n€' } }),
};

const ask = (kind: Kind, changes: Record<string, unknown> = {}) =>
  service.call('POST', `/v2/notifications/${kind}`, {
    key: tokenOf(account.live),
    body: { ...bodies[kind](), ...changes },
    headers: { traceparent },
  });

async function create(kind: Kind): Promise<string> {
  const { status, json } = await ask(kind);
  expect(status).toBe(201);
  return String(json.id);
}

/** What was stored of a notification, without what each has for itself. */
async function storedOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await service.pool.query('select * from notification where id = $1', [id]);
  const { id: _id, created_at: created, message, ...row } = rows[0] as Record<string, unknown>;
  const log = (await logOf(service, id)).map(({ sequence, type, data, department, ...more }) => ({
    ...{ sequence, type, department, data: { ...data, notification_id: '' } },
    trace: more.traceparent?.slice(0, 35),
  }));
  const { json } = await service.call('GET', `/v2/notifications/${id}`, { key: tokenOf(account.live) });
  const shown = { ...json, id: '', created_at: String(json.created_at).slice(0, 10) };
  return {
    row,
    opened: service.deps.vault.open(message as Buffer),
    created: created instanceof Date,
    log,
    shown,
  };
}

/** How many transactions stored these notifications. */
async function transactionsOf(ids: readonly string[]): Promise<number> {
  const { rows } = await service.pool.query(
    'select distinct xmin::text from notification where id = any ($1)',
    [ids],
  );
  return rows.length;
}

test('messages of one moment go together, and each is stored as one that comes alone', async () => {
  const alone = { email: await storedOf(await create('email')), sms: await storedOf(await create('sms')) };
  const kinds = Array.from({ length: 40 }, (_, at): Kind => (at % 2 === 0 ? 'email' : 'sms'));
  const together = await Promise.all(kinds.map(create));
  expect(new Set(together).size).toBe(40);
  expect(await transactionsOf(together)).toBeLessThan(40);
  for (const [at, id] of together.entries()) expect(await storedOf(id)).toEqual(alone[kinds[at] ?? 'email']);
});

test('a message that the database refuses fails alone, and those that it came with are stored', async () => {
  const refused = service.deps.mac(account.id, 'REFUSED').toString('hex');
  await service.pool.query(
    `alter table notification add constraint refuses check (reference_mac <> '\\x${refused}')`,
  );
  const references = Array.from({ length: 20 }, (_, at) => (at === 10 ? 'REFUSED' : `REF-${at}`));
  const answers = await Promise.all(references.map((reference) => ask('email', { reference })));
  expect(answers.map(({ status }) => status)).toEqual(
    references.map((one) => (one === 'REFUSED' ? 500 : 201)),
  );
  for (const { status, json } of answers)
    if (status === 201) expect(await logOf(service, String(json.id))).toHaveLength(1);
});
