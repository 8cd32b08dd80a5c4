import { freePort } from '@ashlar/testkit';
import type { DemoValues } from '../demo-values.ts';
import { feedOf } from '../feed.ts';
import { openApplications } from './applications.ts';
import { type Confirmation, type FollowOptions, followPayments } from './confirmations.ts';
import { paymentsClient } from './payments.ts';
import { publishStartPage, readStartPage, type StartPage } from './publishing.ts';
import { createRelyingParty } from './relying-party.ts';
import { relyingParty } from './sign-in.ts';

/** A department's own service, running: a web server for citizens and a program that follows the payments feed. */
export interface Licensing {
  /** Its web address, without a trailing slash. */
  readonly url: string;
  /** Publishes the page that leads into it. */
  publish(): Promise<StartPage>;
  /** The payment of an application, by the reference that its citizen reads. */
  paymentOf(reference: string): string | undefined;
  /** What was sent for a payment; undefined as long as its capture was not heard of. */
  confirmation(paymentId: string): Confirmation | undefined;
  /** Ends the program that follows the feed and starts another, which knows nothing of what was sent and hears everything again. */
  followAgain(): Promise<void>;
  /** What went wrong behind its error pages. */
  readonly errors: readonly unknown[];
  close(): Promise<void>;
}

/** Starts the service on a free loopback port. `sending` is told before a message is asked for. */
export async function startLicensing(
  demo: DemoValues,
  sending: FollowOptions['sending'],
): Promise<Licensing> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const errors: unknown[] = [];
  const payments = paymentsClient(demo);
  const applications = openApplications(payments, `${url}/return`);
  let startPath = '';
  const app = createRelyingParty(url, {
    leadsTo: [demo.IDENTITY_ISSUER, demo.PAYMENTS_URL],
    signIn: relyingParty(demo, url),
    applications,
    payments,
    startPage: () => readStartPage(demo, startPath),
    onError: (error) => errors.push(error),
  });
  await app.listen({ host: '127.0.0.1', port });

  const after = await feedOf(demo.PAYMENTS_URL, () => demo.PAYMENTS_API_KEY).end();
  const follow = () => followPayments({ demo, after, sending, recipientOf: applications.recipientOf });
  let confirmations = follow();
  return {
    url,
    errors,
    async publish() {
      const page = await publishStartPage(demo, `${url}/apply`);
      startPath = page.base_path;
      return page;
    },
    paymentOf: applications.paymentOf,
    confirmation: (paymentId) => confirmations.of(paymentId),
    async followAgain() {
      await confirmations.close();
      confirmations = follow();
    },
    async close() {
      await app.close();
      await confirmations.close();
    },
  };
}
