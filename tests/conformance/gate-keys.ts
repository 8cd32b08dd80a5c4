import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** Makes a key that the gate signs with as the registry, and the key set that a candidate knows it by: two files in a folder. */
export async function gateKeys(folder: string): Promise<{ registryKey: string; jwks: string }> {
  const [registryKey, jwks] = [join(folder, 'key.json'), join(folder, 'jwks.json')];
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const open = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(open);
  await writeFile(jwks, JSON.stringify({ keys: [{ ...open, kid, alg: 'ES256', use: 'sig' }] }));
  await writeFile(registryKey, JSON.stringify({ ...(await exportJWK(privateKey)), kid }));
  return { registryKey, jwks };
}
