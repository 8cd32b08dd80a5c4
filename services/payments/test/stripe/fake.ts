import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  type Fields,
  failure,
  type Line,
  type StripeReply,
  type StripeRequest,
  serveStripe,
} from './fake-http.ts';

interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly livemode: boolean;
  status: 'requires_payment_method' | 'requires_action' | 'requires_capture' | 'succeeded' | 'canceled';
  next_action: { type: 'redirect_to_url'; redirect_to_url: { url: string; return_url: string } } | null;
  /** Not shown: what its charge will hold. */
  readonly group: string | null;
  metadata: Record<string, string>;
  customer: string | null;
  payment_method: string | null;
  setup_future_usage: string | null;
  latest_charge: string | null;
}

interface Charge {
  readonly id: string;
  readonly object: 'charge';
  readonly amount: number;
  readonly transfer_group: string | null;
  readonly metadata: Record<string, string>;
  readonly payment_intent: string;
  readonly status: 'succeeded' | 'failed';
  readonly failure_code: string | null;
  readonly outcome: { reason: string | null; advice_code: string | null };
  captured: boolean;
  balance_transaction: { object: 'balance_transaction'; fee: number } | null;
}

interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly payment_intent: string;
  readonly metadata: Record<string, string>;
  status: 'succeeded' | 'pending' | 'failed';
}

/** A dispute, as far as the service reads it. */
export interface FakeDispute {
  readonly id: string;
  readonly object: 'dispute';
  readonly amount: number;
  readonly created: number;
  readonly payment_intent: string;
  reason: string;
  status: string;
  evidence_details: { due_by: number | null; submission_count: number };
  balance_transactions: { amount: number; fee: number; net: number }[];
}

/** Settings of the fake, which a test may change at any time. */
export interface FakeSettings extends Line {
  /** The fee of a capture is known only once {@link FakeStripe.settleFees} is called. */
  feesLater: boolean;
  /** How refunds begin. */
  refunds: 'succeeded' | 'pending';
}

/** A Stripe of the outside world that lives in this process, for what the vendor's own stateless mock server cannot tell. */
export type FakeStripe = Awaited<ReturnType<typeof startFakeStripe>>;

/**
 * Starts it: payment methods, customers, intents with manual capture, charges, refunds, idempotency keys as Stripe keeps them. Its cards
 * are Stripe's test cards: 4000000000000002 is declined, 4000000000000119 cannot be processed, 4000000000000341 is declined without its payer, the issuer of
 * 4000002500003155 asks the payer first.
 */
export async function startFakeStripe() {
  const settings: FakeSettings = {
    losing: undefined,
    loseEvery: { before: 0, after: 0 },
    feesLater: false,
    refunds: 'succeeded',
  };
  const books = new Books(settings);
  const customers = new Map<string, Books>();
  const server = await serveStripe(settings, async (request) => {
    // A moment, so that calls really overlap.
    await setTimeout(1);
    if (request.key.endsWith('revoked')) return failure(401, { type: 'invalid_request_error' });
    return (customers.get(request.key) ?? books).handle(request);
  });
  const { charges, refunds, intents, disputes } = books;
  return {
    ...server,
    settings,
    charges,
    refunds,
    intents,
    disputes,
    settleFees: () => books.settleFees(),
    /** Another customer of Stripe's, by its secret key: neither knows what the other has. */
    customer(key: string): Books {
      const own = new Books(settings);
      customers.set(key, own);
      return own;
    },
    answer: (challenge: string, how: 'pass' | 'fail') => books.answer(challenge, how),
  };
}

