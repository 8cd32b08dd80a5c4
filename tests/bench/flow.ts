import assert from 'node:assert/strict';
import type { Platform } from '@ashlar/local';
import { openPool } from '@ashlar/postgres';
import autocannon from 'autocannon';
import { raiseLimits } from '../resilience/accounts.ts';
import { BODY, CONNECTIONS } from './throughput.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CARD = {
  cardNo: '4444333322221111',
  expiryMonth: '12',
  expiryYear: '49',
  cardholderName: 'J Bloggs',
  cvc: '123',
  addressCountry: 'GB',
  addressLine1: '1 High Street',
  addressCity: 'Leeds',
  addressPostcode: 'LS1 1AA',
  email: 'payer@service.example',
};

/** What one payer's browser knows between two requests. */
interface Visit {
  path?: string;
  cookie?: string;
  csrfToken?: string;
}

/**
 * Measures whole flows: a payment is created, its payer follows the link, fills in the card page, confirms, and the money is captured. Answers how
 * many were captured in a second of the load.
 */
export async function measureFlow(platform: Platform, seconds: number): Promise<number> {
  await raiseLimits(platform);
  const url = platform.serviceUrl('payments');
  const captured = await countCaptured(platform);
  const refused = new Set<string>();
  const load = async (duration: number) => {
    const before = await captured.now();
    const began = performance.now();
    await autocannon({
      url,
      connections: CONNECTIONS,
      duration,
      requests: steps(`Bearer ${platform.env.PAYMENTS_API_KEY}`, refused),
    });
    return ((await captured.now()) - before) / ((performance.now() - began) / 1000);
  };
  try {
    await load(2);
    const perSecond = await load(seconds);
    assert.deepEqual([...refused], []);
    return perSecond;
  } finally {
    await captured.end();
  }
}

function steps(authorization: string, refused: Set<string>): autocannon.Request[] {
  const step = (
    status: number,
    ask: (visit: Visit) => autocannon.Request,
    learn: (visit: Visit, body: string, headers: Record<string, unknown>) => void = () => {},
  ): autocannon.Request => ({
    setupRequest: (request, context) => ({ ...request, ...ask(context as Visit) }),
    onResponse: (given, body, context, headers) => {
      if (given !== status) refused.add(`${given} instead of ${status}`);
      else learn(context as Visit, body, headers as Record<string, unknown>);
    },
  });
  const open = (at: (visit: Visit) => string) =>
    step(
      200,
      (visit) => ({ method: 'GET', path: at(visit), headers: { cookie: String(visit.cookie) } }),
      (visit, body) => {
        visit.csrfToken = /name="csrfToken" value="([^"]+)"/.exec(body)?.[1] ?? '';
      },
    );
  const post = (status: number, at: (visit: Visit) => string, fields: Record<string, string>) =>
    step(status, (visit) => ({
      method: 'POST',
      path: at(visit),
      headers: { ...FORM, cookie: String(visit.cookie) },
      body: new URLSearchParams({ ...fields, csrfToken: String(visit.csrfToken) }).toString(),
    }));
  const card = (visit: Visit) => String(visit.path);
  const confirm = (visit: Visit) => `${visit.path}/confirm`;
  return [
    step(
      201,
      () => ({
        method: 'POST',
        path: '/v1/payments',
        headers: { authorization, 'content-type': 'application/json' },
        body: BODY,
      }),
      (visit, body) => {
        const { _links } = JSON.parse(body) as { _links: { next_url: { href: string } } };
        visit.path = new URL(_links.next_url.href).pathname;
      },
    ),
    step(
      303,
      (visit) => ({ method: 'GET', path: String(visit.path) }),
      (visit, _body, headers) => {
        visit.cookie = String([headers['set-cookie'] ?? headers['Set-Cookie']].flat()[0]).split(';')[0] ?? '';
        visit.path = new URL(String(headers.location ?? headers.Location), 'http://payments').pathname;
      },
    ),
    open(card),
    post(303, card, CARD),
    open(confirm),
    post(302, confirm, {}),
  ];
}

async function countCaptured(platform: Platform): Promise<{ now(): Promise<number>; end(): Promise<void> }> {
  const url = new URL(platform.adminUrl);
  url.pathname = '/payments';
  const pool = openPool({ url: url.href, applicationName: 'bench' });
  const text = "select count(*) as captured from payment where status = 'CAPTURED'";
  return {
    now: async () => Number((await pool.query({ text })).rows[0]?.captured),
    end: () => pool.end(),
  };
}
