import type { Handler } from '@ashlar/service-kit';
import type { readProductPayment } from '../usecases/find-product-for-payer.ts';
import { basePath, sendPage } from './render.ts';
import { resultOf, stageOf } from './stage.ts';
import { strings } from './strings/index.ts';
import { goTo, parameter, sendMessage, type VisitDeps } from './visit.ts';

/** What the last page of a payment link needs. */
export interface ProductPaymentDeps extends Pick<VisitDeps, 'readSession'> {
  readProductPayment(input: { paymentId: string }): ReturnType<typeof readProductPayment>;
}

/** `showProductPayment`: how the payment ended, for a link without an address of the department's own to return to. */
export function showProductPayment(deps: ProductPaymentDeps): Handler {
  return async (request, reply) => {
    const paymentId = parameter(request, 'paymentId');
    if (!(await deps.readSession(paymentId, request)))
      return sendMessage(request, reply.code(403), 'noSession');
    const found = await deps.readProductPayment({ paymentId });
    if (!found) return sendMessage(request, reply.code(404), 'notFound');
    const { payment, product, reference } = found;
    if (stageOf(payment) !== '/result') return goTo({ request, reply, payment }, stageOf(payment));
    const { language } = payment;
    const result = resultOf(payment);
    return sendPage(request, reply, {
      view: 'product-complete',
      language,
      payment,
      title: strings[language].results[result].title,
      result: strings[language].results[result],
      succeeded: result === 'success',
      reference,
      lines: linesOf(product.confirmationText),
      againUrl: `${basePath(request)}/pay/${product.id}`,
    });
  };
}

/** The path of that page. */
export function completePath(paymentId: string): string {
  return `/payment-complete/${paymentId}`;
}

/** A text's lines, without empty ones. */
export function linesOf(text: string | null): readonly string[] {
  return (text ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
}
