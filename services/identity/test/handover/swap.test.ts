import { randomBytes } from 'node:crypto';
import { type Visitor, visitor } from '@ashlar/conformance';
import { digests as digestsOf, type Registry, swapOf as swap, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Secret, TOTP } from 'otpauth';
import {
  type Answer,
  aClient,
  aCode,
  anAccount,
  askToken,
  beginSignIn,
  type MadeClient,
  operatorToken,
  password,
  type Service,
  webRedirectUri,
} from '../fixtures.ts';
import { type Mailroom, startMailroom } from '../mailroom.ts';
import { aParty, begin, finish, type Party, signIn } from '../one-login/fixtures.ts';
import { atFront, type Front, openFront, playRegistry, type Side, startSide } from './fixtures.ts';

let registry: Registry;
let mailroom: Mailroom;
let front: Front;
let old: Side;
let next: Side;
/** Whoever serves. */
let service: Service & { oneLogin: string };
let token: string;

beforeAll(async () => {
  [registry, mailroom, front] = await Promise.all([playRegistry(), startMailroom(), openFront()]);
  const env = { MESSAGING_FILE: mailroom.file, SIGN_INS_PER_ADDRESS: '10000' };
  [old, next] = await Promise.all([startSide(registry, front, env), startSide(registry, front, env)]);
  front.to(old);
  service = atFront(old, front);
  token = await operatorToken(service);
}, 120_000);

afterAll(async () => {
  await Promise.all([old?.end(), next?.end()]);
  await Promise.all([front?.end(), mailroom?.end()]);
  registry?.end();
});

const swapOf = (from: Side, to: Side, epoch: number) => swap(registry, from, to, epoch, '*');
const digests = (one: Side, other: Side) => digestsOf(one, other, 0, '*');
const redeem = (form: Record<string, string>) => service.call('POST', '/token', { form });
const lasting = { grant_types: ['authorization_code', 'refresh_token'] };
const always = { scope: 'openid email offline_access', prompt: 'consent' };

const refreshed = (client: MadeClient, refresh_token: unknown) =>
  redeem({
    grant_type: 'refresh_token',
    refresh_token: String(refresh_token),
    client_id: client.id,
    client_secret: client.secret,
  });

const refusal = ({ status, json }: Answer) => [status, json.error];
const refused = [400, 'invalid_grant'];

/** A client on a server of its own, which need not ask a person again each time. */
async function aWebSignIn(): Promise<{ client: MadeClient; person: Visitor; email: string }> {
  const client = await aClient(service, { redirect_uris: [webRedirectUri] });
  const { email } = await anAccount(service);
  const { start } = await beginSignIn(service, client, { redirect_uri: webRedirectUri });
  const person = visitor(service.issuer);
  const consent = await person.submit(await person.open(start), '#submit-password', { email, password });
  await person.submit(consent, '#submit-consent');
  return { client, person, email };
}

/** Where a browser is led that need not be asked anything. */
async function silently(client: MadeClient, person: Visitor): Promise<URL> {
  const { start } = await beginSignIn(service, client, { redirect_uri: webRedirectUri, prompt: 'none' });
  return new URL((await person.open(start)).url);
}

async function withApp() {
  const { email } = await anAccount(service);
  const person = visitor(service.issuer);
  const asked = await person.open(`${service.issuer}/account/authenticator`);
  const page = await person.submit(asked, '#submit-password', { email, password });
  const secret = page.document.querySelector('#secret')?.text.replaceAll(' ', '') ?? '';
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const shown = await person.submit(page, '#submit-authenticator', { code: app.generate() });
  return { email, recovery: shown.document.querySelectorAll('#recovery-codes code').map((one) => one.text) };
}

/** Signs in with a password and a recovery code, and tells whether that was taken. */
async function recovers(email: string, code: string): Promise<boolean> {
  const person = visitor(service.issuer);
  const asked = await person.open(`${service.issuer}/account`);
  const page = await person.submit(asked, '#submit-password', { email, password });
  const after = await person.submit(page, '#submit-second-factor', { code });
  return new URL(after.url).pathname === '/account';
}

async function oneLoginSubject(party: Party, email: string): Promise<string> {
  const begun = await begin(party, 'Cl.Cm');
  const { person, page } = await signIn(service, begun.start, email);
  const consent = page.document.querySelector('#submit-consent');
  const { url } = consent ? await person.submit(page, '#submit-consent') : page;
  return (await finish(party, begun, new URL(url))).claims.sub;
}

