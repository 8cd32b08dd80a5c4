import { randomUUID } from 'node:crypto';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../src/wiring.ts';
import {
  aClient,
  aCode,
  anAccount,
  beginSignIn,
  password,
  type Service,
  signInByForms,
  startService,
} from './fixtures.ts';
import { type Mailroom, startMailroom } from './mailroom.ts';

let mailroom: Mailroom;
let service: Service;
/** How far the service's clock is ahead. */
let aheadMs = 0;

beforeAll(async () => {
  mailroom = await startMailroom();
  service = await startService({
    env: { MESSAGING_FILE: mailroom.file, SIGN_INS_PER_ADDRESS: '10000' },
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + aheadMs)),
  });
});

afterAll(async () => {
  await service?.end();
  await mailroom?.end();
});

const another = 'three unlikely words';

/** A browser on a page of the account area, signed in there by password. */
async function onAccount(
  email: string,
  path = '',
  with_ = password,
): Promise<{ person: Visitor; page: Page }> {
  const person = visitor(service.issuer);
  const signIn = await person.open(`${service.issuer}/account${path}`);
  return { person, page: await person.submit(signIn, '#submit-password', { email, password: with_ }) };
}

async function eventsOf(id: string): Promise<string[]> {
  const { rows } = await service.pool.query<{ type: string }>(
    'select type from change_log where aggregate = $1 order by sequence',
    [id],
  );
  return rows.map(({ type }) => type);
}

async function signsIn(email: string, with_: string): Promise<boolean> {
  const person = visitor(service.issuer);
  const page = await person.open(`${service.issuer}/account`);
  return (await person.post(page, '#submit-password', { email, password: with_ })).status === 303;
}

function textOf(page: Page): string {
  return page.document.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';
}

