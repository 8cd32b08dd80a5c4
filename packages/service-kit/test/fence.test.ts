import { AsyncLocalStorage } from 'node:async_hooks';
import { createRegistryStandIn, type RegistryStandIn } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FenceOptions, FenceRow, RequestFence } from '../src/index.ts';
import { fixtureConfig, fixtureHandlers, fixtureService } from './fixtures/service.ts';

let registry: RegistryStandIn;
let stranger: RegistryStandIn;
beforeAll(async () => {
  [registry, stranger] = await Promise.all([createRegistryStandIn(), createRegistryStandIn()]);
});
afterAll(() => Promise.all([registry.close(), stranger.close()]));

const refused = { department: 'demo', epoch: 4, role: 'frozen' } as const;

/** A service with a fence whose rows the test sets; `refuse` makes its statements refuse. */
async function fencedService(jwks: string | null = registry.jwksFile) {
  const rows: FenceRow[] = [];
  const statements = new AsyncLocalStorage<RequestFence>();
  const state = { refuse: false, reads: 0, late: [] as FenceRow[] };
  const options: FenceOptions = {
    component: 'masonry',
    registryJwks: jwks ?? undefined,
    known: (department) =>
      rows.find((row) => row.department === department) ?? rows.find((row) => row.department === '*'),
    async refresh() {
      state.reads += 1;
      rows.push(...state.late.splice(0));
    },
    run: (fence, handle) => statements.run(fence, handle),
    fencedOff: (error) => (error instanceof Error && error.message === 'refused' ? refused : undefined),
  };
  const write = async () => {
    const fence = statements.getStore();
    if (state.refuse) throw new Error('refused');
    if (fence)
      fence.receipt = { entity: 'stone-1', sequence: 7, event: 'e1', department: 'demo', told: true };
    return { fence: fence?.fence };
  };
  const service = await fixtureService({
    config: fixtureConfig({ gatewayKey: 'the-key-of-the-gateway' }),
    fence: options,
    handlers: {
      ...fixtureHandlers,
      listStones: () => ({ fence: statements.getStore()?.fence }),
      createStone: write,
      createPayment: write,
      submitPage: write,
    },
  });
  const call = async (
    method: 'GET' | 'POST',
    url: string,
    ask: { grant?: string; body?: unknown; form?: string; direct?: boolean } = {},
  ) => {
    const answer = await service.app.inject({
      method,
      url,
      headers: {
        authorization: 'Bearer good',
        'x-request-id': 'request-1',
        ...(ask.direct !== true && {
          'ashlar-gateway': 'the-key-of-the-gateway',
          'ashlar-department': 'demo',
        }),
        ...(ask.grant !== undefined && { 'ashlar-grant': ask.grant }),
        ...(ask.form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(ask.body !== undefined && { payload: ask.body as object }),
      ...(ask.form !== undefined && { payload: ask.form }),
    });
    return { status: answer.statusCode, headers: answer.headers, json: answer.json() };
  };
  return { ...service, rows, state, call };
}

const grantOf = (department: string, epoch: number, component = 'masonry') =>
  registry.grant({ component, department, epoch });
const stones = '/ashlar/v1/stones';
const stone = { weight: 1, finish: 'rough' };

describe('a grant', () => {
  test('becomes the fence of the request, and is verified once', async () => {
    const { app, call } = await fencedService();
    const grant = await grantOf('demo', 4);
    for (let time = 0; time < 3; time += 1) {
      expect((await call('GET', stones, { grant })).json).toEqual({ fence: 'demo@4' });
    }
    expect((await call('GET', stones)).json).toEqual({ fence: null });
    await app.close();
  });

  test('is believed from the gateway only, and without a registry not at all', async () => {
    const { app, call } = await fencedService();
    expect((await call('GET', stones, { grant: 'nonsense', direct: true })).json).toEqual({ fence: null });
    await app.close();
    const alone = await fencedService(null);
    expect((await alone.call('GET', stones, { grant: 'nonsense' })).json).toEqual({ fence: null });
    await alone.app.close();
  });

  test('of a stranger, of another component, of another type or changed is invalid', async () => {
    const { app, call } = await fencedService();
    const good = await grantOf('demo', 4);
    const bad = [
      'nonsense',
      await stranger.grant({ component: 'masonry', department: 'demo', epoch: 4 }),
      await grantOf('demo', 4, 'carpentry'),
      await registry.sign('order+jwt', { component: 'masonry', department: 'demo', epoch: 4 }),
      await registry.sign('grant+jwt', { component: 'masonry', department: 'demo', epoch: 4, iss: 'me' }),
      await registry.sign('grant+jwt', { component: 'masonry', department: 'demo', epoch: 'four' }),
      `${good.slice(0, -6)}AAAAAA`,
    ];
    for (const grant of bad) {
      const { status, json, headers } = await call('GET', stones, { grant });
      expect({ status, json }).toMatchObject({ status: 421, json: { code: 'grant_invalid', status: 421 } });
      expect(headers['content-type']).toContain('application/problem+json');
    }
    await app.close();
  });

  test('is taken as it stands while the keys of the registry cannot be had', async () => {
    const { app, call, rows, records } = await fencedService('/nowhere/jwks.json');
    const grant = await grantOf('demo', 4);
    expect((await call('GET', stones, { grant })).json).toEqual({ fence: 'demo@4' });
    expect(records().some(({ msg }) => String(msg).includes('was not verified'))).toBe(true);
    rows.push({ department: 'demo', epoch: 5, role: 'primary' });
    expect((await call('GET', stones, { grant })).status).toBe(421);
    await app.close();
  });

  test.each<[string, FenceRow, number]>([
    ['of an epoch that is over', { department: 'demo', epoch: 5, role: 'primary' }, 200],
    ['for all departments, where this one has a row', { department: 'demo', epoch: 4, role: 'primary' }, 0],
    ['of a follower', { department: 'demo', epoch: 4, role: 'follower' }, 0],
  ])('%s is misdirected before its handler runs', async (what, row) => {
    const { app, call, rows, state } = await fencedService();
    rows.push(row);
    const grant = await grantOf(what.startsWith('for all') ? '*' : 'demo', 4);
    for (const [method, ask] of [
      ['GET', {}],
      ['POST', { body: stone }],
    ] as const) {
      const { status, json, headers } = await call(method, stones, { ...ask, grant });
      expect({ status, json }).toMatchObject({ status: 421, json: { code: 'fenced' } });
      expect(headers['ashlar-fenced']).toBe(`demo;epoch=${row.epoch};role=${row.role}`);
      expect(headers).not.toHaveProperty('ashlar-receipt');
    }
    if (what.startsWith('of ')) expect(state.reads).toBe(0);
    await app.close();
  });

  test('that is ahead of what is known has the rows read again', async () => {
    const { app, call, rows, state } = await fencedService();
    rows.push(
      { department: 'other', epoch: 1, role: 'follower' },
      { department: '*', epoch: 3, role: 'follower' },
    );
    state.late.push({ department: 'demo', epoch: 4, role: 'primary' });
    const grant = await grantOf('demo', 4);
    expect((await call('GET', stones, { grant })).json).toEqual({ fence: 'demo@4' });
    expect(state.reads).toBe(1);
    await app.close();
  });

  test('of a department that is frozen still reads', async () => {
    const { app, call, rows } = await fencedService();
    rows.push({ department: 'demo', epoch: 4, role: 'frozen' });
    expect((await call('GET', stones, { grant: await grantOf('demo', 4) })).status).toBe(200);
    await app.close();
  });
});

describe('a statement that the fence refused', () => {
  test.each([
    ['ours', stones, { body: stone }],
    ['the standard’s', '/v1/payments', { body: { amount: 1 } }],
    ['a page', '/secure/token', { form: 'a=b' }],
  ])('is a 421 of its own on an operation that is %s', async (_whose, url, ask) => {
    const { app, call, state } = await fencedService();
    state.refuse = true;
    const { status, json, headers } = await call('POST', url, ask);
    expect({ status, json }).toEqual({
      status: 421,
      json: {
        type: 'about:blank',
        title: expect.any(String),
        status: 421,
        code: 'fenced',
        detail: expect.stringContaining('Send the request again'),
      },
    });
    expect(headers['ashlar-fenced']).toBe('demo;epoch=4;role=frozen');
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers).not.toHaveProperty('ashlar-receipt');
    await app.close();
  });

  test('after another one was accepted is no 421: nobody may send that again', async () => {
    const { app } = await fixtureService({
      fence: {
        component: 'masonry',
        registryJwks: undefined,
        known: () => undefined,
        refresh: async () => {},
        run: (_fence, handle) => handle(),
        fencedOff: () => refused,
      },
      handlers: {
        ...fixtureHandlers,
        carveStone: (request) => {
          if (request.fence) {
            request.fence.receipt = { entity: 's', sequence: 1, event: 'e', department: 'demo', told: true };
          }
          throw new Error('refused');
        },
      },
    });
    const answer = await app.inject({
      method: 'POST',
      url: '/ashlar/v1/stones/1/carve',
      headers: { authorization: 'Bearer good' },
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).not.toHaveProperty('ashlar-fenced');
    await app.close();
  });
});

describe('a receipt', () => {
  test('goes with what was accepted, with the epoch of the grant, of the row or none', async () => {
    const { app, call, rows } = await fencedService();
    const receipt = async (grant?: string) => {
      const { status, headers } = await call('POST', stones, { body: stone, ...(grant && { grant }) });
      expect(status).toBe(200);
      return headers['ashlar-receipt'];
    };
    const form = (epoch: number) =>
      `request="request-1", entity="stone-1", sequence=7, event="e1", epoch=${epoch}`;
    expect(await receipt()).toBe(form(0));
    expect(await receipt(await grantOf('demo', 9))).toBe(form(9));
    rows.push({ department: '*', epoch: 3, role: 'primary' });
    expect(await receipt()).toBe(form(3));
    expect((await call('GET', stones)).headers).not.toHaveProperty('ashlar-receipt');
    await app.close();
  });
});
