import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import type { EvidenceChain } from '../../src/domain/secure-message/evidence.ts';
import { createEvidenceSigner } from '../../src/usecases/secure-message/evidence-signer.ts';
import { verifyEvidence } from '../../src/usecases/secure-message/verify-evidence.ts';
import { workSecureMessages } from '../../src/usecases/secure-message/work-secure-messages.ts';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, type Service, startService } from '../fixtures.ts';
import { attested, claimsOf, evidenceOf, secureCall, secureReaches, sendSecure } from './fixtures.ts';

const run = promisify(execFile);
const tool = fileURLToPath(new URL('../../src/verify-evidence.ts', import.meta.url));
const contract = createSchemaValidator(loadContract('messaging').document);
let service: Service;
let account: Account;
let ahead = 0;
let chain: EvidenceChain;
let other: EvidenceChain;
let content: unknown;
let keys: JSONWebKeySet;

beforeAll(async () => {
  service = await startService({
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + ahead)),
  });
  account = await anAccount(service);
  const full = () =>
    sendSecure(service, account, {
      expires_at: new Date(Date.now() + 60_000).toISOString(),
      notice: { email_address: 'anna@example.org', phone_number: '07700900321' },
    });
  const ids = [await full(), await full()];
  for (const id of ids) await attested(service, id, 'notice_sent');
  ahead = 60_000;
  for (const id of ids) await attested(service, id, 'expired');
  [chain, other] = (await Promise.all(ids.map((id) => evidenceOf(service, id)))) as [
    EvidenceChain,
    EvidenceChain,
  ];
  content = (await secureCall(service, 'GET', `/${ids[0]}`)).json.content;
  const published = await service.call('GET', '/ashlar/v1/evidence-keys');
  keys = published.json as unknown as JSONWebKeySet;
}, 30_000);

afterAll(() => service.end());

