import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDelivery } from '../src/usecases/deliver-notifications.ts';
import { releaseDue } from '../src/usecases/plan-notifications.ts';
import { tokens } from '../src/wiring.ts';
import { carriersOf } from './carriers.ts';
import {
  type Account,
  type Answer,
  administer,
  adminToken,
  anAccount,
  anEmail,
  aText,
  logOf,
  reaches,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
/** Ids of messages in the order in which the carrier was given them. */
const given: string[] = [];
/** The service's own clock, when a test sets it. */
let clock: Date | undefined;
let service: Service;
let account: Account;

beforeAll(async () => {
  const carrier = {
    remembers: true,
    async send({ key }: { key: string }) {
      given.push(key);
      return 'accepted' as const;
    },
    outcome: async () => 'delivered' as const,
  };
  service = await startService({
    override(wiring) {
      wiring.value(tokens.providers, carriersOf(carrier));
      wiring.value(tokens.now, () => clock ?? new Date());
    },
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

beforeEach(() => {
  clock = undefined;
});

async function call(
  operationId: string,
  method: 'GET' | 'POST',
  path: string,
  ask: { body?: unknown; key?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { key = account.live, ...more } = ask;
  const answer = await service.call(method, `/ashlar/v1/notifications${path}`, {
    key: tokenOf(key),
    ...more,
  });
  expect(contract.response(operationId, answer.status, answer.json)).toEqual([]);
  return answer;
}

const send = (body: Record<string, unknown>, headers: Record<string, string> = {}): Promise<Answer> =>
  call('sendNotification', 'POST', '', { body, headers });

const email = (changes: Record<string, unknown> = {}) => ({
  type: 'email',
  ...anEmail(account, { sanitise_content_for: undefined, ...changes }),
});

const inSeconds = (seconds: number) =>
  new Date((clock?.getTime() ?? Date.now()) + seconds * 1000).toISOString();

const cancel = (id: unknown) => call('cancelNotification', 'POST', `/${id}/cancel`);

const read = async (id: unknown) => (await call('getSentNotification', 'GET', `/${id}`)).json;

describe('a notification that is planned', () => {
  test('is sent when its time has come, and not before', async () => {
    const at = inSeconds(2);
    const { status, json } = await send(email({ scheduled_for: at, lane: 'priority' }));
    expect([status, json.status, json.scheduled_for, json.lane]).toEqual([201, 'scheduled', at, 'priority']);
    const standard = await service.call('GET', `/v2/notifications/${json.id}`, {
      key: tokenOf(account.live),
    });
    expect(standard.json).toMatchObject({ status: 'created', scheduled_for: null, sent_at: null });
    const ended = await reaches(service, account, String(json.id), 'delivered');
    expect(Date.parse(String(ended.sent_at))).toBeGreaterThanOrEqual(Date.parse(at));
    expect(await read(json.id)).toMatchObject({ status: 'delivered', scheduled_for: at });
  });

  test('goes by the minute that was meant, whatever clocks are set to that night', async () => {
    const zone = process.env.TZ;
    process.env.TZ = 'Europe/London';
    try {
      clock = new Date('2027-10-30T12:00:00Z');
      const plan = async (scheduled_for: string) => String((await send(email({ scheduled_for }))).json.id);
      const [early, late] = [
        await plan('2027-10-31T01:30:00+01:00'),
        await plan('2027-10-31T01:30:00+00:00'),
      ];
      expect([(await read(early)).scheduled_for, (await read(late)).scheduled_for]).toEqual([
        '2027-10-31T00:30:00.000Z',
        '2027-10-31T01:30:00.000Z',
      ]);
      clock = new Date('2027-10-31T00:29:59.999Z');
      await releaseDue(service.deps);
      expect((await read(early)).status).toBe('scheduled');
      clock = new Date('2027-10-31T00:30:00Z');
      await releaseDue(service.deps);
      expect((await read(early)).status).not.toBe('scheduled');
      expect((await read(late)).status).toBe('scheduled');
      expect((await cancel(late)).status).toBe(200);
    } finally {
      process.env.TZ = zone;
    }
  });

  test('is refused in the past and beyond the horizon, which the error says', async () => {
    for (const scheduled_for of [inSeconds(-1), inSeconds(604_810)]) {
      const { status, json } = await send(email({ scheduled_for }));
      expect([status, json.errors]).toEqual([
        422,
        [
          {
            pointer: '#/scheduled_for',
            detail: 'must be in the future, at most 604800 seconds (7 days) from now',
          },
        ],
      ]);
    }
    expect((await send(email({ scheduled_for: '2027-03-28T02:30:00' }))).status).toBe(400);
  });

  test('is accepted once under an Idempotency-Key, also when its time has come meanwhile', async () => {
    clock = new Date();
    const body = email({ scheduled_for: inSeconds(60) });
    const first = await send(body, { 'idempotency-key': 'planned-1' });
    clock = new Date(clock.getTime() + 120_000);
    const again = await send(body, { 'idempotency-key': 'planned-1' });
    expect([again.status, again.headers['idempotent-replayed'], again.json.id]).toEqual([
      201,
      'true',
      first.json.id,
    ]);
    const other = await send(email({ scheduled_for: inSeconds(60), reference: 'B' }), {
      'idempotency-key': 'planned-1',
    });
    expect([other.status, other.json.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('counts towards the limit of the day on which it is accepted', async () => {
    const own = await anAccount(service, { daily_limits: { sms: 1 } });
    const text = { type: 'sms', ...aText(own), scheduled_for: inSeconds(3600) };
    const ask = { body: text, key: own.live };
    expect((await call('sendNotification', 'POST', '', ask)).status).toBe(201);
    const { status, json } = await call('sendNotification', 'POST', '', ask);
    expect([status, json.code, json.detail]).toEqual([
      429,
      'daily_limit_exceeded',
      'Exceeded send limits (sms: 1) for today',
    ]);
  });
});

describe('a notification that is cancelled', () => {
  test('is never sent, and stays cancelled', async () => {
    const { json } = await send(email({ scheduled_for: inSeconds(3600) }));
    const cancelled = await cancel(json.id);
    expect([cancelled.status, cancelled.json.status]).toEqual([200, 'cancelled']);
    expect((await cancel(json.id)).json).toEqual(cancelled.json);
    await releaseDue(service.deps);
    const types = (await logOf(service, String(json.id))).map(({ type }) => type);
    expect(types).toEqual(['messaging.notification.created.v1', 'messaging.notification.cancelled.v1']);
    expect(given).not.toContain(json.id);
  });

  test('was not on its way: what is sent cannot be cancelled', async () => {
    const { json } = await send(email());
    await reaches(service, account, String(json.id), 'delivered');
    const late = await cancel(json.id);
    expect([late.status, late.json.code]).toEqual([409, 'not_cancellable']);
    const other = await anAccount(service);
    const foreign = await call('cancelNotification', 'POST', `/${json.id}/cancel`, { key: other.live });
    expect(foreign.status).toBe(404);
  });

  test('is cancelled or sent, never both, when a worker wants it at the same moment', async () => {
    clock = new Date();
    const scheduled_for = inSeconds(60);
    const made = await Promise.all(Array.from({ length: 60 }, () => send(email({ scheduled_for }))));
    const ids = made.map(({ json }) => String(json.id));
    clock = new Date(clock.getTime() + 61_000);
    const deliveries = [createDelivery(service.deps), createDelivery(service.deps)];
    const [, , , ...answers] = await Promise.all([
      releaseDue(service.deps),
      ...deliveries.map((delivery) => delivery.send()),
      ...ids.map(cancel),
    ]);
    await until(
      async () => {
        const shown = await Promise.all(ids.map(read));
        return shown.every(({ status }) => status === 'delivered' || status === 'cancelled');
      },
      { timeoutMs: 20_000, what: 'each to have ended' },
    );
    await Promise.all(deliveries.map((delivery) => delivery.done()));
    const cancelled = ids.filter((_, at) => (answers[at] as Answer).status === 200);
    const sent = ids.filter((id) => given.includes(id));
    expect([...cancelled, ...sent].sort()).toEqual([...ids].sort());
  });
});

describe('our own way to send', () => {
  test('refuses what the standard refuses, with its words', async () => {
    const cases: [Record<string, unknown>, string][] = [
      [email({ email_address: 'x' }), 'email_address Not a valid email address'],
      [
        { ...email(), phone_number: '07700900123' },
        'Additional properties are not allowed (phone_number was unexpected)',
      ],
      [email({ personalisation: {} }), 'Missing personalisation: name, extra'],
      [
        { type: 'sms', ...aText(account, { template_id: account.emailTemplate }) },
        'email template is not suitable for sms notification',
      ],
    ];
    for (const [body, words] of cases) {
      const { status, json } = await send(body);
      const errors = (json.errors ?? [{ detail: json.detail }]) as { detail: string }[];
      expect([status, errors.map(({ detail }) => detail)]).toEqual([422, [words]]);
    }
    const admin = await service.call('POST', '/ashlar/v1/notifications', {
      key: await adminToken(service),
      body: email(),
    });
    expect(admin.status).toBe(401);
  });

  test('takes letters, which wait for their time', async () => {
    const template = await administer(service, `/${account.id}/templates`, {
      type: 'letter',
      name: 'L',
      subject: 'Your licence',
      body: 'Hello',
    });
    const { status, json } = await send({
      type: 'letter',
      template_id: template.id,
      personalisation: { address_line_1: 'Anna Bird', address_line_2: '1 High Street', postcode: 'SW1A 1AA' },
      scheduled_for: inSeconds(3600),
    });
    expect([status, json.status, json.type]).toEqual([201, 'scheduled', 'letter']);
    expect((await cancel(json.id)).json.status).toBe('cancelled');
  });

  test('lists by state, in pages', async () => {
    const own = await anAccount(service);
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      const body = { type: 'email', ...anEmail(own), scheduled_for: inSeconds(3600) };
      ids.push(String((await call('sendNotification', 'POST', '', { body, key: own.live })).json.id));
    }
    const list = async (query: string) => {
      const { json } = await call('listSentNotifications', 'GET', `?${query}`, { key: own.live });
      return { ids: (json.notifications as { id: string }[]).map(({ id }) => id), next: json.next_before };
    };
    const [a, b, c] = ids;
    expect(await list('status=scheduled&limit=2')).toEqual({ ids: [c, b], next: b });
    expect(await list(`status=scheduled&limit=2&before=${b}`)).toEqual({ ids: [a], next: undefined });
    expect(await list('status=created')).toEqual({ ids: [], next: undefined });
    expect(await list('type=sms')).toEqual({ ids: [], next: undefined });
  });
});
