import { randomUUID } from 'node:crypto';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWorkers } from '../src/workers.ts';
import {
  aClient,
  aCode,
  anAccount,
  beginSignIn,
  type MadeClient,
  password,
  type Service,
  signInByForms,
  startService,
} from './fixtures.ts';
import { type Mailroom, startMailroom } from './mailroom.ts';

let mailroom: Mailroom;
let service: Service;
let client: MadeClient;

beforeAll(async () => {
  mailroom = await startMailroom();
  service = await startService({
    env: { MESSAGING_FILE: mailroom.file, SIGN_INS_PER_ADDRESS: '10000', SIGN_INS_PER_ACCOUNT: '3' },
  });
  client = await aClient(service);
});

afterAll(async () => {
  await service?.end();
  await mailroom?.end();
});

const another = 'three unlikely words';

function anEmail(): string {
  return `person-${randomUUID()}@service.example`;
}

/** A browser on the page where it is asked for the code. */
async function atCode(email: string, link = '#create-account') {
  const person = visitor(service.issuer);
  const { start } = await beginSignIn(service, client);
  const first = await person.open(start);
  const page = await person.open(hrefOf(first, link));
  return { person, page: await person.submit(page, '#submit-address', { email }) };
}

/** The same with the address confirmed. */
async function atPassword(email: string, link?: string) {
  const { person, page } = await atCode(email, link);
  const code = await mailroom.code(email);
  return { person, page: await person.submit(page, '#submit-code', { code }) };
}

function hrefOf(page: Page, link: string): string {
  return new URL(page.document.querySelector(link)?.getAttribute('href') ?? '', page.url).href;
}

function problemOf(page: { document: Page['document'] }): string {
  return page.document.querySelector('.govuk-error-summary li')?.text.trim() ?? '';
}

async function subjectOf(back: URL, party: Awaited<ReturnType<typeof beginSignIn>>): Promise<string> {
  const form = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    code_verifier: party.verifier,
    redirect_uri: 'http://127.0.0.1:9/callback',
    client_id: client.id,
    client_secret: client.secret,
  };
  const { json } = await service.call('POST', '/token', { form });
  return JSON.parse(Buffer.from(String(json.id_token).split('.')[1] ?? '', 'base64url').toString()).sub;
}

async function signsIn(email: string, with_: string): Promise<boolean> {
  const person = visitor(service.issuer);
  const page = await person.open((await beginSignIn(service, client)).start);
  return (await person.post(page, '#submit-password', { email, password: with_ })).status === 303;
}

async function accountsOf(email: string): Promise<{ id: string }[]> {
  return (await service.pool.query<{ id: string }>('select id from account where email = $1', [email])).rows;
}

