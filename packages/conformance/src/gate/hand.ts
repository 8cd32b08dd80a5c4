import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { canonicalJson, type HandoverSchemas } from '@ashlar/contracts';
import { compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Answer, send } from '../http.ts';
import type { GateSubject, Item, Sign } from './plan.ts';

/** How a candidate stands for a department. */
export interface State {
  readonly role: string;
  readonly epoch?: number;
  readonly position: number;
  readonly follow: { readonly phase: string; readonly position: number; readonly error?: string } | null;
}

/** Counts and digests of what a candidate has of a department. */
export interface Digest {
  readonly position: number;
  readonly entities: Readonly<
    Record<string, { count: number; versions: string; changed: { count: number; records: string } }>
  >;
}

/** The registry's hand on one department of the candidate. */
export interface Hand {
  readonly department: string;
  /** Sends an order with the next number; `changes` replaces claims. */
  order(role: string, epoch: number, changes?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** The same; throws unless it is carried out. */
  turn(role: string, epoch: number): Promise<State>;
  follow(source: string): Promise<Answer>;
  state(): Promise<State>;
  digest(): Promise<Digest>;
  /** Pulls all that the candidate hands over, and opens it. */
  snapshot(): Promise<Item[]>;
  /** The control or pull token, with claims replaced. */
  token(use: 'control' | 'pull', changes?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Calls a hand-over operation with a token. */
  call(path: string, token: string | undefined, ask?: { method?: string; body?: unknown }): Promise<Answer>;
}

/** Takes a department of the candidate in hand. Throws when the gate may not sign for the candidate's registry. */
export async function handOn(subject: GateSubject, department: string): Promise<Hand> {
  const { sign, baseUrl, implementation, plan } = subject;
  assert.ok(sign, 'the gate needs a key of the registry that the candidate trusts (--registry-key)');
  const keys = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const own = { ...(await exportJWK(keys.publicKey)), use: 'enc' };
  const { key: theirs } = ((await send(`${baseUrl}/ashlar/v1/handover`)).json ?? {}) as { key?: JWK };
  const swap = `gate-${crypto.randomUUID()}`;
  let number = 0;
  const shared = { iss: 'registry', component: plan.component, department };
  const token: Hand['token'] = (use, changes = {}) =>
    sign('handover+jwt', {
      ...shared,
      sub: swap,
      aud: [implementation, baseUrl],
      use,
      exp: seconds() + 3600,
      ...(use === 'pull' && { cnf: { jwk: own } }),
      ...changes,
    });
  const call: Hand['call'] = (path, bearer, ask = {}) =>
    send(`${baseUrl}/ashlar/v1/handover/${department}${path}`, {
      ...ask,
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    });
  const order: Hand['order'] = async (role, epoch, changes = {}) => {
    number += 1;
    const claims = { swap, implementation, role, epoch, number, iat: seconds(), exp: seconds() + 60 };
    const signed = await (sign as Sign)('order+jwt', { ...shared, ...claims, ...changes });
    return call('/role', await token('control'), { method: 'PUT', body: { order: signed } });
  };
  const mustBe = <T>(answer: Answer, what: string): T => {
    assert.equal(answer.status, 200, `${what} answers ${answer.status}: ${answer.text.slice(0, 300)}`);
    return answer.json as T;
  };
  return {
    department,
    order,
    token,
    call,
    turn: async (role, epoch) => mustBe(await order(role, epoch), `the order ${role}`),
    follow: async (source) =>
      call('/follow', await token('control'), {
        method: 'PUT',
        body: { source_url: source, token: await token('pull', { cnf: { jwk: theirs } }) },
      }),
    state: async () => mustBe(await call('', await token('control')), 'the state'),
    digest: async () => mustBe(await call('/digest?after=0', await token('control')), 'the digest'),
    async snapshot() {
      const answer = await call('/snapshot', await token('pull'));
      mustBe(answer, 'the snapshot');
      return opened(answer.text, keys.privateKey);
    },
  };
}

/** Waits until a follower is in its feed and has applied a position. */
export async function caughtUp(hand: Hand, position: number): Promise<State> {
  let last: State | undefined;
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await setTimeout(30)) {
    last = await hand.state();
    if (last.follow?.phase === 'failed') break;
    if (last.follow?.phase === 'feed' && last.follow.position >= position) return last;
  }
  throw new Error(`it did not catch up with position ${position}: ${JSON.stringify(last?.follow)}`);
}

/** The digest of items as the contract defines it, of the entities that it says are in digests. */
export function digestOf(items: readonly Item[], schemas: HandoverSchemas): Digest['entities'] {
  const entities: Record<string, Digest['entities'][string]> = {};
  for (const [entity, { digest, schema }] of Object.entries(schemas.entities)) {
    const own = items.filter((item) => item.entity === entity && item.record !== null);
    if (!digest || own.length === 0) continue;
    const left = Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>)
      .filter(([, member]) => member['x-digest'] === false)
      .map(([name]) => name);
    const bare = (record: Item['record']) =>
      Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => !left.includes(name)));
    entities[entity] = {
      count: own.length,
      versions: xor(own.map(({ id, sequence }) => `${entity}:${id}:${sequence}`)),
      changed: {
        count: own.length,
        records: xor(
          own.map(({ id, sequence, record }) =>
            canonicalJson({ entity, id, sequence, record: bare(record) }),
          ),
        ),
      },
    };
  }
  return entities;
}

function xor(texts: readonly string[]): string {
  const all = texts.reduce(
    (sum, text) => sum ^ createHash('sha256').update(text).digest().readBigUInt64BE(),
    0n,
  );
  return all.toString(16).padStart(16, '0');
}

async function opened(text: string, key: Parameters<typeof compactDecrypt>[1]): Promise<Item[]> {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const items: Item[] = [];
  for (const { jwe } of lines) {
    if (typeof jwe !== 'string') continue;
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, key);
    assert.deepEqual([protectedHeader.alg, protectedHeader.enc], ['ECDH-ES', 'A256GCM']);
    const batch = JSON.parse(new TextDecoder().decode(plaintext)) as Item[];
    assert.ok(batch.length <= 500, `a batch of ${batch.length} items`);
    items.push(...batch);
  }
  const last = lines.at(-1) ?? {};
  assert.deepEqual({ end: last.end, items: last.items }, { end: true, items: items.length }, 'the last line');
  assert.equal(typeof lines[0]?.position, 'number', 'the first line names no position');
  return items;
}

/** Now, as tokens have it. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
