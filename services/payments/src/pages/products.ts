import type { Handler } from '@ashlar/service-kit';
import { mayContainCardNumber } from '../domain/cards.ts';
import { formatPounds, isAmount, leastAmount } from '../domain/money.ts';
import { typedReferenceError } from '../domain/product-reference.ts';
import { readTypedAmount } from '../domain/typed-amount.ts';
import type { findProductByFriendlyUrl } from '../usecases/find-product-for-payer.ts';
import type { PayProduct, payProduct } from '../usecases/pay-product.ts';
import { oneLine } from './card-form.ts';
import type { Answers } from './journey.ts';
import { completePath, linesOf, type ProductPaymentDeps, showProductPayment } from './product-payment.ts';
import {
  goToStep,
  type JourneyVisit,
  journeyForm,
  journeyPage,
  nextStep,
  onward,
  type ProductVisit,
  type ProductVisitDeps,
  productPage,
  type Step,
  sendProductPage,
  stepPath,
} from './product-visit.ts';
import { basePath } from './render.ts';
import { createSessions } from './session.ts';
import { strings } from './strings/index.ts';
import { field, parameter, sendMessage } from './visit.ts';

/** What the pages of payment links need. */
export interface ProductPageDeps extends ProductVisitDeps, ProductPaymentDeps {
  findProductByFriendlyUrl(
    input: Parameters<typeof findProductByFriendlyUrl>[1],
  ): ReturnType<typeof findProductByFriendlyUrl>;
  payProduct(input: PayProduct): ReturnType<typeof payProduct>;
}

/** The pages of payment links, by operationId. */
export function productPageHandlers(deps: ProductPageDeps) {
  return {
    followFriendlyUrl: followFriendlyUrl(deps),
    showProduct: showProduct(deps),
    showProductReference: journeyPage(deps, 'reference', (visit) =>
      sendReference(visit, visit.journey.reference ?? ''),
    ),
    submitProductReference: submitReference(deps),
    showProductAmount: journeyPage(deps, 'amount', (visit) => sendAmount(visit, typedAgain(visit))),
    submitProductAmount: submitAmount(deps),
    showProductConfirmation: journeyPage(deps, 'confirm', sendConfirmation),
    confirmProduct: confirmProduct(deps),
    showProductPayment: showProductPayment(deps),
  } satisfies Record<string, Handler>;
}

function followFriendlyUrl(deps: ProductPageDeps): Handler {
  return async (request, reply) => {
    const servicePath = parameter(request, 'serviceNamePath');
    const productPath = parameter(request, 'productNamePath');
    const id = await deps.findProductByFriendlyUrl({ servicePath, productPath });
    if (id === undefined) return sendMessage(request, reply.code(404), 'unknownProduct');
    // The answers in the address go along.
    const { search } = new URL(request.url, request.publicUrl);
    return onward(reply).redirect(`${basePath(request)}/pay/${id}${search}`, 302);
  };
}

/** The first page begins a journey: what its button leads to is this payer's own way. What the address answers already is not asked. */
function showProduct(deps: ProductPageDeps): Handler {
  return productPage(deps, (visit) => {
    const { request, reply, product, journeys } = visit;
    const given = givenAnswers(visit);
    const id = journeys.begin(product.id, given, request, reply);
    return sendProductPage(visit, {
      view: 'product-start',
      title: product.name,
      lines: linesOf(product.description),
      continueUrl: stepPath(request, { productId: product.id, id }, nextStep(visit, given)),
    });
  });
}

/** The answers in a link's address, as GOV.UK Pay takes them: the amount is in pence. One that would be refused is asked for instead. */
function givenAnswers({ request, product, account }: ProductVisit): Answers {
  const query = request.query as Readonly<Record<string, unknown>>;
  const reference = oneLine(query.reference);
  const amount = /^\d{1,8}$/.test(String(query.amount)) ? Number(query.amount) : 0;
  const fits = isAmount(amount) && amount >= leastAmount(account.provider);
  return {
    ...(product.referenceEnabled && !typedReferenceError(reference) && { reference }),
    ...(product.price === null && fits && { amount }),
  };
}

function submitReference(deps: ProductPageDeps): Handler {
  return journeyForm(deps, 'reference', (visit) => {
    const typed = oneLine(field(visit.request, 'payment-reference'));
    const error = typedReferenceError(typed);
    if (!error) return keep(visit, { reference: typed });
    const label = visit.product.referenceLabel ?? '';
    visit.reply.code(400);
    // What may be a card's number is not shown again either.
    return sendReference(
      visit,
      error === 'card_number' ? '' : typed,
      strings[visit.product.language].product.referenceErrors[error](label),
    );
  });
}

