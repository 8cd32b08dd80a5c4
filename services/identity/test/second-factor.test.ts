import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { Secret, TOTP } from 'otpauth';
import { tokens } from '../src/wiring.ts';
import {
  aClient,
  anAccount,
  beginSignIn,
  password,
  type Service,
  signInByForms,
  startService,
} from './fixtures.ts';

let service: Service;
/** The service's clock, which stands still unless it is moved. */
let now = Date.now();

beforeAll(async () => {
  service = await startService({
    env: { SIGN_INS_PER_ADDRESS: '10000' },
    override: (wiring) => wiring.value(tokens.now, () => new Date(now)),
  });
});

afterAll(() => service?.end());

/** An account with an authenticator app that is set up: its codes, its recovery codes, and the browser. */
async function withApp() {
  const account = await anAccount(service);
  const person = visitor(service.issuer);
  const signIn = await person.open(`${service.issuer}/account/authenticator`);
  const page = await person.submit(signIn, '#submit-password', { email: account.email, password });
  const secret = page.document.querySelector('#secret')?.text.replaceAll(' ', '') ?? '';
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (steps = 0) => app.generate({ timestamp: now + steps * 30_000 });
  const shown = await person.submit(page, '#submit-authenticator', { code: code() });
  const recovery = shown.document.querySelectorAll('#recovery-codes code').map((one) => one.text);
  // The code that set it up is used.
  now += 30_000;
  return { account, person, page, shown, code, recovery, secret };
}

/** The account page of a browser that has just signed in with both factors: without, the password alone changes nothing that protects the account. */
async function surely({
  account,
  person,
  code,
}: Pick<Awaited<ReturnType<typeof withApp>>, 'account' | 'person' | 'code'>) {
  const page = await person.open(`${service.issuer}/account`);
  const again = await person.submit(page, '#renew-recovery-codes');
  const asked = await person.submit(again, '#submit-password', { email: account.email, password });
  now += 30_000;
  await person.submit(asked, '#submit-second-factor', { code: code() });
  return person.open(`${service.issuer}/account`);
}

/** A browser that gave the right password and is asked for more. */
async function atSecondFactor(email: string, person: Visitor = visitor(service.issuer)) {
  const client = await aClient(service);
  const { start } = await beginSignIn(service, client, { prompt: 'login' });
  const page = await person.submit(await person.open(start), '#submit-password', { email, password });
  return { person, page };
}

async function give(at: { person: Visitor; page: Page }, code: string): Promise<number> {
  return (await at.person.post(at.page, '#submit-second-factor', { code })).status;
}

describe('an authenticator app', () => {
  test('is set up by its first code, and its codes are asked for from then on', async () => {
    const { account, shown, recovery, code } = await withApp();
    expect(shown.document.querySelector('h1')?.text).toBe('Your recovery codes');
    expect(new Set(recovery).size).toBe(10);
    const at = await atSecondFactor(account.email);
    expect(new URL(at.page.url).pathname).toMatch(/second-factor$/);
    expect(await give(at, '000000')).toBe(400);
    const consent = await at.person.submit(at.page, '#submit-second-factor', { code: code() });
    expect(consent.document.querySelector('#submit-consent')).not.toBeNull();
    const { rows } = await service.pool.query(
      `select type, data from change_log where aggregate = $1 order by sequence desc limit 1`,
      [account.id],
    );
    expect(rows[0].data.methods).toEqual(['pwd', 'otp', 'mfa']);
  });

  test('is not set up by a wrong code, and until then nobody is asked for one', async () => {
    const account = await anAccount(service);
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account/authenticator`);
    const page = await person.submit(signIn, '#submit-password', { email: account.email, password });
    expect((await person.submit(page, '#submit-authenticator', { code: '000000' })).status).toBe(400);
    const again = await person.open(page.url);
    expect(again.document.querySelector('#secret')?.text).toBe(page.document.querySelector('#secret')?.text);
    const { page: consent } = await atSecondFactor(account.email);
    expect(consent.document.querySelector('#submit-consent')).not.toBeNull();
  });

  test('is not set up twice at once, and the recovery codes that were shown are those that work', async () => {
    const account = await anAccount(service);
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account/authenticator`);
    const page = await person.submit(signIn, '#submit-password', { email: account.email, password });
    const secret = Secret.fromBase32(page.document.querySelector('#secret')?.text.replaceAll(' ', '') ?? '');
    const code = new TOTP({ secret }).generate({ timestamp: now });
    const both = await Promise.all([1, 2, 3].map(() => person.post(page, '#submit-authenticator', { code })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 303, 303]);
    const { rows } = await service.pool.query('select from recovery_code where account_id = $1', [
      account.id,
    ]);
    expect(rows).toHaveLength(10);
    const shown = /<code>([\w-]+)<\/code>/.exec(both.find(({ status }) => status === 200)?.text ?? '')?.[1];
    expect(await give(await atSecondFactor(account.email), shown ?? '')).toBe(303);
  });

  test('has its code taken once, of however many at once, and no older one after it', async () => {
    const { account, code } = await withApp();
    const at = await atSecondFactor(account.email);
    const tries = await Promise.all([1, 2, 3].map(() => give(at, code())));
    expect(tries.filter((status) => status === 303)).toHaveLength(1);
    const again = await atSecondFactor(account.email);
    expect(await give(again, code())).toBe(400);
    expect(await give(again, code(-1))).toBe(400);
    expect(await give(again, code(1))).toBe(303);
  });

  test('keeps its secret and the recovery codes from whoever reads the database', async () => {
    const { account, secret, recovery } = await withApp();
    for (const table of ['authenticator_app', 'recovery_code']) {
      const { rows } = await service.pool.query(
        `select to_jsonb(one)::text as row from ${table} one where account_id = $1`,
        [account.id],
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { row } of rows) {
        for (const told of [secret, ...recovery]) {
          expect(row).not.toContain(told);
          expect(row).not.toContain(Buffer.from(told).toString('hex'));
        }
      }
    }
  });

  test('is removed, and nobody is asked any more', async () => {
    const { account, person, code } = await withApp();
    const page = await surely({ account, person, code });
    expect((await person.submit(page, '#remove-authenticator')).url).toBe(`${service.issuer}/account`);
    const { page: consent } = await atSecondFactor(account.email);
    expect(consent.document.querySelector('#submit-consent')).not.toBeNull();
    const { rows } = await service.pool.query('select from recovery_code where account_id = $1', [
      account.id,
    ]);
    expect(rows).toEqual([]);
  });
});

