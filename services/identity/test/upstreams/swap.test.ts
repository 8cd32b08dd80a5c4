import { randomUUID } from 'node:crypto';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { aClient, beginSignIn, type MadeClient, operatorToken } from '../fixtures.ts';
import {
  aParty,
  begin,
  finish,
  type Party,
  startTwoIssuers,
  type TwoIssuers,
} from '../one-login/fixtures.ts';
import { change, enter, leave, register, returnsOf, startUpstream, type UpstreamParty } from './upstream.ts';

let service: TwoIssuers;
let before: UpstreamParty;
let after: UpstreamParty;
let parties: MadeClient[];
let oneLogin: Party[];

/** People, each with another `sub` at each provider. */
const people = Array.from({ length: 4 }, () => ({ a: `a-${randomUUID()}`, b: `b-${randomUUID()}` }));

beforeAll(async () => {
  service = await startTwoIssuers({ CLIENT_INSECURE_TARGETS: 'true', PROOFING_PROVIDER: 'none' });
  [before, after] = (await Promise.all(
    ['before', 'after'].map((id) => startUpstream(returnsOf(service, id))),
  )) as [UpstreamParty, UpstreamParty];
  for (const { a, b } of people) {
    before.people.set(a, { email: `${a}@elsewhere.example`, email_verified: true });
    after.people.set(b, { email: `${b}@other.example`, email_verified: true });
  }
  await register(service, 'before', before);
  await register(service, 'after', after, { state: 'disabled' });
  parties = [await aClient(service), await aClient(service)];
  oneLogin = await Promise.all(
    ['one.example', 'two.example'].map((sector_identifier) =>
      aParty(service, { one_login: { sector_identifier } }),
    ),
  );
});

afterAll(async () => {
  await service?.end();
  await before?.end();
  await after?.end();
});

/** A sign-in under way at a provider: its person can come back at any time. */
interface UnderWay {
  comeBack(): Promise<string>;
}

/** Begins a sign-in of a person at a party of the standard issuer, as far as the provider's page. */
async function beginAt(client: MadeClient, provider: 'before' | 'after', sub: string): Promise<UnderWay> {
  const party = await beginSignIn(service, client);
  const person = visitor(service.issuer);
  const address = await leave(person, await person.open(party.start), `#upstream-${provider}`);
  return {
    async comeBack() {
      const page = await welcomed(person, await person.open(await enter(address, sub)));
      const back = await person.submit(page, '#submit-consent');
      const tokens = await oidc.authorizationCodeGrant(party.config, new URL(back.url), {
        pkceCodeVerifier: party.verifier,
        expectedState: 'a-state',
      });
      return String(tokens.claims()?.sub);
    },
  };
}

/** The same at a party of the One Login issuer, which knows people by its sector. */
async function beginAtOneLogin(party: Party, provider: string, sub: string): Promise<UnderWay> {
  const begun = await begin(party, 'Cl');
  const person = visitor(service.oneLogin);
  const address = await leave(person, await person.open(begun.start), `#upstream-${provider}`);
  return {
    async comeBack() {
      const back = await welcomed(person, await person.open(await enter(address, sub)));
      const { claims, told } = await finish(party, begun, new URL(back.url));
      expect(told.sub).toBe(claims.sub);
      return claims.sub;
    },
  };
}

/** Whoever comes for the first time creates an account. */
async function welcomed(person: Visitor, page: Page): Promise<Page> {
  const isNew = page.document.querySelector('#create-linked-account') !== null;
  return isNew ? person.submit(page, '#create-linked-account') : page;
}

/** What every party knows the person by. */
async function subsOf({ a, b }: { a: string; b: string }, provider: 'before' | 'after'): Promise<string[]> {
  const sub = provider === 'before' ? a : b;
  const subs: string[] = [];
  for (const client of parties) subs.push(await (await beginAt(client, provider, sub)).comeBack());
  for (const party of oneLogin) subs.push(await (await beginAtOneLogin(party, provider, sub)).comeBack());
  return subs;
}

