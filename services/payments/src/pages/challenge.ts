import type { Handler } from '@ashlar/service-kit';
import type { AnswerChallenge } from '../usecases/answer-challenge.ts';
import type { CardOutcome } from '../usecases/submit-card.ts';
import { sendPage } from './render.ts';
import { stageAfter, stageOf } from './stage.ts';
import { strings } from './strings/index.ts';
import {
  field,
  goTo,
  member,
  page,
  parameter,
  sendMessage,
  type Visit,
  type VisitDeps,
  visitor,
} from './visit.ts';

/** What 3-D Secure needs: the issuer's question and a way for the answer. */
export interface ChallengeDeps extends VisitDeps {
  /** The issuer's page: an address, or a path beside the payment's pages. Undefined when the payment waits for no answer. */
  readChallenge(input: { paymentId: string }): Promise<string | undefined>;
  answerChallenge(input: AnswerChallenge): Promise<CardOutcome>;
}

/** `showChallenge`: the issuer's page in a frame. */
export function showChallenge(deps: ChallengeDeps): Handler {
  return page(deps, '/3ds_required', async ({ request, reply, payment, session }) => {
    const challenge = (await deps.readChallenge({ paymentId: payment.id })) ?? '';
    const { language } = payment;
    const { title } = strings[language].challenge;
    // An issuer's page leads on to others of its own.
    const frames = URL.canParse(challenge) ? challenge : undefined;
    const content = { title, payment, csrfToken: session.csrfToken, simulated: !frames };
    return sendPage(request, reply, { view: 'challenge', language, ...content }, { frames });
  });
}

/** `leadToIssuer`: what the frame opens first. */
export function leadToIssuer(deps: ChallengeDeps): Handler {
  return visitor(deps, async (visit) => {
    const challenge = await deps.readChallenge({ paymentId: visit.payment.id });
    if (challenge === undefined) return sendWayOn(visit);
    return visit.reply
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .redirect(challenge, 303);
  });
}

// Tests that departments have for Stripe's test mode, GOV.UK Pay's own among them, press these buttons in a frame named stripe-challenge-frame.
const buttons = { pass: 'test-source-authorize-3ds', fail: 'test-source-fail-3ds', cancel: 'issuer-cancel' };

/** `showSimulatedIssuer`: the page of the sandboxes' issuer, which gives the answers that came with its address. */
export function showSimulatedIssuer(deps: ChallengeDeps): Handler {
  return visitor(deps, (visit) => {
    const { request, reply, payment } = visit;
    if (stageOf(payment) !== '/3ds_required') return sendWayOn(visit);
    const { language } = payment;
    const { title, ...words } = strings[language].issuer;
    const answers = (['pass', 'fail', 'cancel'] as const).map((name) => {
      const value = member(request.query, name);
      return { id: buttons[name], text: words[name], value: typeof value === 'string' ? value : '' };
    });
    return sendPage(request, reply, { view: 'issuer', language, title, payment, answers }, { framed: true });
  });
}

/**
 * `showReturnFromIssuer`: where an issuer sends the payer back to, in the frame. A browser may keep the payment's cookie from a frame that
 * another site has led here, so that this page only asks the payer to go on in the whole window.
 */
export function showReturnFromIssuer(deps: ChallengeDeps): Handler {
  return async (request, reply) => {
    const payment = await deps.readPaymentForPayer({ paymentId: parameter(request, 'chargeId') });
    return payment
      ? sendWayOn({ request, reply, payment })
      : sendMessage(request, reply.code(404), 'notFound');
  };
}

/** `answerChallenge`: takes the answer to the provider, once. It is the issuer's word that counts, not the form that brings it. */
export function answerChallenge(deps: ChallengeDeps): Handler {
  return visitor(deps, async (visit) => {
    const { request, payment } = visit;
    const answer = field(request, 'answer');
    const outcome = await deps.answerChallenge({
      paymentId: payment.id,
      answer: typeof answer === 'string' ? answer : '',
      traceparent: request.traceparent,
    });
    return goTo(visit, stageAfter[outcome]);
  });
}

// The payment's other pages show themselves in no frame.
function sendWayOn({ request, reply, payment }: Pick<Visit, 'request' | 'reply' | 'payment'>): unknown {
  const { language } = payment;
  const { title } = strings[language].wayOn;
  return sendPage(request, reply, { view: 'way-on', language, title, payment }, { framed: true });
}
