import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aClient, askToken, type MadeClient, type Service, startService } from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService({ env: { FAILED_SECRETS_PER_MINUTE: '5', GATEWAY_KEY: gatewayKey } });
});

afterAll(() => service?.end());

const gatewayKey = 'a-key-of-the-gateway-for-tests-only-01';
const aSecretClient = () => aClient(service, { scopes: ['payments:admin'] });

/** Asks for a token from a network address, with any secret; `strange` has the engine answer. */
async function ask({ id, secret }: MadeClient, from: string, extra: Record<string, string> = {}) {
  const headers = { 'x-forwarded-for': from, 'ashlar-gateway': gatewayKey };
  const form = {
    grant_type: 'client_credentials',
    scope: 'payments:admin',
    client_id: id,
    client_secret: secret,
    ...extra,
  };
  const { status, json, headers: told } = await service.call('POST', '/token', { headers, form });
  return { status, error: json.error, waitS: Number(told.get('retry-after')) };
}

test('secrets of a client are tried out from nowhere for long, and nobody elsewhere is shut out', async () => {
  const client = await aSecretClient();
  const wrong = { ...client, secret: 'wrong' };
  const answers = [];
  for (let attempt = 0; attempt < 6; attempt += 1) answers.push(await ask(wrong, '192.0.2.1'));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
  expect(answers.at(-1)).toEqual({ status: 429, error: 'invalid_client', waitS: 12 });
  // Also the right one, whoever answers; or it would be told from the others.
  expect((await ask(client, '192.0.2.1')).status).toBe(429);
  expect((await ask(client, '192.0.2.1', { strange: 'yes' })).status).toBe(429);
  expect((await ask(client, '192.0.2.2')).status).toBe(200);
  expect((await ask(await aSecretClient(), '192.0.2.1')).status).toBe(200);
});

test('what comes when a minute of failures is over is looked at again', async () => {
  const quick = await startService({ env: { FAILED_SECRETS_PER_MINUTE: '60' } });
  try {
    const client = await aClient(quick, { scopes: ['payments:admin'] });
    const wrong = { ...client, secret: 'wrong' };
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => askToken(quick, wrong, 'payments:admin')),
    );
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    const began = Date.now();
    let answer = await askToken(quick, client, 'payments:admin');
    while (answer.status === 429) answer = await askToken(quick, client, 'payments:admin');
    expect(answer.status).toBe(200);
    expect(Date.now() - began).toBeLessThan(5000);
  } finally {
    await quick.end();
  }
});
