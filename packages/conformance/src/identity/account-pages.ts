import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { Case } from '../suite.ts';
import { type Page, type Visitor, visitor } from '../visitor.ts';
import { anEmail, aPerson } from './made-up.ts';
import { hrefOf } from './no-telling.ts';
import { begin, call, type IdentitySubject, type Person, redeem, signIn, verified } from './subject.ts';

/** What people do with their own accounts, by pages that need no script. */
export const accountPageCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'sign-up',
    name: 'a newcomer proves an address by a code, chooses a password and is signed in',
    async run(subject) {
      const person = { email: anEmail(), password: 'four rather unlikely words' };
      const { browser, page, begun } = await proveAddress(subject, person.email, '#create-account');
      const refused = await browser.submit(page, '#submit-new-password', { password: 'password1' });
      assert.equal(refused.status, 400, 'a password that everybody tries first is taken');
      const next = await browser.submit(refused, '#submit-new-password', { password: person.password });
      const claims = await claimsOf(subject, begun, browser, await agreed(browser, next));
      const again = await signIn(subject, begin(subject), person);
      const { id_token: token } = (await redeem(subject, again)).json as { id_token: string };
      assert.equal((await verified(subject, token)).sub, claims.sub, 'it is somebody else the next time');
    },
  },
  {
    section: 'sign-up',
    name: 'a wrong code proves nothing, and the right one nothing to another browser',
    async run(subject) {
      const email = anEmail();
      const [one, other] = [await askCode(subject, email, '#create-account'), visitor(subject.baseUrl)];
      const code = await codeOf(subject, email);
      const wrong = code === '000000' ? '000001' : '000000';
      const again = await one.browser.submit(one.page, '#submit-code', { code: wrong });
      assert.equal(again.status, 400);
      const { status } = await other.post(one.page, '#submit-code', { code });
      assert.ok(status >= 400 && status < 500, `another browser was answered ${status}`);
      const right = await one.browser.submit(again, '#submit-code', { code });
      assert.ok(right.document.querySelector('#submit-new-password'));
    },
  },
  {
    section: 'recovery',
    name: 'a forgotten password is replaced by whoever reads the mail, and what was signed in ends',
    async run(subject) {
      const owner = await aPerson(subject);
      const before = await signIn(subject, begin(subject), owner);
      const { access_token: token } = (await redeem(subject, before)).json as { access_token: string };
      const { browser, page } = await proveAddress(subject, owner.email, '#forgotten-password');
      const password = 'five other rather unlikely words';
      await agreed(browser, await browser.submit(page, '#submit-new-password', { password }));
      const headers = { authorization: `Bearer ${token}` };
      assert.equal((await call(subject, 'getUserInfo', '/userinfo', { headers })).status, 401);
      const silent = await before.visitor.open(begin(subject, { prompt: 'none' }).start);
      assert.equal(new URL(silent.url).searchParams.get('error'), 'login_required', 'the session goes on');
      const old = await tryPassword(subject, owner);
      assert.ok(old.document.querySelector('#submit-password'), 'the old password works');
      await signIn(subject, begin(subject), { email: owner.email, password });
    },
  },
  {
    section: 'step-up',
    name: 'who is asked for two factors sets the second one up, and is asked for it from then on',
    async run(subject) {
      const owner = await aPerson(subject);
      const begun = begin(subject, { acr_values: twoFactors });
      const browser = visitor(subject.baseUrl);
      const form = await browser.open(begun.start);
      const asked = await browser.submit(form, '#submit-password', { ...owner });
      const secret = asked.document.querySelector('#secret')?.text.replaceAll(' ', '');
      assert.ok(secret, 'no second factor is set up');
      const codes = await browser.submit(asked, '#submit-authenticator', { code: oneTimeCode(secret) });
      const next = await browser.open(hrefOf(codes, '#continue'));
      const claims = await claimsOf(subject, begun, browser, await agreed(browser, next));
      assert.equal(claims.acr, twoFactors);
      const other = await tryPassword(subject, owner);
      assert.ok(other.document.querySelector('#submit-second-factor'), 'the password alone signs in');
    },
  },
  {
    section: 'account area',
    name: 'a person sees the own account, signs out there, and is signed out everywhere in that browser',
    async run(subject) {
      const owner = await aPerson(subject);
      const { visitor: browser } = await signIn(subject, begin(subject), owner);
      const account = await browser.open(`${subject.baseUrl}/account`);
      assert.ok(account.document.text.includes(owner.email), 'the account is not shown');
      const asked = await browser.open(hrefOf(account, '#sign-out'));
      await browser.submit(asked, '#submit-logout', { logout: 'yes' });
      const silent = await browser.open(begin(subject, { prompt: 'none' }).start);
      assert.equal(new URL(silent.url).searchParams.get('error'), 'login_required');
      const shown = await browser.open(`${subject.baseUrl}/account`);
      assert.ok(shown.document.querySelector('#submit-password'), 'the account is shown to whoever comes');
    },
  },
];

const twoFactors = 'urn:ashlar:acr:Cl.Cm';

async function askCode(subject: IdentitySubject, email: string, link: string) {
  const browser = visitor(subject.baseUrl);
  const begun = begin(subject);
  const address = await browser.open(hrefOf(await browser.open(begun.start), link));
  return { browser, begun, page: await browser.submit(address, '#submit-address', { email }) };
}

async function proveAddress(subject: IdentitySubject, email: string, link: string) {
  const { browser, begun, page } = await askCode(subject, email, link);
  const code = await codeOf(subject, email);
  return { browser, begun, page: await browser.submit(page, '#submit-code', { code }) };
}

function codeOf(subject: IdentitySubject, email: string): Promise<string> {
  assert.ok(subject.codeTo, 'codes have to be readable');
  return subject.codeTo(email, 1);
}

async function tryPassword(subject: IdentitySubject, person: Person): Promise<Page> {
  const browser = visitor(subject.baseUrl);
  return browser.submit(await browser.open(begin(subject).start), '#submit-password', { ...person });
}

/** Agrees to whatever is asked on the way. */
async function agreed(browser: Visitor, page: Page): Promise<Page> {
  const next = page.document.querySelector('#no-passkey') ? await browser.submit(page, '#no-passkey') : page;
  return next.document.querySelector('#submit-consent') ? browser.submit(next, '#submit-consent') : next;
}

async function claimsOf(
  subject: IdentitySubject,
  begun: ReturnType<typeof begin>,
  browser: Visitor,
  { url }: Page,
): Promise<Record<string, unknown>> {
  const back = new URL(url);
  const code = back.searchParams.get('code');
  assert.ok(code, `no code: the sign-in ended at ${back.origin}${back.pathname}`);
  const answer = await redeem(subject, { ...begun, visitor: browser, back, code });
  return verified(subject, (answer.json as { id_token: string }).id_token);
}

/** RFC 6238 with the usual 30 seconds and six digits; the secret is Base32 (RFC 4648 section 6). */
function oneTimeCode(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
