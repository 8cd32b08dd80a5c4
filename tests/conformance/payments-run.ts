import type { PaymentsSubject } from '@ashlar/conformance';
import { startOne } from '../journeys/platform.ts';
import { demoAccount, raiseLimits } from '../resilience/accounts.ts';

/** A platform of its own whose payments component can be judged. */
export interface PaymentsRun {
  /** What the suite takes, with an administrator's token that lasts ten minutes from now. */
  subject(): Promise<PaymentsSubject>;
  stop(): Promise<void>;
}

/** Starts a platform with rate limits that the suite does not meet. */
export async function startPayments(): Promise<PaymentsRun> {
  const { platform, stop } = await startOne('postgres');
  await raiseLimits(platform);
  const { PAYMENTS_URL, PAYMENTS_API_KEY, PAYMENTS_OTHER_URL, PAYMENTS_OTHER_API_KEY } = platform.env;
  return {
    stop,
    async subject() {
      const { id, authorization } = await demoAccount(platform);
      return {
        baseUrl: String(PAYMENTS_URL),
        apiKey: String(PAYMENTS_API_KEY),
        other: { baseUrl: String(PAYMENTS_OTHER_URL), apiKey: String(PAYMENTS_OTHER_API_KEY) },
        admin: { token: authorization.replace('Bearer ', ''), accountId: id },
      };
    },
  };
}
