import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { type Account, type Answer, aPayment, follow, type Service, sendCard } from './fixtures.ts';

/** The sandbox's card that can be set up and is declined when it is charged. */
export const declinedLater = '5105105105105100';

/** Creates an agreement over HTTP and answers its id. */
export async function anAgreement(
  service: Service,
  { key }: Account,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const body = { reference: 'CT-1', description: 'Council tax', ...changes };
  const { json } = await service.call('POST', '/v1/agreements', { key, body });
  return String(json.agreement_id);
}

/** Pays a payment that sets an agreement up. Answers the payment's id. */
export async function setUp(
  service: Service,
  account: Account,
  agreementId: string,
  card?: string,
): Promise<string> {
  const payment = await aPayment(service, account, { set_up_agreement: agreementId });
  await follow(service, payment);
  await sendCard(service, payment.payment_id, card);
  await confirmPayment(service.deps, { paymentId: payment.payment_id });
  return payment.payment_id;
}

/** An agreement that is active. */
export async function anActiveAgreement(service: Service, account: Account, card?: string): Promise<string> {
  const id = await anAgreement(service, account);
  await setUp(service, account, id, card);
  return id;
}

/** Asks for a payment that an agreement is charged for. */
export function charge(
  service: Service,
  { key }: Account,
  agreementId: string,
  ask: { changes?: Record<string, unknown>; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const body = {
    amount: 999,
    reference: 'R-2',
    description: 'The second instalment',
    authorisation_mode: 'agreement',
    agreement_id: agreementId,
    ...ask.changes,
  };
  return service.call('POST', '/v1/payments', { key, body, headers: ask.headers ?? {} });
}

/** What the API shows of an agreement. */
export async function shownAgreement(
  service: Service,
  { key }: Account,
  id: string,
): Promise<Record<string, unknown>> {
  return (await service.call('GET', `/v1/agreements/${id}`, { key })).json;
}
