import { createHash } from 'node:crypto';
import { canonicalJson } from '@ashlar/contracts';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { EvidenceChain, EvidenceClaims, SealClaims } from '../../domain/secure-message/evidence.ts';
import type { EvidenceType } from './evidence-signer.ts';

/**
 * Checks a chain of evidence by the published keys alone: every signature, that each piece joins on to the one before it, that none is missing at either end or in
 * between, and that what stands beside a JWS is what it says. With `content`, the message as the API showed it, also that the evidence is of that message. Answers
 * what is wrong, one line each; nothing when all is well.
 */
export async function verifyEvidence(
  chain: EvidenceChain,
  keys: JSONWebKeySet,
  content?: unknown,
): Promise<string[]> {
  const find = createLocalJWKSet(keys);
  const faults: string[] = [];
  let previous: string | null = null;
  for (const [at, piece] of chain.evidence.entries()) {
    const claims = await read<EvidenceClaims>(find, piece.jws, 'evidence+jws');
    if (claims === undefined) faults.push(`evidence ${at + 1}: the signature is not valid`);
    else
      faults.push(
        ...mismatches(chain, piece, claims, { number: at + 1, previous }).map(
          (fault) => `evidence ${at + 1}: ${fault}`,
        ),
      );
    previous = sha256(piece.jws);
  }
  if (chain.evidence.length === 0) faults.push('there is no evidence');
  const seal = await read<SealClaims>(find, chain.seal, 'evidence-seal+jws');
  if (seal === undefined) faults.push('the seal: the signature is not valid');
  else if (seal.message_uuid !== chain.message_uuid) faults.push('the seal is of another message');
  else if (seal.count !== chain.evidence.length || seal.last !== previous) {
    faults.push(`the seal closes ${seal.count} pieces of evidence, and these are not those`);
  }
  if (content !== undefined && sha256(canonicalJson(content)) !== chain.content_sha256) {
    faults.push('the content is not that of the message');
  }
  return faults;
}

function mismatches(
  chain: EvidenceChain,
  piece: EvidenceChain['evidence'][number],
  claims: EvidenceClaims,
  expected: { number: number; previous: string | null },
): string[] {
  const pairs: [boolean, string][] = [
    [claims.message_uuid === chain.message_uuid, 'it is of another message'],
    [claims.content_sha256 === chain.content_sha256, 'it is over other content'],
    [claims.number === expected.number, `it is number ${claims.number}`],
    [claims.previous === expected.previous, 'it does not join on to the one before it'],
    [(claims.event === 'submitted') === (expected.number === 1), 'a chain begins with the submission, once'],
    ...(['number', 'event', 'erds_event', 'time'] as const).map((member): [boolean, string] => [
      claims[member] === piece[member],
      `the JWS says another ${member}`,
    ]),
  ];
  return pairs.filter(([holds]) => !holds).map(([, fault]) => fault);
}

/** The claims of a JWS that is signed by one of the keys, of this type, and written in the one way that base64url has for it; else undefined. */
async function read<Claims>(
  find: ReturnType<typeof createLocalJWKSet>,
  jws: string,
  type: EvidenceType,
): Promise<Claims | undefined> {
  const isCanonical = jws
    .split('.')
    .every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
  if (!isCanonical) return undefined;
  try {
    const { payload, protectedHeader } = await compactVerify(jws, find, { algorithms: ['ES256'] });
    if (protectedHeader.typ !== type) return undefined;
    return JSON.parse(Buffer.from(payload).toString()) as Claims;
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
