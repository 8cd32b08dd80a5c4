import { createHash, randomUUID } from 'node:crypto';
import type { Visitor } from '@ashlar/conformance';
import { decodeJwt } from 'jose';
import { type Account, type Drive, drawAction } from '../driver.ts';
import { type Attempt, isYes } from '../ledger.ts';
import type { IdentityChange } from './change.ts';
import {
  Away,
  askSilently,
  askTokens,
  type Code,
  type Issuer,
  type Person,
  password,
  redemption,
  signIn,
  type TokenAnswer,
} from './issuer.ts';

/** What people and programs do at an issuer, and how often of a hundred times. */
const mix = {
  account: 12,
  client: 8,
  signIn: 30,
  redeem: 12,
  refresh: 20,
  session: 9,
  replay: 4,
  rotate: 1,
  repeat: 4,
} as const;

/** A code lives for a minute; one that waited longer is not asked for. */
const codeMs = 45_000;

/** A browser in which somebody signed in and agreed. What one agreed to ends as one: `ended` says that it was made to. */
export interface Sitting {
  readonly person: Visitor;
  readonly account: string;
  ended: boolean;
}

/** The refresh tokens of a sitting, the last of which is good. */
export interface Chain {
  readonly sitting: Sitting;
  readonly used: string[];
  current: string;
}

/** What has to be there in the end. */
export interface Memory {
  readonly sittings: Sitting[];
  /** Chains that nobody is busy with. */
  readonly chains: Set<Chain>;
  /** Tokens that the issuer signed. */
  readonly signed: string[];
}

interface Waiting {
  readonly code: Code;
  readonly sitting: Sitting;
  readonly at: number;
}

/** Traffic of an issuer: accounts and clients are made, people sign in and stay signed in, codes are redeemed (also later, also twice at once), refresh tokens go round and come again. */
export function identityOf(issuer: Issuer, memory: Memory): Account {
  return {
    authorization: () => `Bearer ${issuer.token()}`,
    begin: (drive) => new Acts(drive, issuer, memory).act,
  };
}

class Acts {
  readonly #drive: Drive;
  readonly #issuer: Issuer;
  readonly #memory: Memory;
  readonly #people: Person[] = [];
  readonly #codes: Waiting[] = [];

  constructor(drive: Drive, issuer: Issuer, memory: Memory) {
    this.#drive = drive;
    this.#issuer = issuer;
    this.#memory = memory;
  }

