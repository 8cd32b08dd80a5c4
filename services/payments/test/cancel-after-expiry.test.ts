import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faultyProvider, hold } from './faulty-provider.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  reaches,
  type Service,
  shown,
  startService,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({ override: faultyProvider });
  account = await anAccount(service);
});

afterAll(() => service?.end());

test('an expired payment cannot be cancelled, also while its card is still being let go of', async () => {
  const id = await aPaymentAt(service, account, 'authorised');
  const provider = hold();
  try {
    const path = `/ashlar/v1/sandbox/payments/${id}/expire`;
    expect((await service.call('POST', path, { key: account.key })).status).toBe(202);
    await reaches(service, id, 'EXPIRE CANCEL READY');
    expect((await shown(service, account, id)).state.code).toBe('P0020');
    const answer = await service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });
    expect([answer.status, answer.json.code]).toEqual([400, 'P0501']);
  } finally {
    provider.open();
  }
  await reaches(service, id, 'EXPIRED');
});
