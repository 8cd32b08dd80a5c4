import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProofingProvider } from '../../src/domain/proofing.ts';
import { returnCodes } from '../../src/providers/proofing/sandbox.ts';
import { tokens } from '../../src/wiring.ts';
import { anAccount } from '../fixtures.ts';
import {
  aParty,
  begin,
  finish,
  type Party,
  signIn,
  startTwoIssuers,
  type TwoIssuers,
  userinfo,
  vocabulary,
} from './fixtures.ts';

let service: TwoIssuers;
let party: Party;

beforeAll(async () => {
  service = await startTwoIssuers();
  party = await aParty(service);
});

afterAll(() => service?.end());

/** Signs a new person in, and has the tester choose what comes of the proofing. */
async function prove(outcome: string, extra: Record<string, string> = {}, vtr = 'Cl.Cm.P2') {
  const begun = await begin(party, vtr, extra);
  const { person, page } = await signIn(service, begun.start, (await anAccount(service)).email);
  const proven = await person.submit(page, '#submit-identity', { outcome });
  return { begun, person, back: new URL(proven.url), asked: page };
}

const withoutCodes = { claims: userinfo([vocabulary.coreIdentity]) };

describe('an identity that is not proven', () => {
  test.each(returnCodes)('is told by code %s to whoever asked for codes', async (code) => {
    const { begun, back } = await prove(`code-${code}`);
    const { told } = await finish(party, begun, back);
    expect(told[vocabulary.returnCode]).toEqual([{ code }]);
    expect(told).not.toHaveProperty([vocabulary.coreIdentity]);
  });

  test('is access_denied to whoever did not', async () => {
    const { back } = await prove('code-A', withoutCodes);
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('error_description')).toBe(
      'Access denied by resource owner or authorization server',
    );
  });

  test('can be asked for again in the same session', async () => {
    const { begun, back, person } = await prove('code-A');
    await finish(party, begun, back);
    const again = await begin(party, 'Cl.Cm.P2');
    const page = await person.open(again.start);
    const proven = await person.submit(page, '#submit-identity', { outcome: 'P2' });
    const { told } = await finish(party, again, new URL(proven.url));
    expect(told).toHaveProperty([vocabulary.coreIdentity]);
  });
});

test.each([
  ['denied', 'access_denied'],
  ['unavailable', 'temporarily_unavailable'],
  ['P1', 'access_denied'],
])('the outcome %s is %s where P2 was asked for', async (outcome, error) => {
  const { back, begun } = await prove(outcome);
  expect(back.searchParams.get('error')).toBe(error);
  expect(back.searchParams.get('state')).toBe(begun.state);
});

test('more than was asked for is enough, and told as what it is', async () => {
  const { begun, back } = await prove('P2', {}, 'Cl.Cm.P1');
  const { told } = await finish(party, begun, back);
  const [, body = ''] = String(told[vocabulary.coreIdentity]).split('.');
  expect(JSON.parse(Buffer.from(body, 'base64url').toString()).vot).toBe('P2');
});

test('a form without a choice shows the page again, in the person’s language', async () => {
  const begun = await begin(party, 'Cl.Cm.P2', { ui_locales: 'cy' });
  const { person, page } = await signIn(service, begun.start, (await anAccount(service)).email);
  const again = await person.post(page, '#submit-identity', { outcome: '' });
  expect(again.status).toBe(400);
  expect(again.text).toContain('Dewiswch beth ddaw ohono');
});

test('who a person is, is kept sealed and ends with the session', async () => {
  await prove('P2');
  const { rows } = await service.pool.query(
    `select sealed, account, expires_at < now() + interval '1 hour 1 minute' as ends from engine_record where kind = 'ProofingOutcome'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { sealed, account, ends } of rows) {
    expect([sealed.includes('Stonemason'), typeof account, ends]).toEqual([false, 'string', true]);
  }
});

test('a provider of its own address is gone to, and what comes back from there counts', async () => {
  const asked: unknown[] = [];
  const provider: ProofingProvider = {
    id: 'elsewhere',
    async begin(ask) {
      asked.push(ask);
      const address = `https://proofing.example/?to=${encodeURIComponent(ask.returnTo)}`;
      return { kind: 'elsewhere', address };
    },
    finish: async (_ask, { done }) =>
      done === 'yes'
        ? { kind: 'proven', level: 'P2', person: { name: [], birthDate: [{ value: '1990-01-01' }] } }
        : { kind: 'denied' },
  };
  const other = await startTwoIssuers({}, (wiring) => wiring.value(tokens.proofing, provider));
  try {
    const theirs = await aParty(other);
    const begun = await begin(theirs, 'Cl.Cm.P2');
    const { person, page } = await signIn(other, begun.start, (await anAccount(other)).email);
    const there = new URL(page.url);
    expect(there.origin).toBe('https://proofing.example');
    expect(asked).toEqual([expect.objectContaining({ level: 'P2', language: 'en' })]);
    const back = await person.open(`${there.searchParams.get('to')}?done=yes`);
    const { told } = await finish(theirs, begun, new URL(back.url));
    expect(told).toHaveProperty([vocabulary.coreIdentity]);
  } finally {
    await other.end();
  }
});

test('without a provider nobody’s identity can be asked for now', async () => {
  const other = await startTwoIssuers({ PROOFING_PROVIDER: 'none' });
  try {
    const { start, state } = await begin(await aParty(other), 'Cl.Cm.P2');
    const answer = await fetch(start, { redirect: 'manual' });
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.searchParams.get('error')).toBe('temporarily_unavailable');
    expect(location.searchParams.get('state')).toBe(state);
  } finally {
    await other.end();
  }
});
