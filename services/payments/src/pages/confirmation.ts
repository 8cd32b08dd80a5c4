import type { Handler } from '@ashlar/service-kit';
import type { cancelByPayer } from '../usecases/cancel-by-payer.ts';
import type { confirmPayment as confirm } from '../usecases/confirm-payment.ts';
import type { PaymentAsk } from '../usecases/deps.ts';
import { countryName } from './countries.ts';
import { sendPage } from './render.ts';
import { strings } from './strings/index.ts';
import { form, goTo, page, type Visit, type VisitDeps } from './visit.ts';

/** What the payer's last word on a payment needs. */
export interface ClosingDeps extends VisitDeps {
  confirmPayment(input: PaymentAsk): ReturnType<typeof confirm>;
  cancelByPayer(input: PaymentAsk): ReturnType<typeof cancelByPayer>;
}

/** `showConfirmation`: what will be paid, with which card. */
export function showConfirmation(deps: ClosingDeps): Handler {
  return page(deps, '/confirm', (visit) => {
    const { request, reply, payment, session } = visit;
    const { title } = strings[payment.language].confirm;
    const content = { title, payment, csrfToken: session.csrfToken, addressLines: addressLines(visit) };
    return sendPage(
      request,
      reply,
      { view: 'confirm', language: payment.language, ...content },
      // Browsers hold the redirect back to the service to the form's rule too.
      { leadsTo: payment.returnUrl },
    );
  });
}

/** `confirmPayment`: makes the payment a success and sends the payer back to the service. */
export function confirmPayment(deps: ClosingDeps): Handler {
  return form(deps, async (visit) => {
    const { request, reply, payment } = visit;
    const { traceparent } = request;
    const outcome = await deps.confirmPayment({ paymentId: payment.id, traceparent });
    if (outcome === 'not_open') return goTo(visit, '');
    reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    return reply.redirect(payment.returnUrl, 302);
  });
}

/** `cancelPaymentByPayer`: the payer gives up. */
export function cancelPaymentByPayer(deps: ClosingDeps): Handler {
  return form(deps, async (visit) => {
    const { request, payment } = visit;
    const { traceparent } = request;
    const outcome = await deps.cancelByPayer({ paymentId: payment.id, traceparent });
    // Every page leads on to where the payment is, whichever this one is.
    return goTo(visit, outcome === 'cancelled' ? '/result' : '/auth_waiting');
  });
}

function addressLines({ payment }: Visit): readonly string[] {
  const { line1, line2, city, postcode, country } = payment.cardSummary?.billing_address ?? {};
  const name = country && countryName(payment.language, country);
  return [line1, line2, city, postcode, name].filter((line) => line !== undefined);
}
