import { randomUUID } from 'node:crypto';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { aClient, anAccount, beginSignIn, password, type Service, startService } from '../fixtures.ts';
import { type Mailroom, startMailroom } from '../mailroom.ts';
import {
  change,
  enter,
  leave,
  register,
  returnsOf,
  signInThere,
  startUpstream,
  type UpstreamParty,
} from './upstream.ts';

let mailroom: Mailroom;
let service: Service;
let upstream: UpstreamParty;

beforeAll(async () => {
  mailroom = await startMailroom();
  service = await startService({
    env: { MESSAGING_FILE: mailroom.file, CLIENT_INSECURE_TARGETS: 'true', SIGN_INS_PER_ADDRESS: '10000' },
  });
  upstream = await startUpstream(returnsOf(service, 'a'));
  await register(service, 'a', upstream, { levels: [{ amr: 'mfa', level: 'Cl.Cm' }] });
});

afterAll(async () => {
  await service?.end();
  await upstream?.end();
  await mailroom?.end();
});

/** Somebody whom the upstream knows. */
function aCitizen(more: { email?: string; email_verified?: boolean } = {}) {
  const sub = `person-${randomUUID()}`;
  const email = more.email ?? `${sub}@elsewhere.example`;
  upstream.people.set(sub, { email, email_verified: true, ...more });
  return { sub, email };
}

/** A browser on the sign-in page of a new party. */
async function atSignIn(extra: Record<string, string> = {}) {
  const party = await beginSignIn(service, await aClient(service), extra);
  const person = visitor(service.issuer);
  return { party, person, page: await person.open(party.start) };
}

/** Agrees, and reads who it is to the party. */
async function claimsOf(party: Awaited<ReturnType<typeof beginSignIn>>, person: Visitor, page: Page) {
  const back = await person.submit(page, '#submit-consent');
  const tokens = await oidc.authorizationCodeGrant(party.config, new URL(back.url), {
    pkceCodeVerifier: party.verifier,
    expectedState: 'a-state',
  });
  return tokens.claims();
}

async function accountsOf(email: string): Promise<string[]> {
  const { rows } = await service.pool.query<{ id: string }>('select id from account where email = $1', [
    email,
  ]);
  return rows.map(({ id }) => id);
}

async function eventsOf(id: string): Promise<string[]> {
  const { rows } = await service.pool.query<{ type: string }>(
    'select type from change_log where aggregate = $1 order by sequence',
    [id],
  );
  return rows.map(({ type }) => type);
}

const headingOf = (page: Page) => page.document.querySelector('h1')?.text;
const textOf = (page: Page) => page.document.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';

/** A newcomer with an account from the upstream, and nothing else. */
async function aLinked() {
  const { sub, email } = aCitizen();
  const { party, person, page } = await atSignIn();
  const newcomer = await signInThere(person, page, '#upstream-a', sub);
  const consent = await person.submit(newcomer, '#create-linked-account');
  const claims = await claimsOf(party, person, consent);
  return { sub, email, person, id: String(claims?.sub), claims };
}

describe('somebody who is not known here', () => {
  test('gets an account with the address that the provider vouches for, and is the same person from then on', async () => {
    const { sub, email, id, claims } = await aLinked();
    expect(await accountsOf(email)).toEqual([id]);
    expect(claims?.amr).toBeUndefined();
    expect(id).not.toContain(sub);
    const again = await atSignIn();
    const consent = await signInThere(again.person, again.page, '#upstream-a', sub);
    expect((await claimsOf(again.party, again.person, consent))?.sub).toBe(id);
    expect(await eventsOf(id)).toEqual([
      'identity.account.created.v1',
      'identity.account.upstream_linked.v1',
      'identity.session.started.v1',
      'identity.session.started.v1',
    ]);
  });

  test('who comes in many browsers at once gets one account', async () => {
    const { sub, email } = aCitizen();
    const visits = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { person, page, party } = await atSignIn();
        return { person, party, page: await signInThere(person, page, '#upstream-a', sub) };
      }),
    );
    const subs = await Promise.all(
      visits.map(async ({ person, party, page }) => {
        const consent = await person.submit(page, '#create-linked-account');
        return (await claimsOf(party, person, consent))?.sub;
      }),
    );
    expect(await accountsOf(email)).toHaveLength(1);
    expect(new Set(subs)).toEqual(new Set(await accountsOf(email)));
  });

  test('proves an address by a code when the provider does not vouch for it', async () => {
    const { sub, email } = aCitizen({ email_verified: false });
    const { party, person, page } = await atSignIn();
    const newcomer = await signInThere(person, page, '#upstream-a', sub);
    expect(textOf(newcomer)).not.toContain(email);
    const address = await person.submit(newcomer, '#create-linked-account');
    expect(new URL(address.url).pathname).toMatch(/create-account$/);
    const own = `own-${sub}@elsewhere.example`;
    const code = await person.submit(address, '#submit-address', { email: own });
    const chosen = await person.submit(code, '#submit-code', { code: await mailroom.code(own) });
    const consent = await person.submit(chosen, '#submit-new-password', { password });
    const id = (await claimsOf(party, person, consent))?.sub;
    expect(await accountsOf(own)).toEqual([id]);
    expect(await accountsOf(email)).toEqual([]);
    const again = await atSignIn();
    const known = await signInThere(again.person, again.page, '#upstream-a', sub);
    expect((await claimsOf(again.party, again.person, known))?.sub).toBe(id);
  });

  test('gets no account where the provider admits nobody new', async () => {
    await change(service, 'a', { admits_newcomers: false });
    try {
      const { sub, email } = aCitizen();
      const { person, page } = await atSignIn();
      const newcomer = await signInThere(person, page, '#upstream-a', sub);
      expect(newcomer.document.querySelector('#create-linked-account')).toBeNull();
      const forced = await person.post(newcomer, '#sign-in-to-account', { choice: 'create' });
      expect(forced.status).toBe(409);
      expect(await accountsOf(email)).toEqual([]);
    } finally {
      await change(service, 'a', { admits_newcomers: true });
    }
  });
});