  readonly act = async (): Promise<void> => {
    switch (drawAction(this.#drive.chance, mix)) {
      case 'client':
        return this.#makeClient();
      case 'signIn':
        return this.#signIn();
      case 'redeem':
        return this.#redeemLater();
      case 'refresh':
        return this.#refresh();
      case 'session':
        return this.#goOn();
      case 'replay':
        return this.#replay();
      case 'rotate':
        return this.#rotate();
      case 'repeat':
        return (await this.#drive.repeat()) ? undefined : this.#makeAccount();
      default:
        return this.#makeAccount();
    }
  };

  async #makeAccount(): Promise<void> {
    const email = `${this.#drive.name().toLowerCase()}@people.example`;
    const answer = await this.#drive.change({
      operation: 'account',
      what: { name: email },
      path: '/ashlar/v1/accounts',
      body: { email, password },
      made: ({ id }) => id,
    });
    if (answer) this.#people.push({ id: String(JSON.parse(answer.text).id), email });
  }

  async #makeClient(): Promise<void> {
    const name = this.#drive.name();
    await this.#drive.change({
      operation: 'client',
      what: { name },
      path: '/ashlar/v1/clients',
      body: { department: 'drill', service: 'fishing-licence', name },
      made: ({ client_id }) => client_id,
    });
  }

  async #rotate(): Promise<void> {
    await this.#drive.change({
      operation: 'rotate',
      what: {},
      path: '/ashlar/v1/signing-keys/rotations',
      body: { at_once: true },
      made: () => 'keys',
      // Another rotation came first.
      isSpent: ({ status }) => status === 409,
    });
  }

  async #signIn(): Promise<void> {
    const person = this.#drive.chance.pick(this.#people);
    if (!person) return this.#makeAccount();
    const done = await this.#browse('signIn', { account: person.id }, () => signIn(this.#issuer, person));
    if (!done) return;
    const sitting = { person: done.person, account: person.id, ended: false };
    this.#memory.sittings.push(sitting);
    const waiting = { code: done.code, sitting, at: Date.now() };
    if (this.#drive.chance.next() < 0.5) this.#codes.push(waiting);
    else await this.#redeem(waiting);
  }

  async #goOn(): Promise<void> {
    const sitting = this.#drive.chance.pick(this.#memory.sittings.filter(({ ended }) => !ended));
    if (!sitting) return this.#signIn();
    const code = await this.#browse('session', sitting, () => askSilently(this.#issuer, sitting.person));
    if (code) this.#codes.push({ code, sitting, at: Date.now() });
  }

  async #browse<Found>(
    operation: 'signIn' | 'session',
    of: Pick<Sitting, 'account'> & Partial<Sitting>,
    work: () => Promise<Found>,
  ): Promise<Found | undefined> {
    const began = performance.now();
    const line = this.#lineOf(operation, randomUUID(), of.account);
    try {
      const found = await work();
      this.#drive.note(line(began, { status: 200 }));
      return found;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.#drive.note(line(began, { status: error.status, problem: error.message }), of.ended === true);
      return undefined;
    }
  }

  /** A code that waits is redeemed, some way across a swap. */
  async #redeemLater(): Promise<void> {
    const at = this.#drive.chance.below(Math.max(1, this.#codes.length));
    const [waiting] = this.#codes.splice(at, 1);
    if (!waiting) return this.#signIn();
    if (Date.now() - waiting.at < codeMs && !waiting.sitting.ended) await this.#redeem(waiting);
  }

  async #redeem({ code, sitting }: Waiting): Promise<void> {
    const twice = this.#drive.chance.next() < 0.2;
    const won = await this.#race('redeem', code.code, sitting, redemption(code), twice);
    if (!won || twice) return;
    const { account } = sitting;
    const { refresh_token, id_token } = won.json;
    const told = String(id_token);
    if (decodeJwt(told).sub !== account) this.#drive.wonder(`${account} became ${decodeJwt(told).sub}`);
    this.#memory.signed.push(told);
    if (typeof refresh_token === 'string')
      this.#memory.chains.add({ sitting, used: [], current: refresh_token });
  }

  async #refresh(): Promise<void> {
    const chain = this.#take();
    if (!chain) return this.#redeemLater();
    const { current, sitting } = chain;
    const twice = this.#drive.chance.next() < 0.1;
    const form = { grant_type: 'refresh_token', refresh_token: current };
    const won = await this.#race('refresh', current, sitting, form, twice);
    // Two at once end all of it; what was not answered may have been done.
    if (!won || twice) return;
    chain.used.push(current);
    chain.current = String(won.json.refresh_token);
    this.#memory.chains.add(chain);
  }

  /** A refresh token that was used comes again: it is refused, and ends all of its chain. */
  async #replay(): Promise<void> {
    const chain = this.#take(({ used }) => used.length > 0);
    const old = chain && this.#drive.chance.pick(chain.used);
    if (!chain || old === undefined) {
      if (chain) this.#memory.chains.add(chain);
      return this.#refresh();
    }
    chain.sitting.ended = true;
    for (const token of [old, chain.current]) {
      const began = performance.now();
      const answer = await askTokens(this.#issuer, { grant_type: 'refresh_token', refresh_token: token });
      const line = this.#lineOf('replay', digestOf(token), chain.sitting.account);
      const refused = answer.status === 400 && answer.json.error === 'invalid_grant';
      this.#drive.note(
        line(began, { status: answer.status, problem: String(answer.json.error ?? '') }),
        refused,
      );
      if (isYes(answer)) this.#drive.wonder('a refresh token that came again was taken');
      // Whether the first was heard is not known.
      if (!refused) return;
    }
  }

  /** Asks once, or twice at once: then one wins. Answers what was won; nothing where that is not known. */
  async #race(
    operation: 'redeem' | 'refresh',
    token: string,
    sitting: Sitting,
    form: Record<string, string>,
    twice: boolean,
  ): Promise<TokenAnswer | undefined> {
    const began = performance.now();
    const line = this.#lineOf(operation, digestOf(token), sitting.account);
    const wasEnded = sitting.ended;
    if (twice) sitting.ended = true;
    const answers = await Promise.all(
      Array.from({ length: twice ? 2 : 1 }, () => askTokens(this.#issuer, form)),
    );
    const won = answers.filter(isYes);
    for (const answer of answers) {
      const { access_token, error = '' } = answer.json;
      const what = isYes(answer) ? { made: digestOf(String(access_token)) } : { problem: String(error) };
      const lost = answer.status === 400 && (twice || wasEnded || sitting.ended);
      this.#drive.note(line(began, { status: answer.status, ...what }), lost);
    }
    if (twice && !wasEnded && won.length === 0 && answers.every(({ status }) => status === 400))
      this.#drive.wonder(`${operation}: of two at once none won`);
    // What was not answered may have been done, and asking again would end all of it.
    if (won.length === 0) sitting.ended = true;
    return won[0];
  }

  /** Takes a chain away, so that nobody else asks with its token meanwhile. */
  #take(fits: (chain: Chain) => boolean = () => true): Chain | undefined {
    const { chains } = this.#memory;
    const chain = this.#drive.chance.pick([...chains].filter((one) => !one.sitting.ended && fits(one)));
    if (chain) chains.delete(chain);
    return chain;
  }

  #lineOf(operation: IdentityChange['operation'], key: string, account: string) {
    const at = new Date().toISOString();
    return (began: number, told: Pick<Attempt, 'status' | 'problem' | 'made'>): Attempt<IdentityChange> => ({
      ...{ operation, key, account, at, ms: Math.round(performance.now() - began) },
      ...told,
    });
  }
}

/** Nothing that is a secret stands in a ledger. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 24);
}
