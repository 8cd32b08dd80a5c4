import { describe, expect, test } from '@jest/globals';
import { cardFields, fakeService, payerPayment, paymentId, today } from './fixtures.ts';
import { base, payerOf, postForm } from './payer.ts';

describe('the session of a payer', () => {
  test('begins with the link and is the browser’s alone', async () => {
    const { app } = await fakeService();
    const reply = await app.inject({ url: '/secure/good' });
    expect(reply.statusCode).toBe(303);
    expect(reply.headers.location).toBe(base);
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(reply.cookies[0]).toMatchObject({ path: base, httpOnly: true, sameSite: 'Lax', maxAge: 86_400 });
    expect(reply.cookies[0]?.secure).toBeUndefined();
  });

  test('begins with the link by form post too', async () => {
    const service = await fakeService();
    const reply = await postForm(service, '/secure', { chargeTokenId: 'good' });
    expect([reply.statusCode, reply.headers.location]).toEqual([303, base]);
    expect((await postForm(service, '/secure', {})).statusCode).toBe(404);
  });

  test('is sent over TLS only where the pages are, and stays below a path prefix', async () => {
    const { app } = await fakeService(undefined, { publicUrl: 'https://dept.test/payments' });
    const reply = await app.inject({ url: '/secure/good' });
    expect(reply.headers.location).toBe(`/payments${base}`);
    expect(reply.cookies[0]).toMatchObject({ path: `/payments${base}`, secure: true });
  });

  test('is not begun by a program that only checks the link', async () => {
    const used: string[] = [];
    const { app } = await fakeService(undefined, {
      deps: {
        followPaymentLink: async ({ token }) => {
          used.push(token);
          return { paymentId, used: false };
        },
      },
    });
    const reply = await app.inject({ method: 'HEAD', url: '/secure/good' });
    expect([reply.statusCode, reply.cookies, used]).toEqual([200, [], []]);
  });

  test('goes on when the browser that followed the link follows it again, and only there', async () => {
    let used = false;
    const { app } = await fakeService(undefined, {
      deps: {
        followPaymentLink: async () => {
          const answer = { paymentId, used };
          used = true;
          return answer;
        },
      },
    });
    const { cookies } = await app.inject({ url: '/secure/good' });
    const forLink = cookies.find(({ path }) => path === '/secure/good');
    expect(forLink).toMatchObject({ httpOnly: true, sameSite: 'Lax', maxAge: 86_400 });
    const headers = { cookie: `${forLink?.name}=${forLink?.value}` };
    const again = await app.inject({ url: '/secure/good', headers });
    expect([again.statusCode, again.headers.location, again.cookies]).toEqual([303, base, []]);
    for (const cookie of ['', 'payment_session=9999999999.a.b', 'payment_session=%E0%A4%A']) {
      expect((await app.inject({ url: '/secure/good', headers: { cookie } })).statusCode).toBe(403);
    }
  });

  test.each([
    ['spent', 403, 'already been used'],
    ['nonsense', 404, 'not valid'],
  ])('does not begin with a link that is %s', async (token, status, words) => {
    const { app } = await fakeService();
    const reply = await app.inject({ url: `/secure/${token}` });
    expect(reply.statusCode).toBe(status);
    expect(reply.payload).toContain(words);
    expect(reply.cookies).toEqual([]);
  });

  test('is needed for every page and form, and a stranger learns nothing of the payment', async () => {
    const service = await fakeService();
    for (const page of ['', '/confirm', '/result', '/auth_waiting']) {
      const reply = await service.app.inject({ url: `${base}${page}` });
      expect(reply.statusCode).toBe(403);
      expect(reply.payload).toContain('Your payment session is missing');
      expect(reply.payload).not.toMatch(/fishing|service\.example/i);
    }
    for (const page of ['', '/confirm', '/cancel']) {
      expect((await postForm(service, `${base}${page}`, cardFields())).statusCode).toBe(403);
    }
    expect([service.sent, service.confirmed, service.cancelled]).toEqual([[], 0, 0]);
  });

  test('ends after 24 hours', async () => {
    const service = await fakeService();
    const payer = await payerOf(service);
    service.now = new Date(today.getTime() + 86_399_000);
    expect((await payer.get()).status).toBe(200);
    service.now = new Date(today.getTime() + 86_400_000);
    expect((await payer.get()).status).toBe(403);
  });

  test('cannot be made, prolonged or taken to another payment', async () => {
    const service = await fakeService(undefined, {
      deps: {
        readPaymentForPayer: async (input) => payerPayment('ENTERING CARD DETAILS', { id: input.paymentId }),
      },
    });
    const { cookie } = await payerOf(service);
    const [ends = '', ...rest] = cookie.replace('payment_session=', '').split('.');
    const forged = [
      `payment_session=${Number(ends) + 1}.${rest.join('.')}`,
      'payment_session=..',
      'payment_session=',
    ];
    for (const value of forged) {
      expect((await service.app.inject({ url: base, headers: { cookie: value } })).statusCode).toBe(403);
    }
    const other = `/card_details/${'a'.repeat(26)}`;
    expect((await service.app.inject({ url: other, headers: { cookie } })).statusCode).toBe(403);
  });
});

describe('a form', () => {
  test.each(['', '/confirm', '/cancel'])('without the page’s own token changes nothing: %s', async (page) => {
    const service = await fakeService();
    const { cookie } = await payerOf(service);
    const anotherSession = await payerOf(service);
    const otherToken = /name="csrfToken" value="([^"]+)"/.exec((await anotherSession.get()).html)?.[1] ?? '';
    expect(otherToken).not.toBe('');
    for (const proof of [{}, { csrfToken: '' }, { csrfToken: 'forged' }, { csrfToken: otherToken }]) {
      const reply = await postForm(service, `${base}${page}`, { ...cardFields(), ...proof }, cookie);
      expect(reply.statusCode).toBe(403);
      expect(reply.payload).toContain(`href="${base}"`);
    }
    expect([service.sent, service.confirmed, service.cancelled]).toEqual([[], 0, 0]);
  });
});