/** What no request of this test leaves behind. */
async function rarities(side: Side): Promise<void> {
  const { id } = await anAccount(service);
  await side.pool.query(
    `insert into passkey (id, account_id, name, public_key, counter, transports, synced, created_at) values ('a-credential', $1, 'Key', '\\x01', 7, '{usb}', false, now())`,
    [id],
  );
  await side.pool.query(
    `insert into sign_in_step (holder, account_id, ends_at) values ('\\x0102', $1, now() + interval '1 hour')`,
    [id],
  );
  await side.pool.query(
    `insert into used_challenge (digest, ends_at) values ('\\x03', now() + interval '1 hour')`,
  );
  await side.pool.query(
    `insert into account_tombstone (account_id, email_digest, erased_at) values (uuidv7(), '\\x04', now())`,
  );
  await side.pool.query(
    `insert into upstream (id, name_en, name_cy, issuer, client_id, auth_method, sealed, scopes, levels, admits_newcomers, trusts_email, state, created_at, sequence)
     values ('elsewhere', 'E', 'E', 'https://elsewhere.test', 'c', 'client_secret_basic', $1, '{openid}', '[]', true, false, 'disabled', now(), 1)`,
    [side.deps.seal('a secret')],
  );
  await side.pool.query(
    `insert into upstream_link (upstream_id, subject, account_id, created_at) values ('elsewhere', 'somebody', $1, now())`,
    [id],
  );
  await side.pool.query(
    `insert into organisation (id, department, name, kind, created_at, sequence) values ($1, 'demo', 'A company', 'company', now(), 1)`,
    [id],
  );
  await side.pool.query(
    `insert into staff_member (id, department, account_id, roles, since, sequence) values (uuidv7(), 'demo', $1, '{caseworker}', now(), 1)`,
    [id],
  );
  await side.pool.query(
    `insert into mandate (id, department, account_id, organisation_id, scope, from_at, granted_by, created_at, sequence)
     values (uuidv7(), 'demo', $1, $1, '{apply}', now(), 'a-client', now(), 1)`,
    [id],
  );
  for (const [table, more] of [
    [
      'upstream_request',
      `, state_digest, ends_at) values ('\\x05', 'elsewhere', $1, '\\x06', now() + interval '1 hour')`,
    ],
    ['upstream_arrival', `, ends_at) values ('\\x07', 'elsewhere', $1, now() + interval '1 hour')`],
  ])
    await side.pool.query(`insert into ${table} (holder, upstream_id, sealed${more}`, [side.deps.seal('{}')]);
  await side.pool.query(
    `insert into logout_notice (id, client_id, issuer, subject, due_at, ends_at) values (uuidv7(), 'nobody', 'https://id.test', 'somebody', now() + interval '1 hour', now() + interval '1 day')`,
  );
}

