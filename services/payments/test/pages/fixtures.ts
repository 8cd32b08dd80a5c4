import Fastify, { type FastifyInstance } from 'fastify';
import { usualCardRules } from '../../src/domain/card-kinds.ts';
import { externalState, type Status } from '../../src/domain/payment.ts';
import { type PageDeps, pageErrors, pageHandlers, registerPages } from '../../src/pages/index.ts';
import { createSessions } from '../../src/pages/session.ts';
import { kindOfCard } from '../../src/providers/card-kinds.ts';
import type { PayerPayment } from '../../src/usecases/read-payment-for-payer.ts';
import type { SubmitCard } from '../../src/usecases/submit-card.ts';

/** The only payment of the fake service. */
export const paymentId = 'hu20sqlact5260q2nanm0q8u93';
/** The time at which the fake service stands. */
export const today = new Date('2026-06-15T12:00:00Z');

/** A payment as its pages see it, at any status. */
export function payerPayment(status: Status, changes: Partial<PayerPayment> = {}): PayerPayment {
  return {
    id: paymentId,
    status,
    state: externalState(status),
    amount: 123_450,
    total: 123_450,
    description: 'A fishing licence',
    language: 'en',
    returnUrl: 'https://service.example/return?case=1',
    account: { name: 'Fishing licences', type: 'test', cards: usualCardRules },
    ...changes,
  };
}

/** Card fields as a payer types them, with some replaced. */
export function cardFields(changes: Record<string, string> = {}): Record<string, string> {
  return {
    cardNo: '4444 3333 2222 1111',
    expiryMonth: '6',
    expiryYear: '26',
    cardholderName: 'J Bloggs',
    cvc: '123',
    addressLine1: '1 High Street',
    addressLine2: '',
    addressCity: 'Leeds',
    addressCountry: 'GB',
    addressPostcode: 'LS1 1AA',
    email: 'payer@service.example',
    ...changes,
  };
}

/** A service with one payment in memory: what it was told is in `sent`, `answers`, `confirmed` and `cancelled`. */
export interface FakeService {
  readonly app: FastifyInstance;
  payment: PayerPayment;
  now: Date;
  readonly sent: SubmitCard[];
  /** The issuer's page, while the payment waits for an answer. */
  challenge: string;
  readonly answers: string[];
  confirmed: number;
  cancelled: number;
}

/** Starts the pages on fake use cases. `publicUrl` is what the gateway would say. */
export async function fakeService(
  payment = payerPayment('ENTERING CARD DETAILS'),
  options: { publicUrl?: string; deps?: Partial<PageDeps> } = {},
): Promise<FakeService> {
  const app = Fastify();
  const fake: FakeService = {
    app,
    payment,
    now: today,
    sent: [],
    confirmed: 0,
    cancelled: 0,
    challenge: '3ds_simulation?pass=yes&fail=no&cancel=none',
    answers: [],
  };
  app.decorateRequest('publicUrl', { getter: () => options.publicUrl ?? 'http://pay.test' });
  app.decorateRequest('traceparent', { getter: () => '' });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  await registerPages(app);
  const handlers = pageHandlers({ ...fakeDeps(fake), ...options.deps });
  app.post('/secure', handlers.followPostedPaymentLink);
  app.get('/secure/:token', handlers.followPaymentLink);
  const path = '/card_details/:chargeId';
  app.get(path, handlers.showCardDetails);
  app.post(path, handlers.submitCardDetails);
  app.get(`${path}/3ds_required`, handlers.showChallenge);
  app.get(`${path}/3ds_required_out`, handlers.leadToIssuer);
  app.get(`${path}/3ds_simulation`, handlers.showSimulatedIssuer);
  app.get(`${path}/3ds_required_in`, handlers.showReturnFromIssuer);
  app.post(`${path}/3ds_required_in`, handlers.answerChallenge);
  app.get(`${path}/confirm`, handlers.showConfirmation);
  app.post(`${path}/confirm`, handlers.confirmPayment);
  app.post(`${path}/cancel`, handlers.cancelPaymentByPayer);
  app.get(`${path}/result`, handlers.showPaymentResult);
  app.get(`${path}/auth_waiting`, handlers.showWaiting);
  app.setNotFoundHandler((request, reply) => {
    const { body, contentType = '', headers = {} } = pageErrors({ kind: 'not_found', status: 404 }, request);
    return reply.code(404).headers(headers).type(contentType).send(body);
  });
  return fake;
}

function fakeDeps(fake: FakeService): PageDeps {
  const moveTo = (status: Status) => {
    fake.payment = payerPayment(status, { ...fake.payment, status, state: externalState(status) });
  };
  return {
    sessionKey: Buffer.alloc(32, 7),
    readSession: async (id, request) => createSessions(Buffer.alloc(32, 7), () => fake.now).read(id, request),
    now: () => fake.now,
    followPaymentLink: async ({ token }) =>
      token === 'good' || token === 'spent' ? { paymentId, used: token === 'spent' } : 'unknown',
    readPaymentForPayer: async (input) => (input.paymentId === paymentId ? fake.payment : undefined),
    kindOf: kindOfCard,
    submitCard: async (input) => {
      fake.sent.push(input);
      moveTo('AUTHORISATION SUCCESS');
      return 'authorised';
    },
    waitingRefreshS: 3,
    readChallenge: async () =>
      fake.payment.status === 'AUTHORISATION 3DS REQUIRED' ? fake.challenge : undefined,
    answerChallenge: async ({ answer }) => {
      fake.answers.push(answer);
      moveTo('AUTHORISATION SUCCESS');
      return 'authorised';
    },
    confirmPayment: async () => {
      fake.confirmed += 1;
      moveTo('CAPTURE APPROVED');
      return 'confirmed';
    },
    cancelByPayer: async () => {
      fake.cancelled += 1;
      moveTo('USER CANCELLED');
      return 'cancelled';
    },
  };
}
