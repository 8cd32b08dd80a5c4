import { createLocalJWKSet, jwtVerify } from 'jose';
import type { Component, Scene } from '../component.ts';
import { type Heard, readWholeFeed } from '../feed-reader.ts';
import { ask, type Caller, send } from '../http.ts';
import { type Attempt, readLines, wantedOf } from '../ledger.ts';
import type { PlugBoard } from '../plug-board.ts';
import { each } from '../witness.ts';
import { identityOf, type Memory } from './acts.ts';
import type { IdentityChange } from './change.ts';
import { check } from './check.ts';
import { type Away, askSilently, askTokens, type Issuer, openIssuer, operator } from './issuer.ts';

/** Identity under drill: an issuer, which is swapped for all departments at once. */
export const identity: Component = {
  id: 'identity',
  between: ['identity', 'identity'],
  works: true,
  perSecond: 20,
  prepare: async (_ground, board) => createScene(board),
};

function createScene(board: PlugBoard): Scene {
  const memory: Memory = { sittings: [], chains: new Set(), signed: [] };
  let issuer: Issuer | undefined;
  const opened = () => {
    if (!issuer) throw new Error('The issuer was not opened');
    return issuer;
  };
  return {
    // Everything comes from one machine here.
    env: {
      ISSUER: board.url,
      OPERATOR_CLIENT_ID: operator.id,
      OPERATOR_CLIENT_SECRET: operator.secret,
      SIGN_INS_PER_ADDRESS: '1000000',
      SIGN_INS_PER_ACCOUNT: '1000000',
    },
    async open() {
      issuer = await openIssuer(board.url);
      return identityOf(issuer, memory);
    },
    look: async () => {},
    async judge({ files, witness, bus }) {
      const wanted = wantedOf(readLines<Attempt<IdentityChange>>(files.receipts));
      const before = new Set([opened().party.id]);
      const dead = await deadOf(opened(), memory, witness);
      const accounts = await listed(witness, 'accounts', ({ id, email }) => [id, email]);
      const clients = await listed(witness, 'clients', ({ client_id, name }) => [client_id, name]);
      const feed = await readWholeFeed(witness);
      const heard = readLines<Heard>(files.heard);
      const findings = check({ wanted, accounts, clients, before, dead, feed, heard, bus });
      return { wanted, findings, notes: notesOf(wanted, memory) };
    },
    async close() {
      issuer?.close();
    },
  };
}

function notesOf(wanted: ReturnType<typeof wantedOf<IdentityChange>>, memory: Memory): string[] {
  const of = Map.groupBy(
    wanted.filter(({ outcome }) => outcome === 'accepted'),
    ({ operation }) => operation,
  );
  const counts = [...of].map(([operation, all]) => `${operation} ${all.length}`);
  const { sittings, chains, signed } = memory;
  const going = sittings.filter(({ ended }) => !ended);
  const good = [...chains].filter(({ sitting }) => !sitting.ended);
  return [
    `accepted: ${counts.join(', ')}`,
    `in the end: ${going.length} sessions, ${good.length} chains of refresh tokens, ${signed.length} signed tokens were tried`,
  ];
}

/** What ought to be good and is not, at whoever serves. */
async function deadOf(issuer: Issuer, memory: Memory, witness: Caller): Promise<string[]> {
  const dead: string[] = [];
  const going = memory.sittings.filter(({ ended }) => !ended);
  await each(going, async ({ person, account }) => {
    await askSilently(issuer, person).catch((error: Away) => {
      dead.push(`the session of ${account} answers ${error.status} ${error.message}`);
    });
  });
  const good = [...memory.chains].filter(({ sitting }) => !sitting.ended);
  await each(good, async ({ current, sitting: { account } }) => {
    const form = { grant_type: 'refresh_token', refresh_token: current };
    const { status, json } = await askTokens(issuer, form);
    if (status !== 200) dead.push(`the refresh token of ${account} answers ${status} ${json.error}`);
  });
  const { text } = await send(`${witness.url}/.well-known/jwks.json`);
  const keys = createLocalJWKSet(JSON.parse(text));
  await each(memory.signed, async (token) => {
    await jwtVerify(token, keys, { issuer: issuer.url }).catch((error: Error) => {
      dead.push(`a token that was signed does not verify: ${error.message}`);
    });
  });
  return dead;
}

/** All of a list of the administration. */
async function listed(
  witness: Caller,
  what: 'accounts' | 'clients',
  pair: (one: Record<string, string>) => (string | undefined)[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let cursor = ''; ; ) {
    const answer = await ask(witness, `/ashlar/v1/${what}?limit=100${cursor}`);
    if (answer.status !== 200)
      throw new Error(`${what} answered ${answer.status} ${answer.text.slice(0, 200)}`);
    const page = JSON.parse(answer.text);
    for (const one of page[what] as Record<string, string>[]) {
      const [id = '', name = ''] = pair(one);
      found.set(id, name);
    }
    if (!page.next_cursor) return found;
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
}