function submitAmount(deps: ProductPageDeps): Handler {
  return journeyForm(deps, 'amount', (visit) => {
    const typed = oneLine(field(visit.request, 'payment-amount'));
    const least = leastAmount(visit.account.provider);
    const read = readTypedAmount(typed, least);
    if (typeof read === 'number') return keep(visit, { amount: read });
    visit.reply.code(400);
    const { amountErrors } = strings[visit.product.language].product;
    return sendAmount(
      visit,
      mayContainCardNumber(typed) ? '' : typed,
      amountErrors[read](formatPounds(least)),
    );
  });
}

/** Remembers an answer and goes on to the next step. */
function keep(visit: JourneyVisit, answer: { reference: string } | { amount: number }) {
  const journey = { ...visit.journey, ...answer };
  visit.journeys.keep(journey, visit.request, visit.reply);
  return goToStep({ ...visit, journey }, nextStep(visit, journey));
}

/** Makes the payment of what the page showed and sends the payer on to enter a card. */
function confirmProduct(deps: ProductPageDeps): Handler {
  const sessions = createSessions(deps.sessionKey, deps.now);
  return journeyPage(deps, 'confirm', async (visit) => {
    const { request, reply, product, account, journey } = visit;
    const token = field(request, 'csrfToken');
    // Another tab, or the department, may have changed what is paid since: then the payer looks at it anew.
    if (!(await deps.journeyReader.accepts(account.department, token, journey, shown(visit))))
      return goToStep(visit, 'confirm');
    const { traceparent, publicUrl } = request;
    const { amount, reference } = shown(visit);
    const completeUrl = (paymentId: string) => `${publicUrl}${completePath(paymentId)}`;
    const made = await deps.payProduct({
      ...{ product, account, journeyId: journey.id, amount, reference, completeUrl, traceparent },
    });
    const link = `/secure/${made.token}`;
    // With the session here already, a second click may follow the link a second time.
    sessions.start(made.paymentId, request, reply, [link, completePath(made.paymentId)]);
    return onward(reply).redirect(`${basePath(request)}${link}`, 303);
  });
}

function sendReference(visit: JourneyVisit, value: string, error?: string) {
  const { product } = visit;
  const heading = strings[visit.product.language].product.enterReference(product.referenceLabel ?? '');
  return sendStep(visit, { step: 'reference', heading, value, error, hint: product.referenceHint });
}

function sendAmount(visit: JourneyVisit, value: string, error?: string) {
  const { product } = visit;
  const heading = strings[product.language].product.enterAmount;
  return sendStep(visit, { step: 'amount', heading, value, error, hint: product.amountHint });
}

/** A page with one question, whose heading is the question. */
function sendStep(
  visit: JourneyVisit,
  content: {
    step: 'reference' | 'amount';
    heading: string;
    value: string;
    error: string | undefined;
    hint: string | null;
  },
) {
  const { request, journey, journeys, product } = visit;
  const t = strings[product.language];
  const title = `${content.heading} - ${product.name}`;
  return sendProductPage(visit, {
    ...content,
    view: `product-${content.step}`,
    title: content.error === undefined ? title : `${t.error}: ${title}`,
    csrfToken: journeys.formToken(journey),
    action: stepPath(request, journey, content.step),
    backUrl: backUrl(visit, content.step),
  });
}

function sendConfirmation(visit: JourneyVisit) {
  const { request, journey, journeys, product } = visit;
  const t = strings[product.language].product;
  return sendProductPage(visit, {
    view: 'product-confirm',
    title: `${t.check} - ${product.name}`,
    ...shown(visit),
    referenceName: capitalised(product.referenceLabel ?? ''),
    csrfToken: journeys.formToken(journey, shown(visit)),
    action: stepPath(request, journey, 'confirm'),
    changeReferenceUrl: product.referenceEnabled && stepPath(request, journey, 'reference'),
    changeAmountUrl: product.price === null && stepPath(request, journey, 'amount'),
    backUrl: backUrl(visit, 'confirm'),
  });
}

/** What is paid: the department's price and words, else what the payer typed. */
function shown({ product, journey }: JourneyVisit) {
  return {
    name: product.name,
    amount: product.price ?? Number(journey.amount),
    reference: product.referenceEnabled ? journey.reference : undefined,
  };
}

function backUrl({ request, journey, product }: JourneyVisit, from: Step): string {
  if (from === 'confirm' && product.price === null) return stepPath(request, journey, 'amount');
  if (from !== 'reference' && product.referenceEnabled) return stepPath(request, journey, 'reference');
  return `${basePath(request)}/pay/${product.id}`;
}

function typedAgain({ journey }: JourneyVisit): string {
  return journey.amount === undefined ? '' : formatPounds(journey.amount).replace('£', '');
}

/** A word in the middle of a sentence as it begins one; its own capitals stay. */
function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