describe('an account that there is', () => {
  test('is never taken over by an equal address: its owner signs in to it first, and so links the two', async () => {
    const account = await anAccount(service);
    const { sub } = aCitizen({ email: account.email });
    const { party, person, page } = await atSignIn();
    const newcomer = await signInThere(person, page, '#upstream-a', sub);
    expect(headingOf(newcomer)).toBe('Do you have an account?');
    expect(newcomer.document.querySelector('#create-linked-account')).toBeNull();
    expect((await person.post(newcomer, '#sign-in-to-account', { choice: 'create' })).status).toBe(409);

    const signIn = await person.submit(newcomer, '#sign-in-to-account');
    expect(signIn.document.querySelector('#arrived')?.text).toContain('Provider a');
    const wrong = await person.submit(signIn, '#submit-password', {
      email: account.email,
      password: 'wrong',
    });
    expect(wrong.status).toBe(400);
    const { rowCount } = await service.pool.query('select from upstream_link where subject = $1', [sub]);
    expect(rowCount).toBe(0);

    const consent = await person.submit(wrong, '#submit-password', { email: account.email, password });
    expect((await claimsOf(party, person, consent))?.sub).toBe(account.id);
    await until(async () => mailroom.mails.some((mail) => mail.email_address === account.email));
    const again = await atSignIn();
    const known = await signInThere(again.person, again.page, '#upstream-a', sub);
    expect((await claimsOf(again.party, again.person, known))?.sub).toBe(account.id);
    expect(await eventsOf(account.id)).toContain('identity.account.upstream_linked.v1');
  });

  test('is told of to nobody by an address that is not verified', async () => {
    const account = await anAccount(service);
    const { sub } = aCitizen({ email: account.email, email_verified: false });
    const { person, page } = await atSignIn();
    const newcomer = await signInThere(person, page, '#upstream-a', sub);
    expect(textOf(newcomer)).not.toContain(account.email);
    expect(newcomer.document.querySelector('#create-linked-account')).not.toBeNull();
  });

  test('is not linked when the person thinks better of it', async () => {
    const account = await anAccount(service);
    const { sub } = aCitizen();
    const { person, page } = await atSignIn();
    const newcomer = await signInThere(person, page, '#upstream-a', sub);
    const signIn = await person.submit(newcomer, '#sign-in-to-account');
    const without = await person.submit(signIn, '#forget-arrival');
    expect(without.document.querySelector('#arrived')).toBeNull();
    await person.submit(without, '#submit-password', { email: account.email, password });
    const { rowCount } = await service.pool.query('select from upstream_link where account_id = $1', [
      account.id,
    ]);
    expect(rowCount).toBe(0);
  });

  test('signs in nowhere while it is disabled', async () => {
    const { sub, id } = await aLinked();
    await service.pool.query('update account set disabled_at = now() where id = $1', [id]);
    const { person, page } = await atSignIn();
    const closed = await signInThere(person, page, '#upstream-a', sub);
    expect([closed.status, headingOf(closed)]).toEqual([403, 'This account is closed']);
  });
});

describe('how good a sign-in is', () => {
  const asksTwo = { acr_values: 'urn:ashlar:acr:Cl.Cm' };

  test('comes from what the operator says that the provider’s values are worth', async () => {
    const { sub } = await aLinked();
    upstream.behave({ idToken: (claims) => ({ ...claims, amr: ['pwd', 'mfa'] }) });
    const { party, person, page } = await atSignIn(asksTwo);
    const consent = await signInThere(person, page, '#upstream-a', sub);
    upstream.behave({});
    expect((await claimsOf(party, person, consent))?.acr).toBe('urn:ashlar:acr:Cl.Cm');
  });

  test('is one factor otherwise: whoever needs two sets up an app on the way', async () => {
    const { sub } = await aLinked();
    const { person, page } = await atSignIn(asksTwo);
    const app = await signInThere(person, page, '#upstream-a', sub);
    expect(new URL(app.url).pathname).toMatch(/\/authenticator$/);
  });

  test('is asked for anew where the party does, and an old sign-in there is not taken for a new one', async () => {
    const { sub } = await aLinked();
    const { person, page } = await atSignIn({ prompt: 'login' });
    const address = new URL(await leave(person, page, '#upstream-a'));
    expect([address.searchParams.get('prompt'), address.searchParams.get('max_age')]).toEqual(['login', '0']);
    const back = await enter(address.href, sub);
    upstream.behave({ idToken: (claims) => ({ ...claims, auth_time: Math.floor(Date.now() / 1000) - 600 }) });
    const refused = await person.open(back);
    upstream.behave({});
    expect([refused.status, headingOf(refused)]).toEqual([400, 'Sign in']);
  });
});

