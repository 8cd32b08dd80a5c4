import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { leastAmount } from '../domain/money.ts';
import type { PayerProduct } from '../usecases/find-product-for-payer.ts';
import { type Answers, createJourneys, type Journey, type JourneyReader, type Journeys } from './journey.ts';
import { basePath, type PageContent, sendPage } from './render.ts';
import { field, parameter, sendMessage, type VisitDeps } from './visit.ts';

/** What visits of a payment link's pages are checked with. */
export interface ProductVisitDeps extends Pick<VisitDeps, 'sessionKey' | 'now'> {
  findProductForPayer(input: { productId: string }): Promise<PayerProduct | undefined>;
  readonly journeyReader: JourneyReader;
}

/** One request for a page of a link that takes payments. */
export interface ProductVisit extends PayerProduct {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly journeys: Journeys;
}

/** The same for a page within a payer's journey. */
export interface JourneyVisit extends ProductVisit {
  readonly journey: Journey;
}

/** The steps of a journey, in order; each is also the end of its page's path. */
export type Step = 'reference' | 'amount' | 'confirm';

/** A page of a link; one that is unknown or closed is told of instead. */
export function productPage(deps: ProductVisitDeps, serve: (visit: ProductVisit) => unknown): Handler {
  const journeys = createJourneys(deps.sessionKey, deps.now);
  return async (request, reply) => {
    const found = await deps.findProductForPayer({ productId: parameter(request, 'productExternalId') });
    if (!found) return sendMessage(request, reply.code(404), 'unknownProduct');
    const { account, product, open } = found;
    if (!open) {
      return sendMessage(request, reply.code(410), 'closedProduct', { language: product.language, account });
    }
    return serve({ ...found, request, reply, journeys });
  };
}

/** A page within a journey. Without the journey's cookie, or where a step before it is missing, the payer is sent to where to begin. */
export function journeyPage(deps: ProductVisitDeps, step: Step, serve: (visit: JourneyVisit) => unknown) {
  return productPage(deps, async (visit) => {
    const { request, account, product } = visit;
    const id = parameter(request, 'journeyId');
    const journey = await deps.journeyReader.read(account.department, product.id, id, request);
    if (!journey) return goToStart(visit);
    const due = nextStep(visit, journey);
    const mayBe = step === due || isDone(step, visit, journey);
    return mayBe ? serve({ ...visit, journey }) : goToStep({ ...visit, journey }, due);
  });
}

/** A posted form within a journey. Without the page's own token nothing is done. */
export function journeyForm(deps: ProductVisitDeps, step: Step, act: (visit: JourneyVisit) => unknown) {
  return journeyPage(deps, step, async (visit) => {
    const { request, reply, journey, product, account } = visit;
    const token = field(request, 'csrfToken');
    if (await deps.journeyReader.accepts(account.department, token, journey)) return act(visit);
    const link = `${basePath(request)}/pay/${product.id}`;
    return sendMessage(request, reply.code(403), 'badForm', { language: product.language, account, link });
  });
}

/** The first step whose answer is missing, or less than the account's provider takes by now; the last one when none is. */
export function nextStep({ product, account }: PayerProduct, journey: Answers): Step {
  if (product.referenceEnabled && journey.reference === undefined) return 'reference';
  const amount = product.price ?? journey.amount ?? 0;
  return amount < leastAmount(account.provider) ? 'amount' : 'confirm';
}

/** The address of a step of a journey. */
export function stepPath(request: FastifyRequest, journey: Pick<Journey, 'productId' | 'id'>, step: Step) {
  return `${basePath(request)}/pay/${journey.productId}/${journey.id}/${step}`;
}

/** Sends the payer on to a step. */
export function goToStep({ request, reply, journey }: JourneyVisit, step: Step): FastifyReply {
  return onward(reply).redirect(stepPath(request, journey, step), 303);
}

/** The headers of a redirect that no cache keeps. */
export function onward(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
}

/** Sends a page of the link. */
export function sendProductPage(
  visit: ProductVisit,
  content: Pick<PageContent, 'view' | 'title'> & Readonly<Record<string, unknown>>,
): FastifyReply {
  const { request, reply, product, account } = visit;
  return sendPage(request, reply, { ...content, language: product.language, product, account });
}

function goToStart({ request, reply, product }: ProductVisit): FastifyReply {
  return onward(reply).redirect(`${basePath(request)}/pay/${product.id}`, 303);
}

/** Whether a step has been answered already, so that its page may be opened again for another answer. */
function isDone(step: Step, { product }: PayerProduct, journey: Journey): boolean {
  if (step === 'reference') return product.referenceEnabled && journey.reference !== undefined;
  return step === 'amount' && product.price === null && journey.amount !== undefined;
}
