import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type Asked, changeOnce } from './driver-change.ts';
import { type Answer, send } from './http.ts';
import { type Attempt, isYes, type LineFile } from './ledger.ts';
import { createPool, type Known, type Pool } from './payment-pool.ts';
import { type Chance, createChance } from './random.ts';

/** How a driver drives. */
export interface DriverOptions {
  /** The department's entry point at the gateway. */
  readonly url: string;
  readonly apiKey: string;
  readonly seed: number;
  /** Requests begun in a second, whatever becomes of those before (an open model). */
  readonly perSecond: number;
  readonly ledger: LineFile<Attempt>;
}

/** Traffic of one department, mixed of all that its service may ask. */
export interface Driver {
  /** How many changes were accepted so far, repeats aside. */
  accepted(): number;
  /** Answers that were no yes, by what they were, such as `503` or `ECONNRESET`. */
  readonly failures: ReadonlyMap<string, number>;
  /** Answers that no failure of a part explains. Each is a sentence. */
  readonly unexpected: readonly string[];
  /** The milliseconds that each change took which ended between two moments of `performance.now()`. */
  latencies(from: number, to: number): number[];
  /** Begins nothing new and waits until all that was begun is answered. */
  stop(): Promise<void>;
}

/** What the driver does, and how often of a hundred times. */
const mix = {
  create: 24,
  authorise: 20,
  capture: 5,
  cancel: 5,
  refund: 8,
  repeat: 3,
  read: 27,
  history: 4,
  refunds: 4,
} as const;

/** Starts one. The same seed wants the same things in the same order, as far as the answers allow. */
export function startDriver(options: DriverOptions): Driver {
  const driver = new Running(options);
  driver.begin();
  return driver;
}