describe('creating an account', () => {
  test('proves the address, takes a password, and goes on with the sign-in', async () => {
    const email = anEmail();
    const party = await beginSignIn(service, client);
    const person = visitor(service.issuer);
    const address = await person.open(hrefOf(await person.open(party.start), '#create-account'));
    const asked = await person.submit(address, '#submit-address', { email: ` ${email.toUpperCase()} ` });
    const chosen = await person.submit(asked, '#submit-code', { code: ` ${await mailroom.code(email)}` });
    const consent = await person.submit(chosen, '#submit-new-password', { password: another });
    const back = new URL((await person.submit(consent, '#submit-consent')).url);
    const [account] = await accountsOf(email);
    expect(await subjectOf(back, party)).toBe(account?.id);
    const { rows } = await service.pool.query('select type, data from change_log where aggregate = $1', [
      account?.id,
    ]);
    const started = { account_id: account?.id, client_id: client.id, methods: ['pwd'] };
    expect(rows).toEqual([
      { type: 'identity.account.created.v1', data: { account_id: account?.id } },
      { type: 'identity.session.started.v1', data: started },
    ]);
    expect(await signsIn(email, another)).toBe(true);
  });

  test.each([
    ['short', 'at least 8 characters'],
    ['Password1', 'one of those that are tried first'],
    ['qwertyuiop', 'one of those that are tried first'],
    ['x'.repeat(201), '200 characters or fewer'],
  ])('refuses the password %s', async (chosen, told) => {
    const { person, page } = await atPassword(anEmail());
    const refused = await person.submit(page, '#submit-new-password', { password: chosen });
    expect([refused.status, problemOf(refused)]).toEqual([400, expect.stringContaining(told)]);
    expect((await person.submit(refused, '#submit-new-password', { password: another })).status).toBe(200);
  });

  test('refuses the address as password, and what is no address', async () => {
    const email = anEmail();
    const { person, page } = await atPassword(email);
    const refused = await person.submit(page, '#submit-new-password', { password: email.toUpperCase() });
    expect(problemOf(refused)).toBe('Your password must not be your email address');
    for (const wrong of ['', 'x', 'x@y', 'a b@service.example', `${'x'.repeat(250)}@service.example`]) {
      expect((await atCode(wrong)).page.status).toBe(400);
    }
  });

  test('of two who confirm one code at once both go on, and of two passwords at once one is stored', async () => {
    const email = anEmail();
    const { person, page } = await atCode(email);
    const code = await mailroom.code(email);
    const codes = [1, 2, 3].map(() => person.post(page, '#submit-code', { code }));
    const answers = await Promise.all(codes);
    for (const { status, headers } of answers) {
      expect([status, headers.get('location')]).toEqual([303, expect.stringMatching(/\/new-password$/)]);
    }
    const form = await person.open(new URL(answers[0]?.headers.get('location') ?? '', page.url).href);
    const chosen = [1, 2, 3].map((n) =>
      person.post(form, '#submit-new-password', { password: `${another} ${n}` }),
    );
    expect((await Promise.all(chosen)).map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await accountsOf(email)).toHaveLength(1);
    const works = await Promise.all([1, 2, 3].map((n) => signsIn(email, `${another} ${n}`)));
    expect(works.filter((one) => one)).toHaveLength(1);
  });

  test('by two browsers with one address at once makes one account', async () => {
    const email = anEmail();
    const first = await atPassword(email);
    const second = await atCode(email);
    const code = await mailroom.code(email, 2);
    const page = await second.person.submit(second.page, '#submit-code', { code });
    const answers = await Promise.all([
      first.person.post(first.page, '#submit-new-password', { password: `${another} 1` }),
      second.person.post(page, '#submit-new-password', { password: `${another} 2` }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await accountsOf(email)).toHaveLength(1);
  });
});

describe('a code', () => {
  test('of another browser is worth nothing', async () => {
    const email = anEmail();
    await atCode(email);
    const code = await mailroom.code(email);
    const other = await atCode(email);
    await mailroom.code(email, 2);
    expect((await other.person.submit(other.page, '#submit-code', { code })).status).toBe(400);
  });

  test('is wrong six times at most, however many come at once, and then the address is locked', async () => {
    const email = anEmail();
    const { person, page } = await atCode(email);
    const code = await mailroom.code(email);
    const wrong = code === '000000' ? '000001' : '000000';
    const tries = Array.from({ length: 12 }, () => person.post(page, '#submit-code', { code: wrong }));
    const answers = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(answers).toEqual([...Array(5).fill(400), ...Array(7).fill(429)]);
    expect((await person.submit(page, '#submit-code', { code })).status).toBe(429);
    expect((await atCode(email)).page.status).toBe(429);
  });

  test('that is sent again replaces the one before, and not without end', async () => {
    const email = anEmail();
    const { person, page } = await atCode(email);
    const first = await mailroom.code(email);
    const again = await person.submit(page, '#send-again');
    const second = await mailroom.code(email, 2);
    if (first !== second)
      expect((await person.submit(again, '#submit-code', { code: first })).status).toBe(400);
    for (const _more of [3, 4, 5, 6]) expect((await person.submit(page, '#send-again')).status).toBe(200);
    expect((await person.submit(page, '#send-again')).status).toBe(429);
  });

  test('is kept by nobody who reads the database', async () => {
    const email = anEmail();
    await atCode(email);
    const { rows } = await service.pool.query(
      `select (select string_agg(to_jsonb(email_proof)::text, '') from email_proof) || (select coalesce(string_agg(to_jsonb(mail)::text, ''), '') from mail) as all`,
    );
    expect(rows[0].all).toContain('holder');
    expect(rows[0].all).not.toContain(email);
    expect(Buffer.from(rows[0].all).toString('latin1')).not.toContain(Buffer.from(email).toString('hex'));
  });
});

describe('whether there is an account', () => {
  test('is not told by what sign-up, recovery and their codes answer', async () => {
    const { email: known } = await anAccount(service);
    const unknown = anEmail();
    for (const link of ['#create-account', '#forgotten-password']) {
      const seen = [];
      for (const email of [known, unknown]) {
        const { person, page } = await atCode(email, link);
        const wrong = await person.post(page, '#submit-code', { code: 'none' });
        const text = [page.document.toString(), wrong.text].map((html) =>
          html.replaceAll(email, '').replaceAll(/\/sign-in\/[\w-]+|value="[\w-]*"/g, ''),
        );
        seen.push([page.status, wrong.status, ...text]);
      }
      expect(seen[0]).toEqual(seen[1]);
    }
    for (const email of [known, unknown]) await mailroom.code(email, 2);
    const sent = mailroom.mails.filter(({ email_address = '' }) => [known, unknown].includes(email_address));
    expect(sent.map(({ template_id }) => template_id)).toEqual(Array(4).fill('code-en'));
  });

  test('is not told by how long they take', async () => {
    const { email: known } = await anAccount(service);
    const person = visitor(service.issuer);
    const page = await person.open((await beginSignIn(service, client)).start);
    // Turn about, and the shortest of many: what else the machine does falls on both.
    const emails = [known, anEmail()];
    const shortest = emails.map(() => Number.POSITIVE_INFINITY);
    for (const attempt of Array(24).keys()) {
      const at = attempt % 2;
      await service.pool.query('delete from sign_in_attempt');
      const began = performance.now();
      await person.post(page, '#submit-password', { email: emails[at], password: 'not the password' });
      shortest[at] = Math.min(shortest[at] ?? 0, performance.now() - began);
    }
    const [one = 0, other = 0] = shortest;
    expect(Math.max(one, other) / Math.min(one, other)).toBeLessThan(3);
  });
});

describe('a forgotten password', () => {
  test('is replaced by whoever reads the mail, and every session and token of the account ends', async () => {
    const { account, party, form, person } = await aCode(service);
    const tokens = await service.call('POST', '/token', { form });
    const token = String(tokens.json.access_token);
    const { person: owner, page } = await atPassword(account.email, '#forgotten-password');
    expect((await service.call('GET', '/userinfo', { token })).status).toBe(200);
    const consent = await owner.submit(page, '#submit-new-password', { password: another });
    expect(new URL((await owner.submit(consent, '#submit-consent')).url).searchParams.get('code')).toMatch(
      /.{20}/,
    );
    expect((await service.call('GET', '/userinfo', { token })).status).toBe(401);
    const old = await person.open(party.start);
    expect(old.document.querySelector('#submit-password')).not.toBeNull();
    expect([await signsIn(account.email, password), await signsIn(account.email, another)]).toEqual([
      false,
      true,
    ]);
    await until(async () =>
      mailroom.mails.some((mail) => mail.email_address === account.email && mail.template_id === 'notice-en'),
    );
    const { rows } = await service.pool.query(
      'select type from change_log where aggregate = $1 order by sequence',
      [account.id],
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'identity.account.created.v1',
      'identity.session.started.v1',
      'identity.account.password_changed.v1',
      'identity.session.started.v1',
      'identity.session.started.v1',
    ]);
  });

  test('of an address without an account makes one', async () => {
    const email = anEmail();
    const { person, page } = await atPassword(email, '#forgotten-password');
    await person.submit(page, '#submit-new-password', { password: another });
    expect(await signsIn(email, another)).toBe(true);
  });

  test('does not open an account that is disabled', async () => {
    const { email, id } = await anAccount(service);
    await service.pool.query('update account set disabled_at = now() where id = $1', [id]);
    const { person, page } = await atPassword(email, '#forgotten-password');
    const closed = await person.submit(page, '#submit-new-password', { password: another });
    expect([closed.status, closed.document.querySelector('h1')?.text]).toEqual([
      403,
      'This account is closed',
    ]);
  });
});

describe('mail', () => {
  test('waits while messaging is away or its key does not work, and arrives once', async () => {
    for (const status of [503, 403]) {
      mailroom.answer(status);
      const email = anEmail();
      const before = mailroom.asked();
      const { person, page } = await atCode(email);
      expect(page.document.querySelector('#submit-code')).not.toBeNull();
      await until(async () => mailroom.asked() > before, { what: 'a first try' });
      mailroom.answer(undefined);
      const code = await mailroom.code(email);
      expect((await person.submit(page, '#submit-code', { code })).url).toMatch(/new-password$/);
      expect(mailroom.mails.filter(({ email_address }) => email_address === email)).toHaveLength(1);
    }
    await until(async () => (await service.pool.query('select from mail')).rowCount === 0, {
      what: 'the mail to be forgotten',
    });
  });

  test('is stored with its code: a process that dies before it was sent leaves it to the next one', async () => {
    const first = await startService({ env: { MESSAGING_FILE: mailroom.file } });
    try {
      await first.workers.stop();
      const email = anEmail();
      const person = visitor(first.issuer);
      const page = await person.open((await beginSignIn(first, await aClient(first))).start);
      const address = await person.open(hrefOf(page, '#create-account'));
      const asked = await person.submit(address, '#submit-address', { email });
      expect(asked.document.querySelector('#submit-code')).not.toBeNull();
      // Two processes come up at once; each mail is taken by one.
      const others = [startWorkers(first.deps), startWorkers(first.deps)];
      const code = await mailroom.code(email);
      await until(async () => (await first.pool.query('select from mail')).rowCount === 0);
      await Promise.all(others.map((workers) => workers.stop()));
      expect(mailroom.mails.filter(({ email_address }) => email_address === email)).toHaveLength(1);
      expect((await person.submit(asked, '#submit-code', { code })).url).toMatch(/new-password$/);
    } finally {
      await first.end();
    }
  });

  test('that messaging refuses for good is given up', async () => {
    mailroom.answer(400);
    const email = anEmail();
    await atCode(email);
    await until(async () => (await service.pool.query('select from mail')).rowCount === 0);
    mailroom.answer(undefined);
    expect(mailroom.mails.some(({ email_address }) => email_address === email)).toBe(false);
  });
});

test('strangers who fail with an address lock it for them, and not on a device where its owner signed in before', async () => {
  const { email } = await anAccount(service);
  const { start } = await beginSignIn(service, client);
  const { person: owner } = await signInByForms(service, start, email);
  const fail = async (person: Visitor) => {
    const page = await person.open((await beginSignIn(service, client, { prompt: 'login' })).start);
    return (await person.post(page, '#submit-password', { email, password: 'not the password' })).status;
  };
  for (const expected of [400, 400, 400, 429]) expect(await fail(visitor(service.issuer))).toBe(expected);
  const page = await owner.open((await beginSignIn(service, client, { prompt: 'login' })).start);
  expect((await owner.post(page, '#submit-password', { email, password })).status).toBe(303);
  for (const expected of [400, 400, 400, 429]) expect(await fail(owner)).toBe(expected);
});

test('where no messaging is configured nothing is offered that needs it', async () => {
  const bare = await startService();
  try {
    const person = visitor(bare.issuer);
    const { start } = await beginSignIn(bare, await aClient(bare));
    const page = await person.open(start);
    expect(page.document.querySelector('#submit-password')).not.toBeNull();
    expect(page.document.querySelector('#create-account')).toBeNull();
    for (const below of ['create-account', 'forgotten-password', 'code', 'new-password']) {
      const shown = await person.open(`${page.url}/${below}`);
      expect(shown.document.querySelector('#submit-password')).not.toBeNull();
    }
  } finally {
    await bare.end();
  }
});
