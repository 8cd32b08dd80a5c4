import type { Handler } from '@ashlar/service-kit';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { followPaymentLink } from '../usecases/follow-payment-link.ts';
import { type CardDeps, showCardDetails, submitCardDetails } from './card-details.ts';
import {
  answerChallenge,
  type ChallengeDeps,
  leadToIssuer,
  showChallenge,
  showReturnFromIssuer,
  showSimulatedIssuer,
} from './challenge.ts';
import { type ClosingDeps, cancelPaymentByPayer, confirmPayment, showConfirmation } from './confirmation.ts';
import { showPaymentResult, showWaiting, type WaitingDeps } from './outcome.ts';
import { govukStyles, ownStyles } from './render.ts';
import { createSessions } from './session.ts';
import { field, goTo, parameter, sendMessage } from './visit.ts';

export { pageErrors } from './errors.ts';
export { productPageHandlers } from './products.ts';

/** What the pages reach the payments through: the use cases with their own dependencies filled in, and what signs sessions. */
export interface PageDeps extends CardDeps, ChallengeDeps, ClosingDeps, WaitingDeps {
  followPaymentLink(input: Parameters<typeof followPaymentLink>[1]): ReturnType<typeof followPaymentLink>;
}

/** The operations that answer with pages, by operationId. */
export function pageHandlers(deps: PageDeps) {
  return {
    followPaymentLink: follow(deps, (request) => parameter(request, 'token')),
    followPostedPaymentLink: follow(deps, (request) => String(field(request, 'chargeTokenId') ?? '')),
    showCardDetails: showCardDetails(deps),
    submitCardDetails: submitCardDetails(deps),
    showChallenge: showChallenge(deps),
    leadToIssuer: leadToIssuer(deps),
    showSimulatedIssuer: showSimulatedIssuer(deps),
    showReturnFromIssuer: showReturnFromIssuer(deps),
    answerChallenge: answerChallenge(deps),
    showConfirmation: showConfirmation(deps),
    confirmPayment: confirmPayment(deps),
    cancelPaymentByPayer: cancelPaymentByPayer(deps),
    showPaymentResult: showPaymentResult(deps),
    showWaiting: showWaiting(deps),
  } satisfies Record<string, Handler>;
}

/** Registers the pages' two stylesheets. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: ownStyles,
    prefix: '/assets/',
    allowedPath: (path) => path === '/pages.css',
    maxAge: '365d',
    immutable: true,
    decorateReply: false,
  });
  app.get('/assets/govuk-frontend.css', (_request, reply) =>
    reply
      .headers({
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      })
      .type('text/css; charset=utf-8')
      .send(govukStyles),
  );
}

type TokenOf = (request: Parameters<Handler>[0]) => string;

function follow(deps: PageDeps, tokenOf: TokenOf): Handler {
  const sessions = createSessions(deps.sessionKey, deps.now);
  return async (request, reply) => {
    // Programs that preview or check links ask so; the payer's one use must not be spent on them.
    if (request.method === 'HEAD') return reply.header('cache-control', 'no-store').send();
    const { traceparent } = request;
    const followed = await deps.followPaymentLink({ token: tokenOf(request), traceparent });
    if (followed === 'unknown') return sendMessage(request, reply.code(404), 'unknownLink');
    const { paymentId, used } = followed;
    // The browser that used it has the payment's session with this link, and goes on.
    if (!used) sessions.start(paymentId, request, reply);
    else if (!(await deps.readSession(paymentId, request)))
      return sendMessage(request, reply.code(403), 'usedLink');
    return goTo({ request, reply, payment: { id: paymentId } }, '');
  };
}
