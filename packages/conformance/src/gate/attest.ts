import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CompactSign, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { Profile } from './plan.ts';
import type { GateResult } from './run.ts';

/** What an attestation says (a JWS of type `attestation+jwt`), without who signed it and when. */
export interface Attested {
  readonly implementation: { readonly id?: string; readonly base_url: string; readonly version: string };
  readonly component: string;
  readonly profile: Profile;
  readonly contract_hash: string;
  readonly suite_hash: string;
  readonly results: Pick<GateResult, 'passed' | 'failed' | 'sections'>;
}

/** Reads a private key (JWK, P-256) and gives what signs with it. Throws naming the file when it is none. */
export async function signerOf(
  file: string,
  issuer: string,
): Promise<(type: string, claims: Readonly<Record<string, unknown>>) => Promise<string>> {
  const given = JSON.parse(readFileSync(file, 'utf8')) as JWK & { keys?: JWK[] };
  const key = given.keys?.[0] ?? given;
  if (key.kty !== 'EC' || key.crv !== 'P-256' || key.d === undefined)
    throw new Error(`${file} is no private key as JWK on P-256`);
  const kid = key.kid ?? (await calculateJwkThumbprint(key));
  const imported = await importJWK(key, 'ES256');
  return (type, claims) => {
    const payload = { iss: issuer, iat: Math.floor(Date.now() / 1000), ...claims };
    return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', typ: type, kid })
      .sign(imported);
  };
}

/** Which suite it was: SHA-256 (hex) of the names and texts of all of this package's sources, and of a suite of somebody's own. */
export function suiteHash(ownSuite?: string): string {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.slice(folder.length)}\n`).update(readFileSync(file));
  if (ownSuite !== undefined) hash.update('own suite\n').update(readFileSync(ownSuite));
  return hash.digest('hex');
}
