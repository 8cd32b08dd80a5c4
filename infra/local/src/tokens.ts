import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { writePrivate } from './home.ts';
import { StartError } from './start-error.ts';

/** What an access token says. */
export interface TokenClaims {
  /** Separated by spaces, such as `payments:admin`. */
  scope: string;
  /** The component it is for; by default the one that the first scope begins with. */
  audience?: string;
  /** `*` by default: an operator of the whole platform. */
  department?: string;
}

/** Who has signed the tokens of this machine, until an identity component does. */
export const localIssuer = 'https://issuer.ashlar.invalid';

/** Where the public keys lie, for services to check tokens with. */
export function jwksFile(home: string): string {
  return join(home, 'keys', 'jwks.json');
}

/** Makes this machine's signing key, once. */
export async function ensureSigningKey(home: string): Promise<void> {
  if ((await readKey(home)) !== undefined) return;
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const published = await exportJWK(publicKey);
  const labels = { kid: await calculateJwkThumbprint(published), alg: 'ES256', use: 'sig' };
  await writePrivate(jwksFile(home), `${JSON.stringify({ keys: [{ ...published, ...labels }] }, null, 2)}\n`);
  await writePrivate(
    keyFile(home),
    `${JSON.stringify({ ...(await exportJWK(privateKey)), ...labels }, null, 2)}\n`,
  );
}

/** Signs an access token that holds for ten minutes. Throws a `StartError` when the platform has never run in this folder. */
export async function mintToken(home: string, claims: TokenClaims): Promise<string> {
  const key = await readKey(home);
  if (key === undefined)
    throw new StartError(`There is no signing key in ${home}; start the platform once with pnpm start.`);
  const { scope, audience = scope.split(':', 1)[0] ?? '', department = '*' } = claims;
  return new SignJWT({ scope, department })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid ?? '', typ: 'at+jwt' })
    .setIssuer(localIssuer)
    .setSubject('local-operator')
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(await importJWK(key, 'ES256'));
}

function keyFile(home: string): string {
  return join(home, 'keys', 'signing-key.json');
}

async function readKey(home: string): Promise<JWK | undefined> {
  const text = await readFile(keyFile(home), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
