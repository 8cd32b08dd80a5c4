import type { Handler } from '@ashlar/service-kit';
import { sendPage } from './render.ts';
import { resultOf } from './stage.ts';
import { strings } from './strings/index.ts';
import { page, type VisitDeps } from './visit.ts';

/** `showPaymentResult`: how the payment ended, and the way back to the service. */
export function showPaymentResult(deps: VisitDeps): Handler {
  return page(deps, '/result', ({ request, reply, payment }) => {
    const { language } = payment;
    const result = strings[language].results[resultOf(payment)];
    return sendPage(request, reply, { view: 'result', language, title: result.title, payment, result });
  });
}

/** What the waiting page needs. */
export interface WaitingDeps extends VisitDeps {
  /** After how many seconds it asks again. */
  readonly waitingRefreshS: number;
}

/** `showWaiting`: asks again by itself, every few seconds, until the provider has answered. */
export function showWaiting(deps: WaitingDeps): Handler {
  return page(deps, '/auth_waiting', ({ request, reply, payment }) => {
    const { language } = payment;
    // The header does what the element in the page would, and a browser obeys it without scripts too.
    reply.header('refresh', String(deps.waitingRefreshS));
    const { title } = strings[language].waiting;
    return sendPage(request, reply, { view: 'waiting', language, title, payment });
  });
}