describe('a swap there and back', () => {
  let barrier: number;
  let web: Awaited<ReturnType<typeof aWebSignIn>>;
  let unspent: Awaited<ReturnType<typeof aCode>>;
  let spent: { form: Record<string, string>; access: string };
  let refresh: { client: MadeClient; first: string; second: string };
  let replayed: { client: MadeClient; first: string; second: string };
  let signed: string;
  let app: Awaited<ReturnType<typeof withApp>>;
  let party: Party;
  let citizen: { email: string; sub: string };
  let registration: { path: string; own: string };
  let initial: string;
  let waiting: { person: Visitor; email: string; page: Awaited<ReturnType<Visitor['open']>> };
  const once = { 'idempotency-key': 'a-client-once' };
  const newClient = { department: 'demo', service: 'licensing', name: 'Once' };
  let made: Answer;

  async function aLasting() {
    const { form, client } = await aCode(service, lasting, always);
    const first = String((await redeem(form)).json.refresh_token);
    const second = String((await refreshed(client, first)).json.refresh_token);
    return { client, first, second };
  }

  beforeAll(async () => {
    await rarities(old);
    web = await aWebSignIn();
    unspent = await aCode(service);
    const { form } = await aCode(service);
    const { json } = await redeem(form);
    spent = { form, access: String(json.access_token) };
    signed = String(json.id_token);
    refresh = await aLasting();
    replayed = await aLasting();
    app = await withApp();
    expect(await recovers(app.email, app.recovery[0] ?? '')).toBe(true);
    party = await aParty(service);
    const { email } = await anAccount(service);
    citizen = { email, sub: await oneLoginSubject(party, email) };
    const token_ = await service.call('POST', '/ashlar/v1/initial-access-tokens', {
      token,
      json: { department: 'demo', service: 'licensing', uses: 2 },
    });
    initial = String(token_.json.token);
    const registered = await register();
    registration = {
      path: `/register/${registered.json.client_id}`,
      own: String(registered.json.registration_access_token),
    };
    made = await service.call('POST', '/ashlar/v1/clients', { token, headers: once, json: newClient });
    mailroom.answer(503);
    const person = visitor(service.issuer);
    const { start } = await beginSignIn(service, web.client, { redirect_uri: webRedirectUri });
    const page = await person.open(start);
    const { href } = new URL(
      page.document.querySelector('#create-account')?.getAttribute('href') ?? '',
      page.url,
    );
    const fresh = `new-${randomBytes(6).toString('hex')}@service.example`;
    const asked = await person.submit(await person.open(href), '#submit-address', { email: fresh });
    waiting = { person, email: fresh, page: asked };
  }, 120_000);

  const register = () =>
    service.call('POST', '/register', {
      token: initial,
      json: { redirect_uris: ['https://party.example/cb'] },
    });

  test('the new one follows while people sign in, and writes nothing', async () => {
    const running = swapOf(old, next, 1);
    expect(await running.follow()).toMatchObject({ status: 200, role: 'follower' });
    await Promise.all([aWebSignIn(), aLasting(), aCode(service)]);
    await running.caughtUp();
    const ask = { token: initial, json: { redirect_uris: ['https://party.example/cb'] } };
    expect((await next.call('POST', '/register', ask)).status).toBe(421);
    expect(next.relay.state().published).toBe(0);
  });

  test('a department alone is not handed over', async () => {
    const { status, ...problem } = await old.control('GET', '', undefined, 'demo');
    expect([status, problem.code]).toEqual([403, 'forbidden']);
  });

  test('frozen, both hold the same, of every kind', async () => {
    barrier = await swapOf(old, next, 1).barrier();
    const [here, there] = await digests(old, next);
    expect(there).toEqual(here);
    const empty = Object.entries(here ?? {}).filter(([, one]) => (one as { count: number }).count === 0);
    expect(empty.map(([entity]) => entity)).toEqual([]);
  });

  test('what is sealed is sealed under the new one’s own key', async () => {
    const text = `select sealed from engine_record where kind = 'Session' union all select sealed from naming_key
                  union all select sealed from signing_key union all select sealed from authenticator_app`;
    const [ours, theirs] = await Promise.all([old.pool.query(text), next.pool.query(text)]);
    const hex = (rows: { sealed: Buffer }[]) => rows.map(({ sealed }) => sealed.toString('hex'));
    const both = hex(theirs.rows).filter((one) => hex(ours.rows).includes(one));
    expect([theirs.rowCount, both]).toEqual([ours.rowCount, []]);
  });

  test('who was signed in stays signed in', async () => {
    expect(await swapOf(old, next, 1).commit(barrier)).toMatchObject({ role: 'primary' });
    // A gateway's grant would have the process look: without one it hears of its role a moment later.
    const named = ({ deps }: Side) => deps.recordOwner('somebody');
    await until(async () => named(next) === named(old), { what: 'the new one to know the keys' });
    front.to(next);
    service = atFront(next, front);
    const back = await silently(web.client, web.person);
    expect([back.searchParams.get('error'), back.searchParams.has('code')]).toEqual([null, true]);
    const page = await web.person.open(`${service.issuer}/account`);
    expect(page.document.text).toContain(web.email);
  });

  test('a code of before is redeemed once, also by twenty at once, and one that was redeemed before ends its tokens', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(unspent.form)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect((await service.call('GET', '/userinfo', { token: spent.access })).status).toBe(200);
    expect(refusal(await redeem(spent.form))).toEqual(refused);
    expect((await service.call('GET', '/userinfo', { token: spent.access })).status).toBe(401);
  });

  test('refresh tokens go on, and one that was used before ends them all', async () => {
    const third = await refreshed(refresh.client, refresh.second);
    expect(third.status).toBe(200);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => refreshed(replayed.client, replayed.first)),
    );
    expect(answers.map(refusal)).toEqual(answers.map(() => refused));
    expect(refusal(await refreshed(replayed.client, replayed.second))).toEqual(refused);
  });

  test('what was signed before verifies, and the next key that was published then signs after', async () => {
    const keys = createRemoteJWKSet(new URL(`${service.issuer}/.well-known/jwks.json`));
    const verified = await jwtVerify(signed, keys, { issuer: service.issuer });
    const rotated = await service.call('POST', '/ashlar/v1/signing-keys/rotations', {
      token,
      json: { at_once: true },
    });
    const listed = rotated.json.signing_keys as { kid: string; state: string }[];
    expect(listed.map(({ state }) => state).sort()).toEqual(['current', 'next', 'retired']);
    expect(listed.find(({ state }) => state === 'retired')?.kid).toBe(verified.protectedHeader.kid);
    const { json } = await redeem((await aCode(service)).form);
    const again = await jwtVerify(
      String(json.id_token),
      createRemoteJWKSet(new URL(`${service.issuer}/.well-known/jwks.json`)),
    );
    expect(again.protectedHeader.kid).toBe(listed.find(({ state }) => state === 'current')?.kid);
  });

  test('a relying party of the One Login issuer knows people by the same names', async () => {
    expect(await oneLoginSubject(party, citizen.email)).toBe(citizen.sub);
  });

  test('a recovery code that was used before is refused, another is taken once', async () => {
    const [used = '', fresh = ''] = app.recovery;
    expect(await recovers(app.email, used)).toBe(false);
    expect(await recovers(app.email, fresh)).toBe(true);
    expect(await recovers(app.email, fresh)).toBe(false);
  });

  test('a passkey’s counter goes on from where it was, and a challenge is not signed twice', async () => {
    const { rows } = await next.pool.query(`select counter from passkey where id = 'a-credential'`);
    expect(Number(rows[0]?.counter)).toBe(7);
    const used = await next.pool.query(`select 1 from used_challenge where digest = '\\x03'`);
    expect(used.rowCount).toBe(1);
  });

  test('a client goes on with its secret and its registration, and a token registers as often as it had left', async () => {
    expect((await askToken(service, web.client, 'messaging:admin')).json.error).toBe('invalid_request');
    const read = await service.call('GET', registration.path, { token: registration.own });
    expect(read.status).toBe(200);
    expect([(await register()).status, (await register()).status]).toEqual([201, 401]);
  });

  test('an Idempotency-Key of before answers as before', async () => {
    const again = await service.call('POST', '/ashlar/v1/clients', { token, headers: once, json: newClient });
    expect([again.status, again.json.client_id]).toEqual([201, made.json.client_id]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  test('a code that was asked for before, and could not be sent, is sent by the new one and taken', async () => {
    mailroom.answer(undefined);
    await next.pool.query('update mail set due_at = now()');
    const { email, person, page } = waiting;
    const after = await person.submit(page, '#submit-code', { code: await mailroom.code(email) });
    expect(after.document.querySelector('#submit-new-password')).not.toBeNull();
    expect(mailroom.mails.filter(({ email_address }) => email_address === email).length).toBe(1);
  });

  test('the feed goes on: each event once, in one order, whoever made it', async () => {
    const changes = await operatorToken(service, 'identity:changes');
    await until(async () => next.relay.state().published > 0, { what: 'the new one’s own events' });
    const { json } = await service.call('GET', '/ashlar/v1/changes?after=0&limit=500', { token: changes });
    const events = json.events as { id: string; position: number; department: string }[];
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
    expect([positions.some((one) => one <= barrier), positions.some((one) => one > barrier)]).toEqual([
      true,
      true,
    ]);
    expect(new Set(events.map(({ department }) => department))).toEqual(new Set(['*', 'demo']));
  });

  test('and back: the old one has it all, and goes on', async () => {
    const running = swapOf(next, old, 2);
    barrier = await running.barrier();
    const [here, there] = await digests(next, old);
    expect(there).toEqual(here);
    await running.commit(barrier);
    front.to(old);
    service = atFront(old, front);
    const back = await silently(web.client, web.person);
    expect(back.searchParams.has('code')).toBe(true);
    expect(await oneLoginSubject(party, citizen.email)).toBe(citizen.sub);
    const { json } = await redeem((await aCode(service)).form);
    const keys = createRemoteJWKSet(new URL(`${service.issuer}/.well-known/jwks.json`));
    await jwtVerify(String(json.id_token), keys, { issuer: service.issuer });
    await jwtVerify(signed, keys, { issuer: service.issuer });
    expect((await aLasting()).second).toMatch(/.{20}/);
    const rotated = await service.call('POST', '/ashlar/v1/signing-keys/rotations', {
      token: await operatorToken(service),
      json: { at_once: true },
    });
    expect(rotated.status).toBe(201);
  });
});
