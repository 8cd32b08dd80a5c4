import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PayerPayment } from '../usecases/read-payment-for-payer.ts';
import { basePath, sendPage } from './render.ts';
import type { ReadSession, Session } from './session.ts';
import { type Stage, stageOf } from './stage.ts';
import type { Strings } from './strings/en.ts';
import { preferredLanguage, strings } from './strings/index.ts';

/** One request of a payer who may see the payment. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly payment: PayerPayment;
  readonly session: Session;
}

/** What a visit is checked with. */
export interface VisitDeps {
  readPaymentForPayer(input: { paymentId: string }): Promise<PayerPayment | undefined>;
  readonly readSession: ReadSession;
  /** 32 bytes that sign new sessions and forms. */
  readonly sessionKey: Buffer;
  now(): Date;
}

/** A page of one payment at one stage. Where the payment is at another stage, its payer is sent there. */
export function page(deps: VisitDeps, stage: Stage, show: (visit: Visit) => unknown): Handler {
  return visitor(deps, (visit) =>
    stageOf(visit.payment) === stage ? show(visit) : goTo(visit, stageOf(visit.payment)),
  );
}

/** A posted form of a payment's pages. Without the page's own token nothing is done. */
export function form(deps: VisitDeps, act: (visit: Visit) => unknown): Handler {
  return visitor(deps, (visit) => {
    const { request, reply, payment, session } = visit;
    if (session.accepts(field(request, 'csrfToken'))) return act(visit);
    const link = `${basePath(request)}/card_details/${payment.id}`;
    return sendMessage(request, reply.code(403), 'badForm', { payment, language: payment.language, link });
  });
}

/** Which payment's page to go to, in answer to what. */
type Way = Pick<Visit, 'request' | 'reply'> & { readonly payment: Pick<PayerPayment, 'id'> };

/** Sends the payer on to another page of the payment. */
export function goTo({ request, reply, payment }: Way, stage: Stage): FastifyReply {
  reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  return reply.redirect(`${basePath(request)}/card_details/${payment.id}${stage}`, 303);
}

/** Sends a page that only tells something. */
export function sendMessage(
  request: FastifyRequest,
  reply: FastifyReply,
  name: keyof Strings['messages'],
  more: Partial<Pick<PayerPayment, 'language' | 'account'>> & { payment?: PayerPayment; link?: string } = {},
): FastifyReply {
  const language = more.language ?? preferredLanguage(request.headers['accept-language']);
  const message = strings[language].messages[name];
  return sendPage(request, reply, { ...more, view: 'message', language, title: message.title, message });
}

/** A field of a posted form. */
export function field(request: FastifyRequest, name: string): unknown {
  return member(request.body, name);
}

/** A part of the address. */
export function parameter(request: FastifyRequest, name: string): string {
  const value = member(request.params, name);
  return typeof value === 'string' ? value : '';
}

/** Serves a payer who may see the payment, wherever it is. */
export function visitor(deps: VisitDeps, serve: (visit: Visit) => unknown): Handler {
  return async (request, reply) => {
    const paymentId = parameter(request, 'chargeId');
    const session = await deps.readSession(paymentId, request);
    if (!session) return sendMessage(request, reply.code(403), 'noSession');
    const payment = await deps.readPaymentForPayer({ paymentId });
    if (!payment) return sendMessage(request, reply.code(404), 'notFound');
    return serve({ request, reply, payment, session });
  };
}

/** A member of what a request brought; undefined where it brought no such thing. */
export function member(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}
