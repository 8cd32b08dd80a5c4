import { describe, expect, test } from '@jest/globals';
import { strings } from '../../src/pages/strings/index.ts';
import { cardFields, type FakeService, fakeService, payerPayment, paymentId } from './fixtures.ts';
import { base, payerOf, postForm } from './payer.ts';

const asked = (changes = {}) => fakeService(payerPayment('AUTHORISATION 3DS REQUIRED', changes));
const issuer = 'https://issuer.example/ask?secret=1';

describe('the page with the issuer’s question', () => {
  test('holds the standard’s frame, and a way to give up', async () => {
    const { html, status } = await (await payerOf(await asked())).get('/3ds_required');
    expect(status).toBe(200);
    expect(html).toMatch(/<iframe class="iframe-3ds" name="stripe-challenge-frame" /);
    expect(html).toContain(` title="${strings.en.challenge.frame}"`);
    expect(html).toContain(`src="${base}/3ds_required_out"`);
    expect(html).toContain('id="cancel-payment"');
  });

  test('gives the frame of a real issuer no name that belongs to what is in it', async () => {
    const service = await asked();
    service.challenge = issuer;
    const { html } = await (await payerOf(service)).get('/3ds_required');
    expect(html).toContain('<iframe class="iframe-3ds" title=');
  });

  test('lets its frame show the issuer and where that leads, and itself be framed by nobody', async () => {
    const service = await asked();
    const payer = await payerOf(service);
    const policy = async () => String((await payer.get('/3ds_required')).headers['content-security-policy']);
    expect(await policy()).toMatch(/frame-ancestors 'none'; frame-src 'self'; form-action 'self'$/);
    service.challenge = issuer;
    expect(await policy()).toContain("frame-src 'self' https://issuer.example https:;");
  });

  test('does not tell the issuer’s address: the frame is led there', async () => {
    const service = await asked();
    service.challenge = issuer;
    const payer = await payerOf(service);
    expect((await payer.get('/3ds_required')).html).not.toContain('secret');
    expect(await payer.get('/3ds_required_out')).toMatchObject({ status: 303, location: issuer });
  });

  test('follows a card that needs it', async () => {
    const service = await fakeService(undefined, { deps: { submitCard: async () => 'requires_3ds' } });
    expect((await (await payerOf(service)).post('', cardFields())).location).toBe(`${base}/3ds_required`);
  });

  test('names the address at which the issuer finds the payer again', async () => {
    const service = await fakeService(undefined, { publicUrl: 'https://dept.test/payments/' });
    await (await payerOf(service)).post('', cardFields());
    expect(service.sent[0]?.challengeReturnUrl).toBe(
      `https://dept.test/payments/card_details/${paymentId}/3ds_required_in`,
    );
  });
});

describe('the simulated issuer', () => {
  test('offers its answers, the good one first, in a frame of ours only', async () => {
    const payer = await payerOf(await asked());
    const { html, headers } = await payer.get('/3ds_simulation?pass=yes&fail=no&cancel=none');
    const values = [...html.matchAll(/type="submit"[^>]*value="(\w+)"/g)].map(([, value]) => value);
    expect(values).toEqual(['yes', 'no', 'none']);
    expect(html).toContain('target="_top"');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
    expect(html).not.toMatch(/<script|style=|onclick/);
  });

  test('shows what it was given as text', async () => {
    const payer = await payerOf(await asked());
    const { html } = await payer.get('/3ds_simulation?pass=%22%3E%3Cscript%3E&fail=a&fail=b');
    expect(html).not.toContain('<script');
  });

  test('speaks Welsh', async () => {
    const payer = await payerOf(await asked({ language: 'cy' }));
    for (const page of ['/3ds_required', '/3ds_simulation?pass=yes', '/3ds_required_in']) {
      expect((await payer.get(page)).html).toContain('<html lang="cy"');
    }
  });
});

describe('the way back', () => {
  test('takes what the issuer gave to the provider, and the payer on', async () => {
    const service = await asked();
    const payer = await payerOf(service);
    const reply = await payer.post('/3ds_required_in', { answer: 'yes' });
    expect([reply.status, reply.location]).toEqual([303, `${base}/confirm`]);
    expect(service.answers).toEqual(['yes']);
  });

  test('asks nothing of a payer without a cookie but to go on in the whole window', async () => {
    const service = await asked();
    const reply = await service.app.inject({ url: `${base}/3ds_required_in?payment_intent=pi_1` });
    expect(reply.statusCode).toBe(200);
    expect(reply.payload).toContain('target="_top"');
    expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'self'");
    expect(service.answers).toEqual([]);
    expect((await service.app.inject({ url: '/card_details/x/3ds_required_in' })).statusCode).toBe(404);
  });

  test('is closed to strangers', async () => {
    const service = await asked();
    const forged = await postForm(service, `${base}/3ds_required_in`, { answer: 'yes' });
    expect(forged.statusCode).toBe(403);
    for (const page of ['/3ds_required', '/3ds_required_out', '/3ds_simulation?pass=yes']) {
      expect((await service.app.inject({ url: `${base}${page}` })).statusCode).toBe(403);
    }
    expect(service.answers).toEqual([]);
  });
});

test.each(['AUTHORISATION SUCCESS', 'EXPIRED', 'AUTHORISATION 3DS READY'] as const)(
  'a frame that comes too late, at %s, leads the payer on',
  async (status) => {
    const service: FakeService = await fakeService(payerPayment(status));
    const payer = await payerOf(service);
    for (const page of ['/3ds_required_out', '/3ds_simulation?pass=yes', '/3ds_required_in']) {
      const { html, headers } = await payer.get(page);
      expect(html).toContain('id="go-on"');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
    }
  },
);
