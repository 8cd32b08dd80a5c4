import { randomInt } from 'node:crypto';
import type { Recipient } from './confirmations.ts';
import type { Payment, PaymentsClient } from './payments.ts';
import type { Person } from './sign-in.ts';

/** What a person typed into the form. */
export interface Answers {
  readonly name: string;
  readonly phone: string;
}

/** One application for a licence. */
export interface Application extends Answers {
  /** As the person reads it: FISH- and eight digits. */
  readonly reference: string;
  readonly email: string;
  /** How often a payment was begun. */
  attempt: number;
  paymentId?: string | undefined;
}

/** The applications of the service, one for each person. */
export interface Applications {
  of(person: Person): Application | undefined;
  /** Keeps what the person typed; their first application stays. */
  begin(person: Person, answers: Answers): Application;
  /** The application's payment: the one that is there, or a new one when there is none or it failed. */
  pay(application: Application): Promise<Payment>;
  /** Whom a payment concerns. */
  recipientOf(paymentId: string): Recipient | undefined;
  /** The payment of an application, by its reference. */
  paymentOf(reference: string): string | undefined;
}

/** What a licence costs, in pence. */
export const FEE = 3300;

/** Opens the store of applications. `returnUrl` is where payers come back to. */
export function openApplications(payments: PaymentsClient, returnUrl: string): Applications {
  const byPerson = new Map<string, Application>();
  const byPayment = new Map<string, Application>();

  return {
    of: ({ sub }) => byPerson.get(sub),
    begin({ sub, email }, answers) {
      const reference = `FISH-${String(randomInt(1e8)).padStart(8, '0')}`;
      const application = byPerson.get(sub) ?? { reference, email, attempt: 0, ...answers };
      byPerson.set(sub, application);
      return application;
    },
    async pay(application) {
      const { paymentId } = application;
      const before = paymentId === undefined ? undefined : await payments.get(paymentId);
      if (before && !hasFailed(before)) return before;
      if (before) application.attempt += 1;
      const { reference, attempt } = application;
      // The same key until an answer is there, so that a person who presses twice does not owe twice.
      const payment = await payments.create(`${reference}-${attempt}`, {
        amount: FEE,
        reference,
        description: 'Rod fishing licence, 12 months',
        return_url: returnUrl,
      });
      application.paymentId = payment.payment_id;
      byPayment.set(payment.payment_id, application);
      return payment;
    },
    recipientOf: (paymentId) => byPayment.get(paymentId),
    paymentOf: (reference) => [...byPerson.values()].find((one) => one.reference === reference)?.paymentId,
  };
}

/** Whether nothing will come of a payment any more. */
export function hasFailed({ state }: Payment): boolean {
  return state.finished && state.status !== 'success';
}

/** What is wrong with a form's answers, by field; empty when nothing is. */
export function problemsOf({ name, phone }: Answers): { name?: string; phone?: string } {
  return {
    ...(name === '' && { name: 'Enter your full name' }),
    ...(!/^(\+44|0)7\d{9}$/.test(phone) && { phone: 'Enter a UK mobile number, like 07700 900 982' }),
  };
}
