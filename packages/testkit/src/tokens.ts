import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** Stands in for an identity service: signs access tokens and publishes its key as a file. */
export interface TokenIssuer {
  issuer: string;
  /** A JWKS file (RFC 7517) with the public key. */
  jwksFile: string;
  /** Signs an ES256 access token; `scope` is space-separated, `department` may be `*`, a negative `expiresInS` makes an expired one. */
  mint(claims: {
    audience: string;
    scope: string;
    department: string;
    subject?: string;
    expiresInS?: number;
  }): Promise<string>;
  /** Removes the file. */
  close(): Promise<void>;
}

/** Makes an issuer with a key of its own. */
export async function createTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const issuer = `https://issuer-${kid}.test`;
  const folder = await makeTemporaryFolder('jwks');
  const jwksFile = join(folder, 'jwks.json');
  const key = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  await writeFile(jwksFile, JSON.stringify({ keys: [key] }));
  return {
    issuer,
    jwksFile,
    mint({ audience, scope, department, subject = 'test-client', expiresInS = 300 }) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ scope, department })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + expiresInS)
        .sign(privateKey);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
