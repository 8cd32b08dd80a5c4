import {
  createSchemaValidator,
  listComponents,
  loadAsyncApi,
  loadContract,
  loadEvents,
} from '@ashlar/contracts';
import { freePort, until } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { startGateway, startGatewayWith, startUpstream } from '../fixtures.ts';

const contract = createSchemaValidator(loadContract('gateway').document);

describe('the pages of the gateway', () => {
  test('list what is bound where, for programs as the contract says', () =>
    withGateway(async (url) => {
      const answer = await fetch(`${url}/ashlar/v1/entry-points`);
      const body = await answer.json();
      expect(contract.response('listEntryPoints', answer.status, body)).toEqual([]);
      const hostName = `http://payments.example:${new URL(url).port}`;
      expect(body).toMatchObject({
        entry_points: [{ url: `${url}/payments`, ready: false }, { url: hostName }],
      });
    }));

  test('show the same to people, escaped and without an address of an implementation', () =>
    withGateway(async (url, upstreamPort) => {
      const page = await (await fetch(url)).text();
      expect(page).toContain(`<code>${url}/payments</code>`);
      expect(page).toContain('Not ready');
      expect(page).not.toContain(String(upstreamPort));
      expect(page).not.toContain('<script');
    }));

  test('bring their own styles, and nothing else of the folders that those lie in', () =>
    withGateway(async (url) => {
      for (const [, path] of (await (await fetch(url)).text()).matchAll(
        /<link rel="stylesheet" href="([^"]+)"/g,
      )) {
        const styles = await fetch(`${url}${path}`);
        expect([path, styles.status, styles.headers.get('content-type')]).toEqual([
          path,
          200,
          'text/css; charset=utf-8',
        ]);
        // The typeface of GOV.UK may be used on its own domains only.
        expect(await styles.text()).not.toMatch(/@font-face|GDS Transport/);
      }
      expect((await fetch(`${url}/assets/govuk/template.njk`)).status).toBe(404);
    }));

  test('have every contract as a page and as a document', () =>
    withGateway(async (url) => {
      expect(listComponents()).toContain('payments');
      for (const component of listComponents()) {
        const page = await fetch(`${url}/contracts/${component}`);
        expect(page.status).toBe(200);
        expect(page.headers.get('content-type')).toMatch(/^text\/html/);
        const document = await (await fetch(`${url}/contracts/${component}.json`)).json();
        expect(document).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
      }
      expect((await fetch(`${url}/contracts/nothing`)).status).toBe(404);
      expect((await fetch(`${url}/contracts/constructor`)).status).toBe(404);
    }));

  test('say of each component which standard it speaks, what it may be called with and what it keeps', () =>
    withGateway(async (url) => {
      const page = await (await fetch(`${url}/contracts/payments`)).text();
      expect(page).toContain('GOV.UK Pay API v1');
      expect(page).toContain('Added by Ashlar');
      expect(page).toContain('What every component answers');
      expect(page).toContain('Access token with payments:admin');
      expect(page).toContain('Personal: e-mail address');
      for (const { operationId } of loadContract('payments').operations) {
        expect(page).toContain(`<li class="ashlar-operation" id="${operationId}">`);
      }
    }));

  test('have every event of every component, with its fields and an example', () =>
    withGateway(async (url) => {
      const overview = await (await fetch(`${url}/events`)).text();
      const components = listComponents().filter(publishes);
      expect(components).toContain('payments');
      for (const component of components) {
        const page = await (await fetch(`${url}/events/${component}`)).text();
        for (const { type } of loadEvents(component).types) {
          expect(overview).toContain(`href="/events/${component}/${type}"`);
          expect(page).toContain(`href="/events/${component}/${type}"`);
          expect((await fetch(`${url}/events/${component}/${type}`)).status).toBe(200);
        }
      }
      const page = await (await fetch(`${url}/events/payments/payments.payment.captured.v1`)).text();
      expect(page).toContain('state.<wbr>status');
      expect(page).toContain('In minor units of the currency.');
      expect(page).toContain(
        '&quot;dataschema&quot;: &quot;urn:ashlar:event:payments.payment.captured.v1&quot;',
      );
    }));

  test('have what each component publishes as AsyncAPI, in JSON and in YAML', () =>
    withGateway(async (url) => {
      for (const component of listComponents().filter(publishes)) {
        const json = await fetch(`${url}/events/${component}/asyncapi.json`);
        const document = await json.json();
        expect(contract.response('getAsyncApi', json.status, document)).toEqual([]);
        expect(document).toEqual(loadAsyncApi(component));
        const yaml = await fetch(`${url}/events/${component}/asyncapi.yaml`);
        expect(yaml.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
        expect(parse(await yaml.text())).toEqual(document);
      }
    }));

  test('list every event for programs, with addresses that answer', () =>
    withGateway(async (url) => {
      const answer = await fetch(`${url}/ashlar/v1/events`);
      const body = (await answer.json()) as EventList;
      expect(contract.response('listEvents', answer.status, body)).toEqual([]);
      expect(body.components.map(({ component }) => component)).toEqual(listComponents().filter(publishes));
      const payments = body.components.find(({ component }) => component === 'payments');
      expect(payments?.types.map(({ type }) => type)).toEqual(
        loadEvents('payments').types.map(({ type }) => type),
      );
      expect((await fetch(payments?.asyncapi_url ?? '')).status).toBe(200);
      const schema = await fetch(payments?.types[0]?.schema_url ?? '');
      expect(schema.headers.get('content-type')).toMatch(/^application\/schema\+json/);
      expect(await schema.json()).toMatchObject({ $id: payments?.types[0]?.dataschema, type: 'object' });
    }));

  test.each([
    '/events/nothing',
    '/events/gateway',
    '/events/constructor/asyncapi.json',
    '/events/gateway/asyncapi.yaml',
    '/events/payments/nothing',
    '/events/payments/messaging.notification.sending.v1',
    '/events/payments/toString/schema.json',
  ])('answer %s with a problem document', (path) =>
    withGateway(async (url) => {
      const answer = await fetch(`${url}${path}`);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }),
  );

  test('lead nowhere that does not answer', () =>
    withGateway(async (url) => {
      const seen = new Set<string>();
      const queue = ['/'];
      for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
        if (seen.has(path)) continue;
        seen.add(path);
        const answer = await fetch(`${url}${path}`);
        expect([path, answer.status]).toEqual([path, path.startsWith('/payments/') ? 502 : 200]);
        if (!answer.headers.get('content-type')?.startsWith('text/html') || path.startsWith('/docs'))
          continue;
        const html = await answer.text();
        expect(html).not.toContain('<script');
        const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
        for (const [, href = ''] of html.matchAll(/<a [^>]*href="([^"]+)"/g)) {
          if (href.startsWith('#')) expect(ids).toContain(href.slice(1));
          if (href.startsWith('/')) queue.push(href.replace(/#.*/, ''));
        }
      }
      expect(seen.size).toBeGreaterThan(30);
    }));

  test('say which implementation answers, and its epoch, when a registry does', async () => {
    const entry = {
      component: 'payments',
      department: 'demo',
      prefix: '/payments',
      upstream: 'http://127.0.0.1:9',
    };
    const bound = { implementation: 'stone-mason', version: '2.1.0', epoch: 7 };
    const registry = await startUpstream((_request, response) =>
      response.end(JSON.stringify({ version: 1, entry_points: [{ ...entry, ...bound }] })),
    );
    const gateway = await startGatewayWith({ REGISTRY_URL: registry.url });
    try {
      const read = async (path: string) => (await fetch(`${gateway.url}${path}`)).text();
      const page = await until(async () => {
        const text = await read('/');
        return text.includes('stone-mason') && text;
      });
      expect(page).toContain('stone-mason 2.1.0');
      expect(page).toContain('epoch 7');
      expect(await read('/contracts/payments')).toContain('stone-mason 2.1.0');
      const body: unknown = JSON.parse(await read('/ashlar/v1/entry-points'));
      expect(contract.response('listEntryPoints', 200, body)).toEqual([]);
      expect(body).toMatchObject({ entry_points: [bound] });
    } finally {
      await gateway.close();
      await registry.close();
    }
  });

  test('say so when nothing is bound', async () => {
    const gateway = await startGateway([]);
    try {
      expect(await (await fetch(gateway.url)).text()).toContain('No component has an entry point yet.');
      const page = await (await fetch(`${gateway.url}/contracts/payments`)).text();
      expect(page).toContain('Nothing is bound to this contract');
    } finally {
      await gateway.close();
    }
  });

  test('are ready while an implementation is not, and say which', () =>
    withGateway(async (url) => {
      const answer = await fetch(`${url}/health/ready`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({
        status: 'degraded',
        checks: {
          upstreams: {
            status: 'failed',
            detail: expect.stringContaining('payments at /payments does not answer'),
          },
        },
      });
    }));
});

interface EventList {
  components: {
    component: string;
    asyncapi_url: string;
    types: { type: string; dataschema: string; schema_url: string }[];
  }[];
}

function publishes(component: string): boolean {
  return loadContract(component).operations.some(({ operationId }) => operationId === 'listChanges');
}

async function withGateway(work: (url: string, upstreamPort: number) => Promise<void>): Promise<void> {
  const upstreamPort = await freePort();
  const upstream = `http://127.0.0.1:${upstreamPort}`;
  const gateway = await startGateway([
    { component: 'payments', department: 'demo', upstream, prefix: '/payments' },
    { component: 'payments', department: 'demo', upstream, host: 'payments.example' },
  ]);
  try {
    await work(gateway.url, upstreamPort);
  } finally {
    await gateway.close();
  }
}