describe('a recovery code', () => {
  test('works once, as it was shown or without its lines, and new ones replace all before', async () => {
    const { account, person, recovery, code } = await withApp();
    const [first = '', second = '', third = ''] = recovery;
    const at = await atSecondFactor(account.email);
    const tries = await Promise.all([1, 2, 3].map(() => give(at, first)));
    expect(tries.filter((status) => status === 303)).toHaveLength(1);
    expect(await give(await atSecondFactor(account.email), first)).toBe(400);
    const typed = second.replaceAll('-', '').toUpperCase();
    expect(await give(await atSecondFactor(account.email), typed)).toBe(303);
    const page = await surely({ account, person, code });
    const renewed = await person.submit(page, '#renew-recovery-codes');
    const next = renewed.document.querySelector('#recovery-codes code')?.text ?? '';
    expect(await give(await atSecondFactor(account.email), third)).toBe(400);
    expect(await give(await atSecondFactor(account.email), next)).toBe(303);
  });
});

describe('a service that asks for two factors', () => {
  const acr_values = 'urn:ashlar:acr:Cl.Cm';

  async function claimsOf(party: Awaited<ReturnType<typeof beginSignIn>>, back: string) {
    const tokens = await oidc.authorizationCodeGrant(party.config, new URL(back), {
      pkceCodeVerifier: party.verifier,
      expectedState: 'a-state',
    });
    return tokens.claims();
  }

  test('has a session of one factor asked for the second, and hears that both were used', async () => {
    const { account, person, code } = await withApp();
    const client = await aClient(service);
    const party = await beginSignIn(service, client, { acr_values });
    const asked = await person.open(party.start);
    const second = await person.submit(asked, '#submit-password', { email: account.email, password });
    const consent = await person.submit(second, '#submit-second-factor', { code: code() });
    const back = await person.submit(consent, '#submit-consent');
    expect((await claimsOf(party, back.url))?.acr).toBe(acr_values);

    const again = await beginSignIn(service, client, { acr_values });
    const page = await person.open(again.start);
    expect(page.document.querySelector('#submit-password')).toBeNull();
  });

  test('has a person without a second factor set one up on the way', async () => {
    const { email } = await anAccount(service);
    const client = await aClient(service);
    const plain = await beginSignIn(service, client);
    const { person, back } = await signInByForms(service, plain.start, email);
    expect((await claimsOf(plain, back.href))?.acr).not.toBe(acr_values);

    const party = await beginSignIn(service, client, { acr_values });
    const set = await person.submit(await person.open(party.start), '#submit-password', { email, password });
    expect(new URL(set.url).pathname).toMatch(/authenticator$/);
    const secret = Secret.fromBase32(set.document.querySelector('#secret')?.text.replaceAll(' ', '') ?? '');
    const wrong = await person.submit(set, '#submit-authenticator', { code: '000000' });
    expect(wrong.status).toBe(400);
    const code = new TOTP({ secret }).generate({ timestamp: now });
    const codes = await person.submit(wrong, '#submit-authenticator', { code });
    expect(codes.document.querySelectorAll('#recovery-codes code')).toHaveLength(10);
    const onward = codes.document.querySelector('#continue')?.getAttribute('href') ?? '';
    const consent = await person.open(new URL(onward, codes.url).href);
    const end = consent.document.querySelector('#submit-consent')
      ? await person.submit(consent, '#submit-consent')
      : consent;
    expect((await claimsOf(party, end.url))?.acr).toBe(acr_values);
  });

  test('gets no page from a session of one factor when it wants none', async () => {
    const { email } = await anAccount(service);
    const client = await aClient(service);
    const { person } = await signInByForms(service, (await beginSignIn(service, client)).start, email);
    const party = await beginSignIn(service, client, { acr_values, prompt: 'none' });
    const back = new URL((await person.open(party.start)).url);
    expect(back.origin).toBe('http://127.0.0.1:9');
  });
});

test('wrong second factors lock it for a while, and not for the owner’s own device', async () => {
  const { account, person: owner, code } = await withApp();
  const stranger = await atSecondFactor(account.email);
  const tries = [];
  for (const _try of Array(7)) tries.push(await give(stranger, '000000'));
  expect(tries).toEqual([400, 400, 400, 400, 400, 429, 429]);
  expect(await give(stranger, code())).toBe(429);
  const at = await atSecondFactor(account.email, owner);
  expect(await give(at, code())).toBe(303);
});

test('the second factor is asked only of whoever gave the password', async () => {
  const { account } = await withApp();
  const person = visitor(service.issuer);
  const page = await person.open((await beginSignIn(service, await aClient(service))).start);
  const shown = await person.open(`${page.url}/second-factor`);
  expect(shown.document.querySelector('#submit-password')).not.toBeNull();
  expect(account.email).toContain('@');
});
