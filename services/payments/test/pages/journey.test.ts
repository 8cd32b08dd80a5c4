import { describe, expect, test } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createJourneys, type Journey } from '../../src/pages/journey.ts';

const productId = '0'.repeat(26);
const key = Buffer.alloc(32, 1);

/** A browser that keeps one cookie, with a clock. */
function browser(publicUrl = 'https://dept.test/payments') {
  const state = { now: new Date('2026-06-15T12:00:00Z'), cookie: '' };
  const request = () =>
    ({ publicUrl, headers: { cookie: state.cookie.split(';')[0] } }) as unknown as FastifyRequest;
  const reply = {
    header: (_name: string, value: string) => {
      state.cookie = value;
    },
  } as unknown as FastifyReply;
  const journeys = createJourneys(key, () => state.now);
  const read = (id: string, product = productId) => journeys.read(product, id, request());
  const keep = (journey: Journey) => journeys.keep(journey, request(), reply);
  return Object.assign(state, {
    journeys,
    read,
    keep,
    begin: () => journeys.begin(productId, {}, request(), reply),
    passes: (seconds: number) => {
      state.now = new Date(state.now.getTime() + seconds * 1000);
    },
  });
}

describe('a journey', () => {
  test('has a cookie of its own, sealed, over TLS only where the pages are', () => {
    const payer = browser();
    const id = payer.begin();
    expect(payer.cookie).toContain(`Path=/payments/pay/${productId}/${id}`);
    expect(payer.cookie).toMatch(/HttpOnly; Secure; SameSite=Lax/);
    const journey = payer.read(id);
    expect(journey).toMatchObject({ productId, id });
    if (journey) payer.keep({ ...journey, reference: 'CASE 1', amount: 5050 });
    expect(payer.read(id)).toMatchObject({ reference: 'CASE 1', amount: 5050 });
    expect(Buffer.from(payer.cookie.split(/[=;]/)[1] ?? '', 'base64url').toString('latin1')).not.toContain(
      'CASE',
    );
  });

  test('ends two hours after it began, whatever was typed meanwhile', () => {
    const payer = browser();
    const id = payer.begin();
    payer.passes(7000);
    const journey = payer.read(id);
    if (journey) payer.keep({ ...journey, amount: 1 });
    expect(payer.cookie).toContain('Max-Age=200;');
    payer.passes(199);
    expect(payer.read(id)).toMatchObject({ amount: 1 });
    payer.passes(1);
    expect(payer.read(id)).toBeUndefined();
  });

  test('is read at its own address only', () => {
    const payer = browser();
    const id = payer.begin();
    expect(payer.read('another')).toBeUndefined();
    expect(payer.read(id, '1'.repeat(26))).toBeUndefined();
  });

  test('whose cookie was changed anywhere is none', () => {
    const payer = browser();
    const id = payer.begin();
    const [name = '', value = ''] = payer.cookie.split(/[=;]/);
    for (const at of [0, 1, 20, 45, Math.floor(value.length / 2), value.length - 2]) {
      const other = value[at] === 'A' ? 'B' : 'A';
      payer.cookie = `${name}=${value.slice(0, at)}${other}${value.slice(at + 1)}`;
      expect([at, payer.read(id)]).toEqual([at, undefined]);
    }
  });

  test('has form tokens that stand for what was shown, and for no other journey', () => {
    const { journeys, begin, read } = browser();
    const journey = read(begin()) as Journey;
    const token = journeys.formToken(journey, { amount: 1 });
    expect(journeys.accepts(token, journey, { amount: 1 })).toBe(true);
    expect(journeys.accepts(token, journey, { amount: 2 })).toBe(false);
    expect(journeys.accepts(token, journey)).toBe(false);
    expect(journeys.accepts(token, { ...journey, id: 'x' }, { amount: 1 })).toBe(false);
    for (const none of [undefined, '', ['x'], token.slice(1)])
      expect(journeys.accepts(none, journey, { amount: 1 })).toBe(false);
  });
});
