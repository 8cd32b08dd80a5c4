import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** Stands in for the registry, as an implementation knows it: by what it signs. */
export interface RegistryStandIn {
  /** A JWKS file (RFC 7517) with the public key, for `REGISTRY_JWKS`. */
  jwksFile: string;
  /** Signs claims with ES256 as a JWS of a type, such as `grant+jwt`; the issuer is `registry` unless the claims name another. */
  sign(type: string, claims: JWTPayload): Promise<string>;
  /** Signs the grant of a binding. */
  grant(binding: { component: string; department: string; epoch: number }): Promise<string>;
  /** Removes the file. */
  close(): Promise<void>;
}

/** Makes a registry with a key of its own. */
export async function createRegistryStandIn(): Promise<RegistryStandIn> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const folder = await makeTemporaryFolder('registry');
  const jwksFile = join(folder, 'jwks.json');
  const key = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  await writeFile(jwksFile, JSON.stringify({ keys: [key] }));
  const sign = (typ: string, claims: JWTPayload) =>
    new SignJWT({ iss: 'registry', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid, typ })
      .setIssuedAt()
      .sign(privateKey);
  return {
    jwksFile,
    sign,
    grant: (binding) => sign('grant+jwt', { ...binding, implementation: randomUUID() }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
