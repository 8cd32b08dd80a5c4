import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { type Account, anAccount, aPaymentAt, type Service, shown, startService } from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({ env: { SANDBOX_CONFIRM_WAIT_MS: '2000' } });
  account = await anAccount(service);
});

afterAll(() => service?.end());

const timed = async <T>(work: Promise<T>): Promise<{ value: T; ms: number }> => {
  const start = performance.now();
  const value = await work;
  return { value, ms: performance.now() - start };
};

test('who reads while the payer confirms is told of the success', async () => {
  const paymentId = await aPaymentAt(service, account, 'authorised');
  const read = shown(service, account, paymentId);
  await confirmPayment(service.deps, { paymentId });
  expect((await read).state).toEqual({ status: 'success', finished: true });
});

test('a payer who takes longer is not waited for', async () => {
  const quick = await startService({ env: { SANDBOX_CONFIRM_WAIT_MS: '100' } });
  try {
    const ask = await anAccount(quick);
    const paymentId = await aPaymentAt(quick, ask, 'authorised');
    const { value, ms } = await timed(shown(quick, ask, paymentId));
    expect(value.state).toEqual({ status: 'submitted', finished: false });
    expect(ms).toBeGreaterThan(95);
  } finally {
    await quick.end();
  }
});

test.each([
  ['of a live account', 'authorised', { type: 'live' }],
  ['that waits for a card', 'started', {}],
  ['that is over', 'confirmed', {}],
] as const)('a payment %s is shown at once', async (_name, stage, changes) => {
  const asker = await anAccount(service, changes);
  const paymentId = await aPaymentAt(service, asker, stage);
  const { ms } = await timed(shown(service, asker, paymentId));
  expect(ms).toBeLessThan(1500);
});