describe('the account area', () => {
  test('signs in without asking to share, shows what happened, and knows the session of other services', async () => {
    const { account, person } = await aCode(service);
    const page = await person.open(`${service.issuer}/account`);
    expect(new URL(page.url).pathname).toBe('/account');
    const text = textOf(page);
    expect(text).toContain(account.email);
    expect(text).toContain('Signed in to Fishing licences');
    expect(page.document.querySelector('.end-session')).toBeNull();

    const { page: direct } = await onAccount(account.email);
    expect([new URL(direct.url).pathname, direct.document.querySelector('h1')?.text]).toEqual([
      '/account',
      'Your account',
    ]);
    expect(textOf(direct)).toContain('Signed in to Your account');
  });

  test('tells who goes back without signing in, and starts no loop', async () => {
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account`);
    const page = await person.submit(signIn, '#cancel');
    expect(page.document.querySelector('h1')?.text).toBe('You are not signed in');
  });

  test('ends the session of another browser, and what services got through it', async () => {
    const { account, form, person: other, party } = await aCode(service);
    const token = String((await service.call('POST', '/token', { form })).json.access_token);
    const { person, page } = await onAccount(account.email);
    expect(page.document.querySelectorAll('.end-session')).toHaveLength(1);
    const after = await person.submit(page, '.end-session');
    expect(after.document.querySelector('.end-session')).toBeNull();
    expect(textOf(after)).toContain('Signed out another browser');
    expect((await service.call('GET', '/userinfo', { token })).status).toBe(401);
    expect((await other.open(party.start)).document.querySelector('#submit-password')).not.toBeNull();
    expect((await person.open(`${service.issuer}/account`)).url).toBe(`${service.issuer}/account`);
    expect(await eventsOf(account.id)).toEqual([
      'identity.account.created.v1',
      'identity.session.started.v1',
      'identity.session.started.v1',
      'identity.session.ended.v1',
    ]);
  });

  test('ends no session of somebody else, and takes no form from elsewhere', async () => {
    const stranger = await aCode(service);
    const { rows } = await service.pool.query<{ id: string }>(
      `select id from engine_record where kind = 'Session' order by expires_at desc limit 1`,
    );
    const { email } = await anAccount(service);
    await onAccount(email);
    const { person, page } = await onAccount(email);
    await person.post(page, '.end-session', { session: rows[0]?.id });
    expect((await stranger.person.open(`${service.issuer}/account`)).url).toBe(`${service.issuer}/account`);
    expect((await person.post(page, '.end-session', { csrfToken: 'forged' })).status).toBe(403);
  });
});

describe('the own password', () => {
  test('is changed; other sessions end, this one goes on, and a notice goes out', async () => {
    const { account, person: other, party } = await aCode(service);
    const { person, page } = await onAccount(account.email, '/password');
    expect(new URL(page.url).pathname).toBe('/account/password');
    const refused = await person.submit(page, '#submit-new-password', { password: 'password1' });
    expect(refused.status).toBe(400);
    const done = await person.submit(refused, '#submit-new-password', { password: another });
    expect([done.url, done.status]).toEqual([`${service.issuer}/account`, 200]);
    expect((await other.open(party.start)).document.querySelector('#submit-password')).not.toBeNull();
    expect([await signsIn(account.email, password), await signsIn(account.email, another)]).toEqual([
      false,
      true,
    ]);
    await until(async () => mailroom.mails.some((mail) => mail.email_address === account.email));
  });

  test('is changed; a sign-in that somebody had begun with the one before comes to nothing', async () => {
    const { email } = await anAccount(service);
    const stranger = visitor(service.issuer);
    const asked = await stranger.open((await beginSignIn(service, await aClient(service))).start);
    const half = await stranger.post(asked, '#submit-password', { email, password });
    expect(half.status).toBe(303);
    const { person, page } = await onAccount(email, '/password');
    await person.submit(page, '#submit-new-password', { password: another });
    const onward = await stranger.open(new URL(half.headers.get('location') ?? '', asked.url).href);
    expect(onward.document.querySelector('#submit-consent')).toBeNull();
    expect((await stranger.open(`${service.issuer}/account`)).document.querySelector('h1')?.text).toBe(
      'Sign in',
    );
  });

  test('is changed; whoever had given the one before adds no authenticator app, and knows no secret of a later one', async () => {
    const { email } = await anAccount(service);
    const stranger = visitor(service.issuer);
    const acr_values = 'urn:ashlar:acr:Cl.Cm';
    const { start } = await beginSignIn(service, await aClient(service), { acr_values });
    const theirs = await stranger.submit(await stranger.open(start), '#submit-password', { email, password });
    const secretOf = ({ document }: Page) =>
      document.querySelector('#secret')?.text.replaceAll(' ', '') ?? '';
    expect(secretOf(theirs)).not.toBe('');
    const { person, page } = await onAccount(email, '/password');
    await person.submit(page, '#submit-new-password', { password: another });
    expect(secretOf(await stranger.open(theirs.url))).toBe('');
    const own = await person.open(`${service.issuer}/account/authenticator`);
    expect(secretOf(own)).toMatch(/^[A-Z2-7]{32}$/);
    expect(secretOf(own)).not.toBe(secretOf(theirs));
  });

  test('is not changed long after the sign-in: the person signs in once more, and is led there', async () => {
    const { email } = await anAccount(service);
    const { person } = await onAccount(email);
    aheadMs = 16 * 60_000;
    expect((await person.open(`${service.issuer}/account`)).url).toBe(`${service.issuer}/account`);
    const again = await person.open(`${service.issuer}/account/password`);
    expect(again.document.querySelector('#submit-new-password')).toBeNull();
    aheadMs = 0;
    const page = await person.submit(again, '#submit-password', { email, password });
    expect(new URL(page.url).pathname).toBe('/account/password');
  });
});

describe('the own email address', () => {
  test('is changed once the new one is proven, and the old one is told', async () => {
    const { id, email } = await anAccount(service);
    const next = `person-${randomUUID()}@service.example`;
    const { person, page } = await onAccount(email, '/email');
    const asked = await person.submit(page, '#submit-address', { email: next });
    const wrong = await person.submit(asked, '#submit-code', { code: '1' });
    expect(wrong.status).toBe(400);
    expect(await signsIn(next, password)).toBe(false);
    const code = await mailroom.code(next);
    const answers = await Promise.all([1, 2].map(() => person.post(wrong, '#submit-code', { code })));
    expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [303, '/account'],
      [303, '/account'],
    ]);
    expect([await signsIn(email, password), await signsIn(next, password)]).toEqual([false, true]);
    const notices = () => mailroom.mails.filter((mail) => mail.email_address === email);
    await until(() => notices().length === 1);
    expect(notices()[0]?.personalisation.what).toContain('another email address');
    const changed = (await eventsOf(id)).filter((type) => type === 'identity.account.email_changed.v1');
    expect(changed).toHaveLength(1);
  });

  test('cannot be that of another account, which is told to nobody but its owner', async () => {
    const [{ email }, { email: taken }] = await Promise.all([anAccount(service), anAccount(service)]);
    const { person, page } = await onAccount(email, '/email');
    const asked = await person.submit(page, '#submit-address', { email: taken });
    expect(new URL(asked.url).pathname).toBe('/account/email/code');
    const refused = await person.submit(asked, '#submit-code', { code: await mailroom.code(taken) });
    expect(refused.status).toBe(409);
    expect(await signsIn(taken, password)).toBe(true);
  });
});

describe('an account that its owner deletes', () => {
  test('is gone with all that was kept, and nobody becomes the same subject again', async () => {
    const { account, form, party, person: other } = await aCode(service);
    const token = String((await service.call('POST', '/token', { form })).json.access_token);
    const { person, page } = await onAccount(account.email, '/delete');
    expect((await person.submit(page, '#submit-erase', { confirm: '' })).status).toBe(400);
    expect(await signsIn(account.email, password)).toBe(true);
    const gone = await person.submit(page, '#submit-erase', { confirm: 'yes' });
    expect(gone.document.querySelector('h1')?.text).toBe('Your account is deleted');
    expect((await service.call('GET', '/userinfo', { token })).status).toBe(401);
    expect((await other.open(party.start)).document.querySelector('#submit-password')).not.toBeNull();
    expect(await signsIn(account.email, password)).toBe(false);
    await until(async () => mailroom.mails.some((mail) => mail.email_address === account.email));

    expect((await eventsOf(account.id)).at(-1)).toBe('identity.account.erased.v1');
    await until(async () => (await service.pool.query('select from mail')).rowCount === 0);
    const tables = await service.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables.rows) {
      const { rows } = await service.pool.query(`select to_jsonb(one)::text as row from "${name}" one`);
      expect(rows.filter(({ row }) => row.includes(account.email))).toEqual([]);
      if (!['change_log', 'account_tombstone', 'audit_entry'].includes(name)) {
        expect([name, rows.filter(({ row }) => row.includes(account.id))]).toEqual([name, []]);
      }
    }
    const again = service.pool.query(
      `insert into account (id, email, password_hash, created_at, sequence) values ($1, 'x@service.example', '', now(), 1)`,
      [account.id],
    );
    await expect(again).rejects.toThrow('was erased');
    const anew = visitor(service.issuer);
    const client = await aClient(service);
    const start = (await beginSignIn(service, client)).start;
    const address = await anew.open(`${(await anew.open(start)).url}/create-account`);
    const asked = await anew.submit(address, '#submit-address', { email: account.email });
    const chosen = await anew.submit(asked, '#submit-code', { code: await mailroom.code(account.email) });
    await anew.submit(chosen, '#submit-new-password', { password: another });
    const { rows } = await service.pool.query('select id from account where email = $1', [account.email]);
    expect(rows).toHaveLength(1);
    expect(rows[0].id).not.toBe(account.id);
  });
});

test('a session has another id after each sign-in, so that one that was planted is worth nothing', async () => {
  const { email } = await anAccount(service);
  const { start } = await beginSignIn(service, await aClient(service));
  const { person } = await signInByForms(service, start, email);
  const ids = async () =>
    (
      await service.pool.query<{ id: string }>(`select id from engine_record where kind = 'Session'`)
    ).rows.map(({ id }) => id);
  const before = await ids();
  const again = await person.open(
    (await beginSignIn(service, await aClient(service), { prompt: 'login' })).start,
  );
  await person.submit(again, '#submit-password', { email, password });
  const after = await ids();
  expect(after).toHaveLength(before.length);
  expect(after.filter((id) => !before.includes(id))).toHaveLength(1);
});
