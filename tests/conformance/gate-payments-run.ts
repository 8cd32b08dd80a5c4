import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GateSubject, type PaymentsSubject, paymentsPlan, signerOf } from '@ashlar/conformance';
import { contractHash, createEventValidator, loadBundle } from '@ashlar/contracts';
import { expectJson } from '../swap/http.ts';
import { type Implementation, startImplementation } from '../swap/implementations.ts';
import { type Ground, prepareGround } from '../swap/world.ts';
import { gateKeys } from './gate-keys.ts';

/** Our own payments, with a database server of its own, as the gate holds it to the full profile. */
export interface PaymentsCandidate {
  /** What the gate takes. */
  readonly gate: GateSubject;
  stop(): Promise<void>;
}

/** Starts one that trusts a key of the gate. */
export async function startPaymentsCandidate(): Promise<PaymentsCandidate> {
  const ground = await prepareGround({ fsync: false, log: () => {} });
  const folder = await mkdtemp(join(tmpdir(), 'gate-payments-'));
  const stop = async () => {
    await ground.close();
    await rm(folder, { recursive: true });
  };
  try {
    const implementation = 'payments-candidate';
    const keys = await gateKeys(folder);
    const payments = await startImplementation(ground, 'payments', 'candidate', {
      REGISTRY_JWKS: keys.jwks,
      IMPLEMENTATION_NAMES: implementation,
      // As on one machine: receivers of webhooks are here, and all payers have its one address.
      WEBHOOK_INSECURE_TARGETS: 'true',
      PAYMENT_LINK_ADDRESS_PER_MINUTE: '10000',
      PAYMENT_LINK_PER_MINUTE: '10000',
    });
    const subject = await openSubject(ground, payments);
    const gate: GateSubject = {
      baseUrl: payments.url,
      profile: 'full',
      contract: loadBundle('payments'),
      contractHash: contractHash('payments'),
      checkEvent: createEventValidator('payments'),
      plan: paymentsPlan(subject, 'full'),
      sign: await signerOf(keys.registryKey, 'registry'),
      implementation,
    };
    return { gate, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Two departments with an account each; the first may do everything, the second nothing special. */
async function openSubject(ground: Ground, { url }: Implementation): Promise<PaymentsSubject> {
  const token = await ground.tokens.mint({
    audience: 'payments',
    scope: 'payments:admin',
    department: '*',
    expiresInS: 3600,
  });
  const first = await openAccount(ground, url, 'licensing');
  const other = await openAccount(ground, url, 'courts');
  const everything = { zero_amount: true, recurring: true, moto: true, moto_api: true, telephone: true };
  await first.change('features', everything);
  await first.change('cards', {
    corporate_credit_card_surcharge_amount: 250,
    corporate_debit_card_surcharge_amount: 150,
    corporate_prepaid_debit_card_surcharge_amount: 50,
  });
  return {
    baseUrl: url,
    apiKey: first.apiKey,
    other: { baseUrl: url, apiKey: other.apiKey },
    admin: { token, accountId: first.id },
  };
}

async function openAccount({ tokens }: Ground, url: string, department: string) {
  const token = await tokens.mint({ audience: 'payments', scope: 'payments:admin', department });
  const headers = { authorization: `Bearer ${token}` };
  const root = `${url}/ashlar/v1/gateway-accounts`;
  const body = { service: 'fishing-licence', name: 'Fishing licences', type: 'test' };
  const { id } = await expectJson<{ id: string }>(root, { headers, body });
  const change = (part: string, changes: object) =>
    expectJson(`${root}/${id}/${part}`, { method: 'PATCH', headers, body: changes });
  await change('limits', { create_per_second: 100_000, other_per_second: 100_000 });
  const made = await expectJson<{ token: string }>(`${root}/${id}/api-keys`, {
    headers,
    body: { description: 'The gate' },
  });
  return { id, apiKey: made.token, change };
}
