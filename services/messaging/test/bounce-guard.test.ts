import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { bounceLimitsOf, readMessagingConfig } from '../src/config.ts';
import { tokens } from '../src/wiring.ts';
import { carriersOf } from './carriers.ts';
import {
  type Account,
  type Answer,
  adminToken,
  anAccount,
  anEmail,
  aText,
  errorsOf,
  logOf,
  type Method,
  reaches,
  type Service,
  sendEmail,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
/** The service's own clock, when a test sets it. */
let clock: Date | undefined;
let service: Service;

beforeAll(async () => {
  const carrier = {
    remembers: true,
    send: async () => 'accepted' as const,
    outcome: async ({ to }: { to: string }) =>
      to.startsWith('gone') ? ('permanent-failure' as const) : ('delivered' as const),
  };
  service = await startService({
    env: { BOUNCE_GUARD_FROM: '20', BOUNCE_WARN_PERCENT: '10', BOUNCE_SUSPEND_PERCENT: '20' },
    override(wiring) {
      wiring.value(tokens.providers, carriersOf(carrier));
      wiring.value(tokens.now, () => clock ?? new Date());
    },
  });
});

afterAll(() => service.end());

beforeEach(() => {
  clock = undefined;
});

async function standing({ id }: Account, department = 'demo'): Promise<Record<string, unknown>> {
  const key = await adminToken(service, department);
  const { json } = await service.call('GET', `/ashlar/v1/messaging-services/${id}/email-sending`, { key });
  expect(contract.response('getEmailSending', 200, json)).toEqual([]);
  return json;
}

/** Sends so many e-mails that arrive, and so many that come back, and waits until they are counted. */
async function sent(own: Account, well: number, back: number, key = own.live): Promise<void> {
  const before = await standing(own);
  const to = (word: string, many: number) =>
    Array.from({ length: many }, (_, at) => `${word}${at}-${crypto.randomUUID()}@example.org`);
  const addresses = [...to('good', well), ...to('gone', back)];
  const ids = await Promise.all(
    addresses.map((email_address) => sendEmail(service, own, { email_address }, key)),
  );
  for (const [at, id] of ids.entries()) {
    const status = at < well ? 'delivered' : 'permanent-failure';
    await reaches(service, own, id, status);
  }
  await service.deps.bounceGuard.flush();
  if (key === own.test) return;
  const counted = async () => {
    const { sent_last_day, bounced_last_day } = await standing(own);
    return (
      Number(sent_last_day) >= Number(before.sent_last_day) + addresses.length &&
      Number(bounced_last_day) >= Number(before.bounced_last_day) + back
    );
  };
  await until(counted, { timeoutMs: 5000, what: 'what was sent to be counted' });
}

const ask = (own: Account, key = own.live): Promise<Answer> =>
  service.call('POST', '/v2/notifications/email', { key: tokenOf(key), body: anEmail(own) });

const lift = async ({ id }: Account, department = '*', method: Method = 'DELETE'): Promise<number> => {
  const path = `/ashlar/v1/messaging-services/${id}/email-sending/suspension`;
  return (await service.call(method, path, { key: await adminToken(service, department) })).status;
};

/** Asks until the answer is this: what a service may do is read anew every three seconds. */
const answers = (own: Account, status: number): Promise<Answer> =>
  until(async () => ((answer) => (answer.status === status ? answer : undefined))(await ask(own)), {
    timeoutMs: 10_000,
    what: `an e-mail to be answered with ${status}`,
  });

const events = async ({ id }: Account) =>
  (await logOf(service, id)).flatMap(({ type, data }) => (type === null ? [] : [{ type, data }]));

test('a service whose e-mails come back is warned, then suspended, and sends again when an operator lets it', async () => {
  const own = await anAccount(service);
  await sent(own, 17, 2);
  expect((await standing(own)).state).toBe('normal');
  await sent(own, 1, 0);
  expect(await standing(own)).toMatchObject({ state: 'warned', sent_last_day: 20, bounced_last_day: 2 });
  expect((await ask(own)).status).toBe(201);
  await sent(own, 0, 3);
  expect((await standing(own)).state).toBe('suspended');

  expect(errorsOf(await answers(own, 400))).toEqual([
    '400 BadRequestError: Service is not allowed to send emails',
  ]);
  const text = await service.call('POST', '/v2/notifications/sms', {
    key: tokenOf(own.live),
    body: aText(own),
  });
  expect(text.status).toBe(201);
  const shown = await service.call('GET', `/ashlar/v1/messaging-services/${own.id}`, {
    key: await adminToken(service),
  });
  expect([shown.json.email_state, shown.json.channels]).toEqual(['suspended', ['email', 'sms', 'letter']]);

  expect(await lift(own, 'demo')).toBe(403);
  expect([await lift(own), await lift(own)]).toEqual([204, 204]);
  expect(await standing(own)).toMatchObject({ state: 'normal', sent_last_day: 0, bounced_last_day: 0 });
  await answers(own, 201);
  const state = (email_state: string) => ({ messaging_service_id: own.id, email_state });
  expect(await events(own)).toEqual([
    { type: 'messaging.service.bounce_rate_warned.v1', data: state('warned') },
    { type: 'messaging.service.email_suspended.v1', data: state('suspended') },
    { type: 'messaging.service.email_resumed.v1', data: state('normal') },
  ]);
}, 60_000);

test('what test keys send, and what goes to the standard’s own recipients, does not count', async () => {
  const own = await anAccount(service);
  await sent(own, 10, 15, own.test);
  const id = await sendEmail(service, own, { email_address: 'perm-fail@simulator.notify' });
  await reaches(service, own, id, 'delivered');
  await service.deps.bounceGuard.flush();
  expect(await standing(own)).toMatchObject({ state: 'normal', sent_last_day: 0, bounced_last_day: 0 });
});

test('what came back more than a day ago counts no more, and a warning ends by itself', async () => {
  const own = await anAccount(service);
  const now = Date.now();
  await sent(own, 17, 3);
  expect((await standing(own)).state).toBe('warned');
  clock = new Date(now + 26 * 3_600_000);
  expect(await standing(own)).toMatchObject({ sent_last_day: 0, bounced_last_day: 0 });
  service.deps.bounceGuard.count(own.id, { sent: 30, bounced: 1 });
  await service.deps.bounceGuard.flush();
  expect(await standing(own)).toMatchObject({ state: 'normal', sent_last_day: 30, bounced_last_day: 1 });
  expect((await events(own)).at(-1)?.type).toBe('messaging.service.bounce_rate_recovered.v1');
});

test('counts of several processes add up', async () => {
  const own = await anAccount(service);
  const rounds = Array.from({ length: 20 }, async () => {
    service.deps.bounceGuard.count(own.id, { sent: 1, bounced: 1 });
    await service.deps.bounceGuard.flush();
  });
  await Promise.all(rounds);
  expect(await standing(own)).toMatchObject({ state: 'suspended', sent_last_day: 20, bounced_last_day: 20 });
});

test('a share that suspends before it warns is no configuration', () => {
  const env = {
    ...{
      DATABASE_URL: 'postgres://x',
      BUS_URL: 'postgres://x',
      DATA_KEY: Buffer.alloc(32).toString('base64'),
    },
    ...{ OAUTH_ISSUER: 'https://x.example', OAUTH_JWKS: '/keys.json', BOUNCE_WARN_PERCENT: '11' },
  };
  expect(() => bounceLimitsOf(readMessagingConfig(env))).toThrow(/BOUNCE_WARN_PERCENT/);
});