describe('the account area', () => {
  const onAccount = async (sub: string) => {
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account`);
    return { person, page: await signInThere(person, signIn, '#upstream-a', sub) };
  };

  test('shows the link, and removes it only when there is another way in', async () => {
    const { sub, id, email } = await aLinked();
    const { person, page } = await onAccount(sub);
    expect(textOf(page)).toContain('Provider a');
    const refused = await person.submit(page, '#remove-upstream-a');
    expect([refused.status, textOf(refused).includes('only way to sign in')]).toEqual([409, true]);

    const chosen = await person.open(`${service.issuer}/account/password`);
    const done = await person.submit(chosen, '#submit-new-password', { password });
    const removed = await person.submit(done, '#remove-upstream-a');
    expect(removed.document.querySelector('#remove-upstream-a')).toBeNull();
    expect(textOf(removed)).toContain('Removed the link to an account of another organisation: Provider a');
    expect((await eventsOf(id)).at(-1)).toBe('identity.account.upstream_unlinked.v1');
    await until(async () => mailroom.mails.some((mail) => mail.email_address === email));

    const again = await atSignIn();
    const newcomer = await signInThere(again.person, again.page, '#upstream-a', sub);
    expect(newcomer.document.querySelector('#create-linked-account')).toBeNull();
  });

  test('keeps one of two ways in that are removed at once', async () => {
    const { sub, id } = await aLinked();
    await service.pool.query(
      `insert into passkey (id, account_id, name, public_key, counter, transports, synced, created_at)
       values ($1, $2, 'A key', '', 0, '{}', false, now())`,
      [`key-${id}`, id],
    );
    // A passkey is a second factor, so the session has to have two.
    upstream.behave({ idToken: (claims) => ({ ...claims, amr: ['mfa'] }) });
    const { person, page } = await onAccount(sub);
    upstream.behave({});
    const answers = await Promise.all([
      person.post(page, '#remove-upstream-a', {}),
      person.post(page, '.remove-passkey', {}),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  });

  test('links a provider after a recent sign-in, from its own page only, and to one account only', async () => {
    const account = await anAccount(service);
    const { sub } = aCitizen();
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account`);
    const page = await person.submit(signIn, '#submit-password', { email: account.email, password });
    const forged = await person.open(`${service.issuer}/account/upstreams/a/link?token=forged`);
    expect(forged.url).toBe(`${service.issuer}/account`);
    const linked = await signInThere(person, page, '#link-upstream-a', sub);
    expect(linked.document.querySelector('#remove-upstream-a')).not.toBeNull();

    const other = await anAccount(service);
    const second = visitor(service.issuer);
    const signIn2 = await second.open(`${service.issuer}/account`);
    const page2 = await second.submit(signIn2, '#submit-password', { email: other.email, password });
    const taken = await signInThere(second, page2, '#link-upstream-a', sub);
    expect([taken.status, textOf(taken).includes('linked to another account here')]).toEqual([409, true]);
  });

  test('does not take an answer that another session asked for', async () => {
    const [one, two] = [await anAccount(service), await anAccount(service)];
    const pages = await Promise.all(
      [one, two].map(async ({ email }) => {
        const person = visitor(service.issuer);
        const signIn = await person.open(`${service.issuer}/account`);
        return { person, page: await person.submit(signIn, '#submit-password', { email, password }) };
      }),
    );
    const [attacker, victim] = pages;
    if (!attacker || !victim) throw new Error('two people were expected');
    const back = await enter(await leave(attacker.person, attacker.page, '#link-upstream-a'), aCitizen().sub);
    const refused = await victim.person.open(back);
    expect(refused.status).toBe(400);
    const { rowCount } = await service.pool.query('select from upstream_link where account_id = $1', [
      two.id,
    ]);
    expect(rowCount).toBe(0);
  });
});

test('an account that is erased takes its links with it, and whoever comes again is somebody else', async () => {
  const { sub, id, person } = await aLinked();
  const page = await person.open(`${service.issuer}/account/delete`);
  const erased = await person.submit(page, '#submit-erase', { confirm: 'yes' });
  expect(headingOf(erased)).toBe('Your account is deleted');
  const again = await atSignIn();
  const newcomer = await signInThere(again.person, again.page, '#upstream-a', sub);
  const consent = await again.person.submit(newcomer, '#create-linked-account');
  expect((await claimsOf(again.party, again.person, consent))?.sub).not.toBe(id);
});
