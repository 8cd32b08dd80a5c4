import { createSchemaValidator, listComponents, loadContract } from '@ashlar/contracts';
import { freePort } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import { startGateway } from '../fixtures.ts';

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

  test('have every event type, as a page or as its schema', () =>
    withGateway(async (url) => {
      const type = 'payments.payment.captured.v1';
      expect(await (await fetch(`${url}/events`)).text()).toContain(type);
      const page = await fetch(`${url}/events/${type}`, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain(`urn:ashlar:event:${type}`);
      const schema = await fetch(`${url}/events/${type}`);
      expect(schema.headers.get('content-type')).toMatch(/^application\/schema\+json/);
      expect(await schema.json()).toMatchObject({ $id: `urn:ashlar:event:${type}`, type: 'object' });
      expect((await fetch(`${url}/events/nothing`)).status).toBe(404);
    }));

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