async function importLinks(links: readonly object[]) {
  const token = await operatorToken(service);
  return (await service.call('PATCH', '/ashlar/v1/upstreams/after/links', { token, json: { links } })).json;
}

test('another provider takes over while people sign in, and every party knows everybody by the same sub', async () => {
  const known = await Promise.all(people.map((person) => subsOf(person, 'before')));
  for (const subs of known) {
    // The standard issuer's parties share a name, those of two sectors have one each, and none is a provider's.
    expect(new Set(subs).size).toBe(3);
    expect(people.some(({ a, b }) => subs.some((sub) => sub.includes(a) || sub.includes(b)))).toBe(false);
  }

  // Sign-ins are at the old provider's page when it is swapped.
  const underWay = await Promise.all(
    people.flatMap(({ a }, index) => [
      beginAt(parties[0] as MadeClient, 'before', a).then((visit) => ({ visit, sub: known[index]?.[0] })),
      beginAtOneLogin(oneLogin[0] as Party, 'before', a).then((visit) => ({ visit, sub: known[index]?.[2] })),
    ]),
  );
  const links = people.map(({ a, b }) => ({ subject: b, before: { upstream_id: 'before', subject: a } }));
  expect(await importLinks(links)).toEqual({ linked: people.length, unchanged: 0, refused: [] });

  const steady = { stop: false };
  const traffic = people.map(async (person, index) => {
    const seen: (string | undefined)[] = [];
    while (!steady.stop) {
      const page = await visitor(service.issuer).open(
        (await beginSignIn(service, parties[1] as MadeClient)).start,
      );
      const offered = ['before', 'after'].filter((id) => page.document.querySelector(`#upstream-${id}`));
      expect(offered.length).toBeGreaterThan(0);
      const provider = offered.includes('after') ? 'after' : 'before';
      try {
        const sub = provider === 'after' ? person.b : person.a;
        seen.push(await (await beginAt(parties[1] as MadeClient, provider, sub)).comeBack());
      } catch (error) {
        // The page was read before the swap and the way taken after it: the person is back at the sign-in page.
        if (!String(error).includes('no #upstream-before')) throw error;
      }
    }
    return { seen, sub: known[index]?.[1] };
  });
  await change(service, 'after', { state: 'enabled' });
  await change(service, 'before', { state: 'closing' });
  for (const { visit, sub } of underWay) expect(await visit.comeBack()).toBe(sub);
  steady.stop = true;
  for (const { seen, sub } of await Promise.all(traffic)) {
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set([sub]));
  }

  await change(service, 'before', { state: 'disabled' });
  const now = await Promise.all(people.map((person) => subsOf(person, 'after')));
  expect(now).toEqual(known);
  const { rows } = await service.pool.query('select count(*)::integer as count from account');
  expect(rows[0].count).toBe(people.length);
}, 60_000);

test('an import can be sent again, and names what it cannot link', async () => {
  const [first, second] = people;
  if (!first || !second) throw new Error('people were expected');
  const links = people.map(({ a, b }) => ({ subject: b, before: { upstream_id: 'before', subject: a } }));
  expect(await importLinks(links)).toEqual({ linked: 0, unchanged: people.length, refused: [] });
  const refused = await importLinks([
    { subject: 'nobody', before: { upstream_id: 'before', subject: 'unknown' } },
    { subject: 'nobody', account_id: randomUUID() },
    { subject: first.b, before: { upstream_id: 'before', subject: second.a } },
    { subject: 'another-sub', before: { upstream_id: 'before', subject: first.a } },
  ]);
  expect(refused).toEqual({
    linked: 0,
    unchanged: 0,
    refused: [
      { index: 0, reason: 'unknown_account' },
      { index: 1, reason: 'unknown_account' },
      { index: 2, reason: 'subject_taken' },
      { index: 3, reason: 'account_linked' },
    ],
  });
});
