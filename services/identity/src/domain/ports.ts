import type { Confidence } from './levels.ts';
import type { Mail, MailLanguage } from './mail.ts';
import type { ProofingOutcome } from './proofing.ts';
import type { Arrival, Upstream } from './upstream.ts';

/** A sign-in of one person for one client, as far as its pages need to know. */
export interface SignIn {
  readonly uid: string;
  /** What the person has to do next. */
  readonly due: 'password' | 'consent' | 'identity';
  readonly clientId: string;
  readonly clientName: string;
  readonly language: 'en' | 'cy' | undefined;
  /** The client's address that the sign-in ends at. */
  readonly leadsTo: string;
  /** Scopes that the person has not agreed to share yet. */
  readonly asks: readonly string[];
  /** Whether the client asks that the person proves to own the account by two factors. */
  readonly asksTwoFactors: boolean;
  /** Whether the person has to sign in now, whatever sign-in there was before. */
  readonly asksAnew: boolean;
  /** Where the identity is due: how well it has to be proven, and where an outside provider leads back to. */
  readonly proofing?: { readonly level: Confidence; readonly returnTo: string };
}

/**
 * The protocol behind the pages. `Exchange` is the request and reply that a page's browser sent, by whose cookie the engine knows the
 * sign-in. Each step resolves to the address that leads on, or to undefined when the browser has no such sign-in.
 */
export interface SignInEngine<Exchange> {
  /** The sign-in that the browser is in. */
  find(exchange: Exchange): Promise<SignIn | undefined>;
  /** The person proved to own the account, by these methods (RFC 8176). */
  signedIn(exchange: Exchange, accountId: string, amr: readonly string[]): Promise<string | undefined>;
  /** The person agreed to share what the client asks for. */
  agreed(exchange: Exchange): Promise<string | undefined>;
  /** The person was asked who they are, and this came of it. */
  identified(exchange: Exchange, outcome: ProofingOutcome): Promise<string | undefined>;
  /** The person wants to go back. */
  cancelled(exchange: Exchange): Promise<string | undefined>;
  /** Whom the browser is signed in as; undefined when as nobody. */
  session(exchange: Exchange): Promise<BrowserSession | undefined>;
  /** Every session of an account that goes on, at every issuer, newest first. */
  sessionsOf(accountId: string): Promise<AccountSession[]>;
  /** Has every client of the sessions hear that they are over, if it wants to. Before or after they have ended. */
  tellClients(sessions: readonly AccountSession[]): Promise<void>;
}

/** What ends sessions from outside needs of the engine. */
export type AccountSessions = Pick<SignInEngine<unknown>, 'sessionsOf' | 'tellClients'>;

/** A browser that is signed in. */
export interface BrowserSession {
  /** It tells sessions apart and opens none. It changes with each sign-in, and `uid` does not. */
  readonly id: string;
  readonly uid: string;
  readonly accountId: string;
  /** How the person proved who it is (RFC 8176). */
  readonly amr: readonly string[];
  readonly since: Date;
}

/** The same as the account's owner sees it in a list. */
export interface AccountSession extends BrowserSession {
  /** The User-Agent header of its browser. */
  readonly agent: string | undefined;
  /** Digests that name what services got through it. */
  readonly grantIds: readonly string[];
  /** The clients that it signed in at, with what each knows it by. */
  readonly parties: readonly { readonly clientId: string; readonly sid: string }[];
}

/** Makes and checks password hashes. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long without a hash, and is false then. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}

/** Tells whether a password, in lower case, is one that everybody tries first. */
export type IsCommonPassword = (password: string) => boolean;

/** Hands e-mail and text messages to messaging. */
export interface Mailer {
  /** Whether there is a messaging service to hand it to. */
  isReady(): Promise<boolean>;
  /** Whether it sends text messages for us too. */
  canText(): Promise<boolean>;
  /** Hands a mail over; the same `id` is accepted once. `refused`: it never will be. Rejects when messaging is away, and then it can be tried again. */
  send(id: string, mail: Mail): Promise<'accepted' | 'refused'>;
}

/** A passkey as far as its ceremonies need it. */
export interface PasskeyPart {
  /** The credential id, base64url. */
  readonly id: string;
  readonly transports: string[];
}

/** What browsers and authenticators do with passkeys. Options and responses are JSON texts of Web Authentication Level 3. */
export interface PasskeyCeremonies {
  /** Whether browsers use the passkeys on pages of a host. */
  worksAt(host: string): boolean;
  /** What a browser needs to have a passkey made; none of `known` is made again. */
  creationOptions(ask: {
    accountId: string;
    email: string;
    challenge: Buffer;
    known: readonly PasskeyPart[];
  }): Promise<string>;
  /** What a browser needs to have a challenge signed, by whichever passkey the person chooses. */
  requestOptions(challenge: Buffer): Promise<string>;
  /** Which passkey a response says it is of, and which challenge it says it is for; undefined when it is none. */
  idOf(response: string): string | undefined;
  challengeOf(response: string): Buffer | undefined;
  /** The passkey that was made for a challenge; undefined when the response does not fit. */
  created(
    response: string,
    challenge: Buffer,
  ): Promise<(PasskeyPart & { publicKey: Buffer; counter: number; synced: boolean }) | undefined>;
  /** The counter with which a passkey of the account signed a challenge; undefined when it did not. */
  signed(
    response: string,
    challenge: Buffer,
    passkey: { id: string; accountId: string; publicKey: Buffer },
  ): Promise<number | undefined>;
}

/** Codes of authenticator apps (RFC 6238). */
export interface OneTimeCodes {
  /** A new secret, in Base32. */
  makeSecret(): string;
  /** The secret as an `otpauth:` address, which apps scan. */
  address(secret: string, email: string): string;
  /** The step of time whose code this is, near to `at`; undefined when it is none. */
  stepOf(secret: string, code: string, at: Date): number | undefined;
}

/** What an answer of an upstream identity provider has to fit. */
export interface UpstreamAsk {
  /** Where the person comes back to: the address that is registered there. */
  readonly returnTo: string;
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE (RFC 7636). */
  readonly verifier: string;
  readonly language: MailLanguage;
  /** Whether the person has to sign in there now, and since when that is asked. */
  readonly anew: boolean;
  readonly at: Date;
  /** Whether two factors are wanted. */
  readonly twoFactors: boolean;
}

/**
 * What came of it. `declined`: the person did not sign in there. `away`: it cannot be asked now, or says so. `refused`: its answer is not to be believed; `reason` is for the
 * log and holds nothing personal.
 */
export type UpstreamOutcome =
  | ({ readonly kind: 'arrived' } & Arrival)
  | { readonly kind: 'declined' }
  | { readonly kind: 'away'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** An upstream identity provider with what we prove ourselves with there. */
export interface UpstreamAccess extends Upstream {
  /** Our secret, or the private key as a JWK in JSON. */
  readonly secret: string;
  /** Another number means that something was changed. */
  readonly sequence: number;
}

/** Signs people in elsewhere, and tells who came. */
export interface IdentityProviders {
  /** Where a person signs in; undefined while the provider cannot be asked. */
  begin(upstream: UpstreamAccess, ask: UpstreamAsk): Promise<string | undefined>;
  /** What came of a sign-in there. `query`: with which the person came back. */
  finish(upstream: UpstreamAccess, ask: UpstreamAsk, query: URLSearchParams): Promise<UpstreamOutcome>;
}