const idOf = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;
const page = (data: unknown[]): StripeReply => ({
  status: 200,
  body: { object: 'list', data, has_more: false },
});
const missing = () => failure(404, { type: 'invalid_request_error', code: 'resource_missing' });
const unexpected = () =>
  failure(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' });
const metadataOf = (fields: Fields) => ({ ...(fields.metadata as Record<string, string> | undefined) });

const feeOf = (amount: number) => ({
  object: 'balance_transaction' as const,
  fee: Math.round(amount * 0.015) + 20,
});

/** What the fake knows, and what may be done to it. */
class Books {
  readonly charges: Charge[] = [];
  readonly refunds: Refund[] = [];
  readonly intents = new Map<string, Intent>();
  readonly disputes = new Map<string, FakeDispute>();
  private readonly cards = new Map<string, string>();
  private readonly customers = new Set<string>();
  private readonly settings: FakeSettings;

  constructor(settings: FakeSettings) {
    this.settings = settings;
  }

  /** Has the fees known that were left open. */
  settleFees(): void {
    for (const charge of this.charges) {
      if (charge.captured) charge.balance_transaction ??= feeOf(charge.amount);
    }
  }

  /** Answers an issuer's question as a payer does on its page: once. */
  answer(challenge: string, how: 'pass' | 'fail'): void {
    const intent = this.intents.get(new URL(challenge).pathname.split('/').at(-1) ?? '');
    if (intent?.status !== 'requires_action') return;
    intent.next_action = null;
    intent.status = 'requires_payment_method';
    if (how === 'pass') this.charge(intent, undefined);
  }

  async handle({ method, path, fields }: StripeRequest): Promise<StripeReply> {
    const [, , collection, id, action] = path.split('/');
    switch (`${method} ${collection}${id ? '/:id' : ''}${action ? `/${action}` : ''}`) {
      case 'POST payment_methods':
        return this.createPaymentMethod(fields);
      case 'POST customers':
        return this.createCustomer();
      case 'POST payment_intents':
        return this.createIntent(fields);
      case 'GET payment_intents':
        return page([...this.intents.values()]);
      case 'GET charges':
        return this.listCharges(fields);
      case 'POST refunds':
        return this.createRefund(fields);
      case 'GET refunds':
        return page(this.refunds.filter((one) => one.payment_intent === fields.payment_intent));
      case 'GET disputes/:id':
        return this.readDispute(id);
    }
    const intent = this.intents.get(id ?? '');
    if (!intent) return missing();
    if (action === 'capture') return this.capture(intent, fields);
    return action === 'cancel' ? this.cancel(intent) : this.shown(intent, fields);
  }

  private createPaymentMethod(fields: Fields): StripeReply {
    const id = idOf('pm');
    this.cards.set(id, String((fields.card as Fields).number));
    return { status: 200, body: { id, object: 'payment_method' } };
  }

  private createCustomer(): StripeReply {
    const id = idOf('cus');
    this.customers.add(id);
    return { status: 200, body: { id, object: 'customer' } };
  }

  private listCharges(fields: Fields): StripeReply {
    const found = this.charges.filter((one) => one.transfer_group === fields.transfer_group);
    return page(found.map((one) => ({ ...one, payment_intent: this.intents.get(one.payment_intent) })));
  }

  private createIntent(fields: Fields): StripeReply {
    const card = this.cards.get(String(fields.payment_method));
    const customer = (fields.customer as string | undefined) ?? null;
    if (Number(fields.amount) < 30) {
      return failure(400, { type: 'invalid_request_error', code: 'amount_too_small' });
    }
    if (customer !== null && !this.customers.has(customer)) return missing();
    if (fields.confirm === 'true' && card === undefined) return missing();
    const intent: Intent = {
      id: idOf('pi'),
      object: 'payment_intent',
      livemode: false,
      amount: Number(fields.amount),
      status: 'requires_payment_method',
      metadata: metadataOf(fields),
      customer,
      payment_method: null,
      next_action: null,
      group: (fields.transfer_group as string | undefined) ?? null,
      setup_future_usage: (fields.setup_future_usage as string | undefined) ?? null,
      latest_charge: null,
    };
    this.intents.set(intent.id, intent);
    return card === undefined ? this.shown(intent, fields) : this.confirm(intent, card, fields);
  }

  private confirm(intent: Intent, card: string, fields: Fields): StripeReply {
    intent.payment_method = String(fields.payment_method);
    const asks = card === challenged && fields.off_session !== 'true';
    if (asks && fields.error_on_requires_action !== 'true') {
      const redirect = {
        url: `https://hooks.stripe.test/3ds/${intent.id}`,
        return_url: String(fields.return_url),
      };
      intent.status = 'requires_action';
      intent.next_action = { type: 'redirect_to_url', redirect_to_url: redirect };
      return this.shown(intent, fields);
    }
    const refusal = asks ? unanswered : refusalOf(card, fields.off_session === 'true');
    const charge = this.charge(intent, refusal);
    return refusal
      ? failure(402, { type: 'card_error', ...refusal, charge: charge.id, payment_intent: intent })
      : this.shown(intent, fields);
  }

  private charge(intent: Intent, refusal: Refused | undefined): Charge {
    const charge: Charge = {
      id: idOf('ch'),
      object: 'charge',
      amount: intent.amount,
      transfer_group: intent.group,
      metadata: { ...intent.metadata },
      payment_intent: intent.id,
      status: refusal ? 'failed' : 'succeeded',
      failure_code: refusal?.code ?? null,
      outcome: { reason: refusal?.decline_code ?? null, advice_code: refusal?.advice_code ?? null },
      captured: false,
      balance_transaction: null,
    };
    this.charges.push(charge);
    intent.latest_charge = charge.id;
    if (!refusal) intent.status = 'requires_capture';
    return charge;
  }

  private capture(intent: Intent, fields: Fields): StripeReply {
    const charge = this.chargeOf(intent);
    if (intent.status !== 'requires_capture' || !charge) return unexpected();
    intent.status = 'succeeded';
    intent.metadata = { ...intent.metadata, ...metadataOf(fields) };
    charge.captured = true;
    charge.balance_transaction = this.settings.feesLater ? null : feeOf(charge.amount);
    return this.shown(intent, fields);
  }

  private cancel(intent: Intent): StripeReply {
    if (intent.status === 'canceled' || intent.status === 'succeeded') return unexpected();
    intent.status = 'canceled';
    return this.shown(intent, {});
  }

  private createRefund(fields: Fields): StripeReply {
    const intent = this.intents.get(String(fields.payment_intent));
    if (!intent) return missing();
    const gone = this.refunds.filter((one) => one.payment_intent === intent.id && one.status !== 'failed');
    const left = intent.amount - gone.reduce((sum, { amount }) => sum + amount, 0);
    if (intent.status !== 'succeeded' || Number(fields.amount) > left) {
      return failure(400, { type: 'invalid_request_error', code: 'charge_already_refunded' });
    }
    const refund: Refund = {
      id: idOf('re'),
      object: 'refund',
      amount: Number(fields.amount),
      payment_intent: intent.id,
      metadata: metadataOf(fields),
      status: this.settings.refunds,
    };
    this.refunds.push(refund);
    return { status: 200, body: { ...refund } };
  }

  private readDispute(id: string | undefined): StripeReply {
    const dispute = this.disputes.get(id ?? '');
    if (!dispute) return missing();
    const body = { ...dispute, payment_intent: this.intents.get(dispute.payment_intent) };
    return { status: 200, body };
  }

  private chargeOf(intent: Intent): Charge | undefined {
    return this.charges.find(({ id }) => id === intent.latest_charge);
  }

  private shown(intent: Intent, fields: Fields): StripeReply {
    const latest = fields.expand ? this.chargeOf(intent) : intent.latest_charge;
    return { status: 200, body: { ...intent, latest_charge: latest } };
  }
}

const challenged = '4000002500003155';
const unanswered = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  advice_code: null,
};

interface Refused {
  readonly code: string;
  readonly decline_code: string | null;
  readonly advice_code: string | null;
}

function refusalOf(card: string, offSession: boolean): Refused | undefined {
  if (card === '4000000000000002') {
    return { code: 'card_declined', decline_code: 'generic_decline', advice_code: 'try_again_later' };
  }
  if (card === '4000000000000119') return { code: 'processing_error', decline_code: null, advice_code: null };
  if (card === '4000000000000341' && offSession) {
    return { code: 'card_declined', decline_code: 'do_not_honor', advice_code: 'do_not_try_again' };
  }
  return undefined;
}
