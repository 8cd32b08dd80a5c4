import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createTokenIssuer } from '../src/index.ts';

test('a minted token verifies against the published key and carries the claims', async () => {
  const issuer = await createTokenIssuer();
  const keys = createLocalJWKSet(JSON.parse(await readFile(issuer.jwksFile, 'utf8')));
  const token = await issuer.mint({ audience: 'ashlar', scope: 'payments:changes', department: 'demo' });

  const { payload } = await jwtVerify(token, keys, { issuer: issuer.issuer, audience: 'ashlar' });

  expect(payload).toMatchObject({ scope: 'payments:changes', department: 'demo', sub: 'test-client' });
  await issuer.close();
  await expect(readFile(issuer.jwksFile)).rejects.toThrow('ENOENT');
});

test('an expired token, and one of another issuer, do not verify', async () => {
  const [issuer, other] = await Promise.all([createTokenIssuer(), createTokenIssuer()]);
  const keys = createLocalJWKSet(JSON.parse(await readFile(issuer.jwksFile, 'utf8')));
  const claims = { audience: 'ashlar', scope: '', department: 'demo' };

  const expired = await issuer.mint({ ...claims, expiresInS: -60 });
  const foreign = await other.mint(claims);

  await expect(jwtVerify(expired, keys)).rejects.toThrow(/"exp" claim/);
  await expect(jwtVerify(foreign, keys)).rejects.toThrow(/no applicable key/);
  await Promise.all([issuer.close(), other.close()]);
});