describe('the evidence of a message', () => {
  test('is as the contract says, and is all well', async () => {
    expect(contract.response('getSecureMessageEvidence', 200, chain)).toEqual([]);
    expect(contract.response('listEvidenceKeys', 200, keys)).toEqual([]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect(chain.evidence.length).toBeGreaterThanOrEqual(4);
    expect(await verifyEvidence(chain, keys, content)).toEqual([]);
  });

  test('names who sent it, and joins each event on to the one before', () => {
    const claims = chain.evidence.map(({ jws }) => claimsOf(jws));
    expect(claims[0]).toMatchObject({
      iss: 'messaging',
      department: 'demo',
      message_uuid: chain.message_uuid,
      content_sha256: chain.content_sha256,
      subject: 'test-client',
      previous: null,
      number: 1,
    });
    expect(claims.map(({ number }) => number)).toEqual(claims.map((_one, at) => at + 1));
    expect(new Set(claims.map(({ previous }) => previous)).size).toBe(claims.length);
  });

  test('is caught when one character of it is another', async () => {
    const leaves = leavesOf(chain);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...leaves),
        fc.nat(),
        fc.constantFrom(...'0aZ-_.x'),
        async (path, position, character) => {
          const changed = structuredClone(chain);
          fc.pre(spoil(changed, path, position, character));
          expect(await verifyEvidence(changed, keys)).not.toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is caught when a piece is gone, comes twice, has another’s place or is another message’s', async () => {
    const at = fc.nat(chain.evidence.length - 1);
    const edit = fc.oneof(
      at.map((gone) => chain.evidence.filter((_piece, index) => index !== gone)),
      at.map((kept) => chain.evidence.slice(0, kept)),
      at.map((twice) =>
        chain.evidence.flatMap((piece, index) => (index === twice ? [piece, piece] : [piece])),
      ),
      fc
        .tuple(at, at)
        .filter(([one, two]) => one !== two)
        .map(([one, two]) => chain.evidence.map((piece, index) => swapped(index, one, two) ?? piece)),
      at.map((strange) =>
        chain.evidence.map((piece, index) => (index === strange ? (other.evidence[index] ?? piece) : piece)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(edit, async (evidence) => {
        expect(await verifyEvidence({ ...chain, evidence }, keys)).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
    expect(await verifyEvidence({ ...chain, seal: other.seal }, keys)).toEqual([
      'the seal is of another message',
    ]);
  });

  test('is caught when a piece was signed anew by the very same key', async () => {
    const [first, second, ...rest] = chain.evidence;
    if (!first || !second) throw new Error('The chain is too short');
    const time = new Date(Date.parse(second.time) - 1000).toISOString();
    const jws = await service.secureDeps.signer.sign('evidence+jws', { ...claimsOf(second.jws), time });
    const evidence = [first, { ...second, time, jws }, ...rest];
    expect(await verifyEvidence({ ...chain, evidence }, keys)).toEqual([
      'evidence 3: it does not join on to the one before it',
    ]);
  });

  test('is caught when a JWS is written in another way that means the same bytes', async () => {
    const alias = (jws: string) => {
      const last = alphabet.indexOf(jws.at(-1) ?? '');
      // 64 bytes leave four bits of the last character over.
      const other = jws.slice(0, -1) + alphabet[last ^ 1];
      expect(Buffer.from(other.split('.')[2] ?? '', 'base64url')).toEqual(
        Buffer.from(jws.split('.')[2] ?? '', 'base64url'),
      );
      return other;
    };
    expect(await verifyEvidence({ ...chain, seal: alias(chain.seal) }, keys)).toEqual([
      'the seal: the signature is not valid',
    ]);
    const evidence = chain.evidence.map((piece) => ({ ...piece, jws: alias(piece.jws) }));
    expect(await verifyEvidence({ ...chain, evidence }, keys)).toContain(
      'evidence 1: the signature is not valid',
    );
  });

  test('is of the message’s content and no other', async () => {
    const changed = { ...(content as object), label: 'Another' };
    expect(await verifyEvidence(chain, keys, changed)).toEqual(['the content is not that of the message']);
  });

  test('is worth nothing under keys that are not ours', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const strange = createEvidenceSigner(
      service.pool,
      Buffer.alloc(32),
      JSON.stringify({ keys: [await exportJWK(privateKey)] }),
    );
    const [key] = await strange.published();
    const faults = await verifyEvidence(chain, { keys: [key] as JSONWebKeySet['keys'] });
    expect(faults).toHaveLength(chain.evidence.length + 1);
  });

  test('still verifies after the key that signs was changed, by the keys that are published then', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const given = JSON.stringify({ keys: [await exportJWK(privateKey)] });
    const next = createEvidenceSigner(service.pool, Buffer.alloc(32), given);
    const published = { keys: [...(await next.published())] } as JSONWebKeySet;
    expect(published.keys).toHaveLength(2);
    expect(await verifyEvidence(chain, published)).toEqual([]);
    expect(() => createEvidenceSigner(service.pool, Buffer.alloc(32), '{"keys":[]}')).toThrow(/JWK set/);
  });

  test('is checked from the command line, without a network', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    const write = async (name: string, value: unknown) => {
      await writeFile(join(folder, name), JSON.stringify(value));
      return join(folder, name);
    };
    try {
      const jwks = await write('keys.json', keys);
      const verify = (...args: string[]) => run(process.execPath, [tool, ...args], { env: {} });
      const good = ['--file', await write('chain.json', chain), '--jwks', jwks];
      const read = await write('message.json', { content });
      expect((await verify(...good, '--content', read)).stdout).toBe(
        `${chain.message_uuid}: ${chain.evidence.length} pieces of evidence, all is well\n`,
      );
      const short = await write('short.json', { ...chain, evidence: chain.evidence.slice(1) });
      await expect(verify('--file', short, '--jwks', jwks)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('evidence 1: it is number 2'),
      });
      await expect(verify('--file', short)).rejects.toMatchObject({ code: 2 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test('many who deliver at once attest it once, in one chain', async () => {
  const day = new Date(Date.now() + ahead + 2 * 86_400_000).toISOString().slice(0, 10);
  const id = await sendSecure(service, account, { do_not_deliver_until_date: day });
  ahead += 2 * 86_400_000;
  await Promise.all(Array.from({ length: 8 }, () => workSecureMessages(service.secureDeps)));
  await secureReaches(service, id, 'delivered');
  const once = await evidenceOf(service, id);
  expect(once.evidence.map(({ event }) => event)).toEqual(['submitted', 'delivered']);
  expect(await verifyEvidence(once, keys)).toEqual([]);
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

/** Changes one character of the value at a path; false when that changes nothing. */
function spoil(root: unknown, path: Path, position: number, character: string): boolean {
  const holder = path.slice(0, -1).reduce<unknown>((value, name) => Reflect.get(Object(value), name), root);
  const name = path.at(-1) ?? '';
  const before = Reflect.get(Object(holder), name);
  const text = String(before);
  const at = position % Math.max(text.length, 1);
  const after = text.slice(0, at) + character + text.slice(at + 1);
  Reflect.set(Object(holder), name, after);
  return after !== text;
}

function swapped(index: number, one: number, two: number): EvidenceChain['evidence'][number] | undefined {
  if (index === one) return chain.evidence[two];
  return index === two ? chain.evidence[one] : undefined;
}
