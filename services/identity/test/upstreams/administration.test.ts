import { visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aClient, askToken, beginSignIn, operatorToken, type Service, startService } from '../fixtures.ts';
import { change, returnsOf, signInThere, startUpstream } from './upstream.ts';

let service: Service;
let token: string;

beforeAll(async () => {
  service = await startService({ env: { CLIENT_INSECURE_TARGETS: 'true' } });
  token = await operatorToken(service);
});

afterAll(() => service?.end());

const path = '/ashlar/v1/upstreams';
const body = {
  id: 'tax-id',
  names: { en: 'Tax ID', cy: 'Dynodydd Treth' },
  issuer: 'https://id.tax.example',
  client_id: 'ashlar',
  client_secret: 'a-secret',
};

describe('upstream identity providers', () => {
  test('are registered once for a key, are not offered until enabled, and never show their secret', async () => {
    const ask = { token, json: body, headers: { 'idempotency-key': 'one' } };
    const made = await service.call('POST', path, ask);
    expect([made.status, made.json]).toEqual([
      201,
      {
        id: 'tax-id',
        names: body.names,
        issuer: body.issuer,
        client_id: 'ashlar',
        token_endpoint_auth_method: 'client_secret_basic',
        scopes: ['email'],
        levels: [],
        admits_newcomers: false,
        trusts_email: false,
        state: 'disabled',
        redirect_uris: [`${service.issuer}/upstreams/tax-id/callback`],
        created_at: expect.any(String),
      },
    ]);
    const again = await service.call('POST', path, ask);
    expect([again.status, again.headers.get('idempotent-replayed'), again.json]).toEqual([
      201,
      'true',
      made.json,
    ]);
    const other = { ...ask, json: { ...body, client_secret: 'another' } };
    expect((await service.call('POST', path, other)).status).toBe(422);
    expect((await service.call('POST', path, { token, json: body })).status).toBe(409);
    expect((await service.call('GET', `${path}/tax-id`, { token })).json).toEqual(made.json);
    expect((await service.call('GET', path, { token })).json).toEqual({ upstreams: [made.json] });
    const { rows } = await service.pool.query('select * from upstream');
    expect(JSON.stringify(rows)).not.toContain('a-secret');
    const page = await visitor(service.issuer).open(
      (await beginSignIn(service, await aClient(service))).start,
    );
    expect(page.document.querySelector('#upstreams')).toBeNull();
  });

  test('are changed as far as something is named, with an event that says what is public', async () => {
    const answer = await change(service, 'tax-id', {
      state: 'enabled',
      levels: [{ acr: 'high', level: 'Cl.Cm' }],
    });
    expect(answer.json).toMatchObject({
      state: 'enabled',
      scopes: ['email'],
      levels: [{ acr: 'high', level: 'Cl.Cm' }],
    });
    expect((await change(service, 'none', { state: 'enabled' })).status).toBe(404);
    expect((await change(service, 'tax-id', { issuer: 'https://other.example' })).status).toBe(400);
    const { rows } = await service.pool.query(
      `select type, data from change_log where aggregate = 'upstream/tax-id' order by sequence`,
    );
    expect(rows).toEqual([
      { type: 'identity.upstream.created.v1', data: { upstream_id: 'tax-id', state: 'disabled' } },
      { type: 'identity.upstream.changed.v1', data: { upstream_id: 'tax-id', state: 'enabled' } },
    ]);
    await change(service, 'tax-id', { state: 'disabled' });
  });

  test('that are changed at once by many lose no change', async () => {
    await Promise.all([
      change(service, 'tax-id', { trusts_email: true }),
      change(service, 'tax-id', { admits_newcomers: true }),
      change(service, 'tax-id', { client_id: 'another' }),
    ]);
    const { json } = await service.call('GET', `${path}/tax-id`, { token });
    expect(json).toMatchObject({ trusts_email: true, admits_newcomers: true, client_id: 'another' });
  });

  test('are for operators of the platform only', async () => {
    const client = await aClient(service, {
      redirect_uris: [],
      post_logout_redirect_uris: [],
      scopes: ['identity:admin'],
    });
    const theirs = String((await askToken(service, client, 'identity:admin')).json.access_token);
    for (const [method, where, json] of [
      ['GET', path, undefined],
      ['POST', path, { ...body, id: 'other' }],
      ['GET', `${path}/tax-id`, undefined],
      ['PATCH', `${path}/tax-id`, { state: 'enabled' }],
      ['GET', `${path}/tax-id/links`, undefined],
      [
        'PATCH',
        `${path}/tax-id/links`,
        { links: [{ subject: 'x', account_id: '00000000-0000-4000-8000-000000000000' }] },
      ],
    ] as const) {
      const answer = await service.call(method, where, { token: theirs, ...(json && { json }) });
      expect([method, where, answer.status]).toEqual([method, where, 403]);
    }
  });

  test.each([
    [422, { client_secret: undefined }, '#/client_secret'],
    [422, { token_endpoint_auth_method: 'private_key_jwt' }, '#/client_secret'],
    [400, { levels: [{ level: 'Cl.Cm' }] }, '/levels'],
    [400, { levels: [{ acr: 'x', level: 'P2' }] }, '/levels'],
    [400, { names: { en: 'Only English' } }, '/names'],
    [400, { id: 'Not A Name' }, '/id'],
    [400, { scopes: ['two words'] }, '/scopes'],
  ])('answer %d to one like %j', async (status, changes, pointer) => {
    const answer = await service.call('POST', path, { token, json: { ...body, id: 'wrong', ...changes } });
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(pointer)]);
    expect((await service.call('GET', `${path}/wrong`, { token })).status).toBe(404);
  });

  test.each(['ES256', 'RS256'] as const)(
    'are proven to by a key of ours (%s), which is published and never shown',
    async (alg) => {
      const id = `by-key-${alg.toLowerCase()}`;
      const json = {
        ...body,
        id,
        client_secret: undefined,
        issuer: 'http://127.0.0.1:1',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: alg,
      };
      const made = await service.call('POST', path, { token, json });
      const { keys } = made.json.jwks as { keys: Record<string, unknown>[] };
      expect([keys.length, keys[0]?.alg, 'd' in (keys[0] ?? {})]).toEqual([1, alg, false]);
      const upstream = await startUpstream(returnsOf(service, id), {
        client: {
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: alg,
          jwks: { keys: keys.map((key) => ({ ...key })) },
        },
      });
      try {
        // The port is known only now.
        await service.pool.query('update upstream set issuer = $2, sequence = sequence + 1 where id = $1', [
          id,
          upstream.issuer,
        ]);
        await change(service, id, { state: 'enabled' });
        upstream.people.set('a-person', {});
        const person = visitor(service.issuer);
        const page = await person.open((await beginSignIn(service, await aClient(service))).start);
        const newcomer = await signInThere(person, page, `#upstream-${id}`, 'a-person');
        expect(newcomer.document.querySelector('h1')?.text).toBe('Do you have an account?');
      } finally {
        await change(service, id, { state: 'disabled' });
        await upstream.end();
      }
    },
  );
});

test('half a character, which nothing can store, is refused as a name of a person or a level', async () => {
  const half = '\ud800';
  const level = await service.call('POST', path, {
    token,
    json: { ...body, id: 'half', levels: [{ acr: half, level: 'Cl' }] },
  });
  const links = [{ subject: half, account_id: '00000000-0000-4000-8000-000000000000' }];
  const link = await service.call('PATCH', `${path}/tax-id/links`, { token, json: { links } });
  expect([level.status, link.status]).toEqual([400, 400]);
});
