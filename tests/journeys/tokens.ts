import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPool } from '@ashlar/postgres';
import { deriveKey, unseal } from '@ashlar/service-kit';
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';

/** Makes tokens that identity would not give. */
export interface Forger {
  /** As identity signed it, with other claims under the same key: what it would have been an hour ago, say. */
  resigned(token: string, claims: Record<string, unknown>): Promise<string>;
  /** The same claims under the same name of a key, signed by a stranger. */
  stranger(token: string): Promise<string>;
  /** Other claims under the old signature. */
  changed(token: string, claims: Record<string, unknown>): string;
}

/** Breaks into the identity component of the platform in `home`: takes its signing key out of the database `databaseUrl`. */
export async function breakIn(home: string, databaseUrl: string): Promise<Forger> {
  const { dataKeys } = JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8'));
  const pool = openPool({ url: databaseUrl, applicationName: 'break-in' });
  const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from signing_key');
  await pool.end();
  const sealing = deriveKey(dataKeys.identity, 'identity-signing-key');
  const keys = rows.map(({ sealed }) => JSON.parse(unseal(sealing, sealed).toString()));
  const sign = (token: string, claims: Record<string, unknown>, key: Parameters<SignJWT['sign']>[0]) =>
    new SignJWT({ ...decodeJwt(token), ...claims })
      .setProtectedHeader({ alg: 'ES256', ...decodeProtectedHeader(token) })
      .sign(key);

  return {
    async resigned(token, claims) {
      const { kid } = decodeProtectedHeader(token);
      const own = await importJWK(keys.find((key) => key.kid === kid));
      return sign(token, claims, own);
    },
    stranger: (token) => sign(token, {}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    changed(token, claims) {
      const [header, , signature] = token.split('.');
      const payload = Buffer.from(JSON.stringify({ ...decodeJwt(token), ...claims })).toString('base64url');
      return [header, payload, signature].join('.');
    },
  };
}
