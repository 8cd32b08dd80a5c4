import { until } from '@ashlar/testkit';
import { expect } from '@jest/globals';
import {
  type Account,
  type Administered,
  type Answer,
  adminToken,
  aPayment,
  type Method,
  type Service,
} from './fixtures.ts';

/** A credential as the API shows it, as far as tests read it. */
export interface ShownCredential {
  readonly id: string;
  readonly provider: string;
  readonly status: string;
  readonly verification?: {
    readonly passed?: boolean;
    readonly finished_at?: string;
    readonly checks: readonly {
      readonly check: string;
      readonly passed: boolean;
      readonly detail?: string;
    }[];
  };
}

/** The path of an account's credentials, or of one of them. */
export function credentialsPath(account: Pick<Account, 'id'>, credential?: { readonly id: string }): string {
  const all = `/ashlar/v1/gateway-accounts/${account.id}/provider-credentials`;
  return credential ? `${all}/${credential.id}` : all;
}

/** Asks as an operator of all departments. */
export async function administer(
  service: Administered,
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return service.call(method, path, { key: await adminToken(service), body, headers });
}

/** Steps of a credential's way, in order. */
export type Step = 'created' | 'entered' | 'verified' | 'activated';

/** Takes a new credential of an account so far. */
export async function aCredential(
  service: Administered,
  account: Pick<Account, 'id'>,
  provider: string,
  to: Step,
  secrets: Record<string, string> = { account_name: 'licensing' },
): Promise<ShownCredential> {
  const made = await administer(service, 'POST', credentialsPath(account), { provider });
  expect(made.status).toBe(201);
  const credential = made.json as unknown as ShownCredential;
  if (to === 'created') return credential;
  const own = credentialsPath(account, credential);
  const entered = await administer(service, 'PUT', `${own}/secrets`, secrets);
  expect(entered.status).toBe(200);
  if (to === 'entered') return shownCredential(entered);
  // At a sandbox that misbehaves a check may fail by chance.
  const passes = async () => {
    const { json } = await administer(service, 'POST', `${own}/verify`);
    return (json as unknown as ShownCredential).status === 'VERIFIED';
  };
  await until(passes, { timeoutMs: 30_000, what: 'a check that passes' });
  if (to === 'activated') expect((await administer(service, 'POST', `${own}/activate`, {})).status).toBe(200);
  return shownCredential(await administer(service, 'GET', own));
}

/** The credential of an answer. */
export function shownCredential({ json }: Answer): ShownCredential {
  return json as unknown as ShownCredential;
}

/** An account's credentials, oldest first. */
export async function credentialsOf(
  service: Administered,
  account: Pick<Account, 'id'>,
): Promise<ShownCredential[]> {
  const { json } = await administer(service, 'GET', credentialsPath(account));
  return json.provider_credentials as ShownCredential[];
}

/** Resolves once payments of the account begin with the credential: what a process read of an account it believes for three seconds. */
export async function beginsWith(service: Service, account: Account, { id }: { id: string }): Promise<void> {
  const there = async () => {
    const { payment_id: paymentId } = await aPayment(service, account);
    return (await credentialOf(service, paymentId)) === id;
  };
  await until(there, { timeoutMs: 10_000, everyMs: 100, what: 'the switch to be seen' });
}

/** With which credential a payment began. */
export async function credentialOf(service: Service, paymentId: string): Promise<string | null | undefined> {
  const { rows } = await service.pool.query<{ credential_id: string | null }>(
    'select credential_id from payment where id = $1',
    [paymentId],
  );
  return rows[0]?.credential_id;
}
