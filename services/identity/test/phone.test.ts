import { readFile, writeFile } from 'node:fs/promises';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { aClient, anAccount, beginSignIn, password, type Service, signInByForms } from './fixtures.ts';
import { type Mailroom, startMailroom } from './mailroom.ts';
import { aParty, begin, finish, signIn, startTwoIssuers, type TwoIssuers } from './one-login/fixtures.ts';

let mailroom: Mailroom;
let service: TwoIssuers;

beforeAll(async () => {
  mailroom = await startMailroom();
  service = await startTwoIssuers({ MESSAGING_FILE: mailroom.file, PROOFING_PROVIDER: 'none' });
});

afterAll(async () => {
  await service?.end();
  await mailroom?.end();
});

let numbers = 100;

/** A number that nobody has (Ofcom keeps them for drama), as a person types it, and as it is kept. */
function aNumber() {
  numbers += 1;
  return { typed: `07700 900${numbers}`, kept: `+447700900${numbers}` };
}

async function onPhone(email: string): Promise<{ person: Visitor; page: Page }> {
  const person = visitor(service.issuer);
  const page = await person.open(`${service.issuer}/account/phone`);
  return { person, page: await person.submit(page, '#submit-password', { email, password }) };
}

/** A person who has proven a number. */
async function withPhone() {
  const account = await anAccount(service);
  const number = aNumber();
  const { person, page } = await onPhone(account.email);
  const asked = await person.submit(page, '#submit-phone', { phone: number.typed });
  const done = await person.submit(asked, '#submit-code', { code: await mailroom.code(number.kept) });
  return { account, number, person, asked, done };
}

const textOf = (page: Page) => page.document.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';

async function phoneOf({ id }: { id: string }): Promise<string | null> {
  const { rows } = await service.pool.query('select phone from account where id = $1', [id]);
  return rows[0].phone;
}

async function eventsOf(account: { id: string }, of: Service = service): Promise<string[]> {
  const { rows } = await of.pool.query('select type from change_log where aggregate = $1 order by sequence', [
    account.id,
  ]);
  return rows.map(({ type }) => type);
}

test('a person proves a number by a code in a text message, and the e-mail address hears of it', async () => {
  const { account, number, asked, done } = await withPhone();
  expect(textOf(asked)).toContain(number.kept);
  expect(new URL(done.url).pathname).toBe('/account');
  expect(textOf(done)).toContain(number.kept);
  expect(await phoneOf(account)).toBe(number.kept);
  const text = mailroom.mails.find(({ phone_number }) => phone_number === number.kept);
  expect([text?.template_id, text?.email_address]).toEqual(['text-en', undefined]);
  await until(async () => mailroom.mails.some(({ email_address }) => email_address === account.email));
  expect(await eventsOf(account)).toContain('identity.account.phone_changed.v1');
  const { rows } = await service.pool.query('select data::text as data from change_log');
  expect(rows.filter(({ data }) => data.includes(number.kept))).toEqual([]);
});

test('no number, a wrong code and a code of before change nothing', async () => {
  const account = await anAccount(service);
  const { person, page } = await onPhone(account.email);
  for (const phone of ['', '12', 'my phone', '+44 7700 900123 x 7', '+999 1234567']) {
    const refused = await person.submit(page, '#submit-phone', { phone });
    expect([phone, refused.status, textOf(refused).includes('Enter a phone number')]).toEqual([
      phone,
      400,
      true,
    ]);
  }
  const number = aNumber();
  const asked = await person.submit(page, '#submit-phone', { phone: number.typed });
  const first = await mailroom.code(number.kept);
  const again = await person.submit(page, '#submit-phone', { phone: number.typed });
  const second = await mailroom.code(number.kept, 2);
  for (const code of ['', '000000', first].filter((one) => one !== second)) {
    expect((await person.submit(again, '#submit-code', { code })).status).toBe(400);
  }
  expect(await phoneOf(account)).toBeNull();
  await person.submit(asked, '#submit-code', { code: second });
  expect(await phoneOf(account)).toBe(number.kept);
});

test('codes are not tried out: the sixth wrong one locks the number, also for the right one', async () => {
  const { person, page } = await onPhone((await anAccount(service)).email);
  const number = aNumber();
  const asked = await person.submit(page, '#submit-phone', { phone: number.typed });
  const right = await mailroom.code(number.kept);
  const wrong = right === '000000' ? '111111' : '000000';
  const statuses = [];
  for (let tries = 0; tries < 6; tries += 1) {
    statuses.push((await person.submit(asked, '#submit-code', { code: wrong })).status);
  }
  expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
  expect((await person.submit(asked, '#submit-code', { code: right })).status).toBe(429);
});

test('a number is changed and removed, from this account’s pages only', async () => {
  const { account, number, person, done } = await withPhone();
  const next = aNumber();
  const form = await person.open(`${service.issuer}/account/phone`);
  const asked = await person.submit(form, '#submit-phone', { phone: next.kept });
  const changed = await person.submit(asked, '#submit-code', { code: await mailroom.code(next.kept) });
  expect([await phoneOf(account), textOf(changed).includes(number.kept)]).toEqual([next.kept, false]);
  expect((await person.post(done, '#remove-phone', { csrfToken: 'forged' })).status).toBe(403);
  expect(await phoneOf(account)).toBe(next.kept);
  const removed = await person.submit(changed, '#remove-phone');
  expect(removed.document.querySelector('#remove-phone')).toBeNull();
  expect(await phoneOf(account)).toBeNull();
  expect((await eventsOf(account)).at(-1)).toBe('identity.account.phone_removed.v1');
});

test('clients of both issuers are told it by the scope phone, and nothing where there is none', async () => {
  const { account, number } = await withPhone();
  const client = await aClient(service);
  const party = await beginSignIn(service, client, { scope: 'openid phone' });
  const { back } = await signInByForms(service, party.start, account.email);
  const tokens = await oidc.authorizationCodeGrant(party.config, back, {
    pkceCodeVerifier: party.verifier,
    expectedState: 'a-state',
  });
  const told = await oidc.fetchUserInfo(party.config, tokens.access_token, account.id);
  expect(told).toEqual({ sub: account.id, phone_number: number.kept, phone_number_verified: true });

  for (const [person, expected] of [
    [account, [number.kept, true]],
    [await anAccount(service), [undefined, undefined]],
  ] as const) {
    const relying = await aParty(service);
    const begun = await begin(relying, 'Cl', { scope: 'openid phone' });
    const { page } = await signIn(service, begun.start, person.email);
    const { told: heard } = await finish(relying, begun, new URL(page.url));
    expect([heard.phone_number, heard.phone_number_verified]).toEqual(expected);
  }
});

test('where messaging has no template for it, nobody is offered to add a number', async () => {
  const before = await readFile(mailroom.file, 'utf8');
  const { templates, ...rest } = JSON.parse(before);
  const { phone_code: _none, ...others } = templates;
  await writeFile(mailroom.file, JSON.stringify({ ...rest, templates: others }));
  try {
    const { page } = await onPhone((await anAccount(service)).email);
    expect([new URL(page.url).pathname, page.document.querySelector('#change-phone')]).toEqual([
      '/account',
      null,
    ]);
  } finally {
    await writeFile(mailroom.file, before);
  }
});
