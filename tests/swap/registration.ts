import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { expectJson } from './http.ts';
import type { Implementation } from './implementations.ts';
import type { Registered } from './operator.ts';
import type { PlugBoard } from './plug-board.ts';

/** Signs attestations in place of the conformance gate, with a key that the drill's registry trusts. A drill is no gate: that has proofs of its own. */
export interface Attester {
  /** A file with the public key, for `ATTESTATION_JWKS`. */
  readonly jwksFile: string;
  attest(claims: Record<string, unknown>): Promise<string>;
}

/** Makes one with a key of its own. */
export async function createAttester(home: string): Promise<Attester> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = crypto.randomUUID();
  const jwksFile = join(home, 'attestation-keys.json');
  const key = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  await writeFile(jwksFile, JSON.stringify({ keys: [key] }));
  return {
    jwksFile,
    attest: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'attestation+jwt' })
        .setIssuedAt()
        .sign(privateKey),
  };
}

/** What an implementation says of itself. */
interface Introduction {
  readonly component: string;
  readonly contract_hash: string;
  readonly profile: 'core' | 'full';
  readonly implementation?: { readonly version?: string };
  readonly key: JWK;
}

/** Registers an implementation at the address `baseUrl`, with what it says of itself and an attestation. */
export async function register(
  board: PlugBoard,
  attester: Attester,
  implementation: Implementation,
  baseUrl = implementation.url,
): Promise<Registered> {
  const said = await expectJson<Introduction>(`${implementation.url}/ashlar/v1/handover`);
  const { kty, crv, x, y } = said.key;
  const version = said.implementation?.version ?? '1.0.0';
  const { contract_hash, profile } = said;
  const { id } = await board.call<{ id: string }>('POST', 'implementations', {
    component: board.component,
    name: implementation.name,
    version,
    base_url: baseUrl,
    contract_hash,
    profile,
    key: { kty, crv, x, y },
    events: implementation.kind === 'ledgerline' ? 'feed' : 'publishes',
  });
  const attestation = await attester.attest({
    iss: 'the drill',
    implementation: { id, base_url: baseUrl, version },
    component: board.component,
    profile,
    contract_hash,
    suite_hash: '0'.repeat(64),
    results: { passed: 1, failed: 0, sections: {} },
  });
  await board.call('POST', `implementations/${id}/attestations`, { attestation });
  return { id, implementation, thumbprint: await calculateJwkThumbprint(said.key, 'sha256') };
}