class Running implements Driver {
  readonly failures = new Map<string, number>();
  readonly unexpected: string[] = [];
  readonly #options: DriverOptions;
  readonly #chance: Chance;
  readonly #pool: Pool;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #took: { readonly end: number; readonly ms: number }[] = [];
  readonly #done: Asked[] = [];
  #accepted = 0;
  #begun = 0;
  #running = true;
  #loop: Promise<void> | undefined;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#chance = createChance(options.seed);
    this.#pool = createPool(this.#chance);
  }

  begin(): void {
    this.#loop = this.#run();
  }

  accepted(): number {
    return this.#accepted;
  }

  latencies(from: number, to: number): number[] {
    return this.#took.filter(({ end }) => end >= from && end <= to).map(({ ms }) => ms);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#loop;
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  async #run(): Promise<void> {
    const started = performance.now();
    for (let n = 0; this.#running; n += 1) {
      const due = started + (n * 1000) / this.#options.perSecond;
      if (due > performance.now()) await wait(due - performance.now());
      const one = this.#act().catch((error: unknown) => {
        this.unexpected.push(`the driver itself failed: ${inspect(error)}`);
      });
      this.#inFlight.add(one);
      one.finally(() => this.#inFlight.delete(one));
    }
  }

  #act(): Promise<void> {
    const { next, below, pick } = this.#chance;
    let drawn = below(100);
    const action = (Object.keys(mix) as (keyof typeof mix)[]).find((name) => {
      drawn -= mix[name];
      return drawn < 0;
    });
    switch (action) {
      case 'authorise':
        return this.#onOne('new', (payment) => this.#authorise(payment));
      case 'capture':
        return this.#onOne('capturable', (payment) => this.#capture(payment));
      case 'cancel':
        return this.#onOne(next() < 0.7 ? 'new' : 'capturable', (payment) => this.#cancel(payment));
      case 'refund':
        return this.#onOne('taken', (payment) => this.#refund(payment));
      case 'repeat':
        return this.#repeat(pick(this.#done));
      case 'read':
        return this.#read(pick(this.#pool.ids), '');
      case 'history':
        return this.#read(pick(this.#pool.ids), '/events');
      case 'refunds':
        return this.#read(pick(this.#pool.ids), '/refunds');
      default:
        return this.#create();
    }
  }

  /** Does something with one payment that nothing else is done with meanwhile; makes one when there is none. */
  async #onOne(stage: Known['stage'], act: (payment: Known) => Promise<void>): Promise<void> {
    const payment = this.#pool.take(stage);
    if (!payment) return this.#create();
    await act(payment);
    this.#pool.put(payment);
  }

  #create(): Promise<void> {
    const { next, below } = this.#chance;
    this.#begun += 1;
    const reference = `D${this.#options.seed}-${this.#begun}`;
    const amount = 100 + below(50_000);
    const delayed = next() < 0.3;
    const asked = this.#asked('create', { reference, amount, delayed }, '/v1/payments', {
      amount,
      reference,
      description: 'A payment of the drill',
      authorisation_mode: 'moto_api',
      delayed_capture: delayed,
    });
    return this.#change(asked, (answer) => {
      const { payment_id: id, _links: links } = JSON.parse(answer.text);
      const token = String(links?.auth_url_post?.params?.one_time_token ?? '');
      this.#pool.put({ id, stage: 'new', token, amount, delayed, refunded: 0 });
    });
  }

  async #authorise(payment: Known): Promise<void> {
    const asked = this.#asked('authorise', { payment: payment.id }, '/v1/auth', {
      one_time_token: payment.token,
      card_number: '4444333322221111',
      cvc: '123',
      expiry_date: '12/49',
      cardholder_name: 'J Bloggs',
    });
    payment.stage = 'over';
    await this.#change(asked, () => {
      payment.stage = payment.delayed ? 'capturable' : 'taken';
    });
  }

  async #capture(payment: Known): Promise<void> {
    const path = `/v1/payments/${payment.id}/capture`;
    payment.stage = 'over';
    await this.#change(this.#asked('capture', { payment: payment.id }, path), () => {
      payment.stage = 'taken';
    });
  }

  async #cancel(payment: Known): Promise<void> {
    const path = `/v1/payments/${payment.id}/cancel`;
    payment.stage = 'over';
    await this.#change(this.#asked('cancel', { payment: payment.id }, path), () => {});
  }

  /** Gives a part back, once the payment says that it can be given back. */
  async #refund(payment: Known): Promise<void> {
    const answer = await this.#get(`/v1/payments/${payment.id}`);
    if (answer?.status !== 200) return;
    const { refund_summary: summary } = JSON.parse(answer.text);
    if (summary?.status !== 'available') return;
    const left = payment.amount - payment.refunded;
    const amount = Math.min(left, 1 + this.#chance.below(Math.ceil(payment.amount / 3)));
    payment.refunded += amount;
    const path = `/v1/payments/${payment.id}/refunds`;
    const body = { amount, refund_amount_available: left };
    await this.#change(this.#asked('refund', { payment: payment.id, amount }, path, body), () => {});
    if (payment.refunded === payment.amount) payment.stage = 'over';
  }

  /** Sends something that was accepted once more, under its key. */
  async #repeat(asked: Asked | undefined): Promise<void> {
    if (!asked) return this.#create();
    await this.#change(asked, () => {}, true);
  }

  async #read(id: string | undefined, rest: string): Promise<void> {
    if (id === undefined) return this.#create();
    const answer = await this.#get(`/v1/payments/${id}${rest}`);
    // Whatever was created can be read from then on.
    if (answer && answer.status !== 200 && !(answer.status in comesBack)) {
      this.unexpected.push(`GET ${id}${rest} answered ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  }

  async #get(path: string): Promise<Answer | undefined> {
    const { url, apiKey } = this.#options;
    const headers = { authorization: `Bearer ${apiKey}` };
    const answer = await send(`${url}${path}`, { headers }).catch((error: NodeJS.ErrnoException) => {
      this.#fails(error.code ?? error.message);
      return undefined;
    });
    if (answer && !isYes(answer)) this.#fails(String(answer.status));
    return answer;
  }

  #asked(operation: Asked['operation'], what: Asked['what'], path: string, body?: object): Asked {
    const key = `${this.#options.seed}-${crypto.randomUUID()}`;
    return { operation, key, what, path, ...(body && { body }) };
  }

  async #change(asked: Asked, learn: (answer: Answer) => void, again = false): Promise<void> {
    const { end, ms } = await changeOnce(this.#options, asked, {
      fails: (problem) => this.#fails(problem),
      unexpected: (sentence) => void this.unexpected.push(sentence),
      accepted: (answer) => {
        learn(answer);
        if (again) return;
        this.#accepted += 1;
        // The standard knows no key for a card: its token is good once.
        if (asked.operation !== 'authorise') this.#done[this.#accepted % 500] = asked;
      },
    });
    this.#took.push({ end, ms });
  }

  #fails(problem: string): void {
    this.failures.set(problem, (this.failures.get(problem) ?? 0) + 1);
  }
}

const comesBack: Readonly<Record<number, true>> = { 502: true, 503: true, 504: true };
