import type { GatePlan, MutatingCall, Mutation, Profile } from '../gate/plan.ts';
import type { Answer } from '../http.ts';
import { makeUpDepartment } from './made-up-department.ts';
import { isCoreOperation } from './profile.ts';
import { create, type PaymentsSubject, pay, payAndCapture, paymentBody } from './subject.ts';
import { paymentsSuite } from './suite.ts';

/** What the gate does with a payments component, beside its contract. */
export function paymentsPlan(subject: PaymentsSubject, profile: Profile): GatePlan {
  return {
    component: 'payments',
    suite: paymentsSuite
      .filter((one) => profile === 'full' || one.profile === 'core')
      .map((one) => ({ section: one.section, name: one.name, run: () => one.run(subject) })),
    mutations: mutationsOf(subject),
    reader: { authorization: `Bearer ${subject.apiKey}` },
    ...(profile === 'core' && { needs: isCoreOperation }),
    made: makeUpDepartment,
  };
}

function mutationsOf(subject: PaymentsSubject): Mutation[] {
  const headers = { authorization: `Bearer ${subject.apiKey}` };
  const post = (path: string, entity: MutatingCall['entity'], body?: unknown): MutatingCall => ({
    path,
    ask: { method: 'POST', headers, ...(body !== undefined && { body }) },
    entity,
  });
  const made = (answer: Answer) => String((answer.json as { payment_id?: unknown } | undefined)?.payment_id);
  return [
    {
      name: 'create',
      event: 'payments.payment.created.v1',
      keyed: true,
      prepare: async () => post('/v1/payments', made, paymentBody()),
    },
    {
      name: 'refund',
      event: 'payments.refund.submitted.v1',
      keyed: true,
      async prepare() {
        const { payment_id: id } = await payAndCapture(subject, { amount: 1000 });
        return post(`/v1/payments/${id}/refunds`, () => id, { amount: 400 });
      },
    },
    {
      name: 'capture',
      event: 'payments.payment.capture_requested.v1',
      keyed: true,
      async prepare() {
        const { payment_id: id } = await pay(subject, { delayed_capture: true });
        return post(`/v1/payments/${id}/capture`, () => id);
      },
    },
    {
      name: 'cancel',
      event: 'payments.payment.cancelled.v1',
      keyed: true,
      async prepare() {
        const { payment_id: id } = await create(subject);
        return post(`/v1/payments/${id}/cancel`, () => id);
      },
    },
  ];
}
