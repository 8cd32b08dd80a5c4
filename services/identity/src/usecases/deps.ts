import type { Log, OpenFence } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type {
  IdentityProviders,
  IsCommonPassword,
  Mailer,
  OneTimeCodes,
  PasskeyCeremonies,
  Passwords,
} from '../domain/ports.ts';
import type { HeadSigner } from './audit/signer.ts';
import type { Keyrings } from './keyring.ts';

/** What use cases reach the world through. */
export interface Deps {
  readonly db: Queryable;
  readonly passwords: Passwords;
  readonly isCommonPassword: IsCommonPassword;
  readonly mailer: Mailer;
  readonly oneTimeCodes: OneTimeCodes;
  /** Undefined where the issuer can have none. */
  readonly passkeys: PasskeyCeremonies | undefined;
  /** A phone number in E.164; undefined when it is none. */
  phoneOf(text: string): string | undefined;
  /** Other OpenID providers that sign people in. */
  readonly upstreams: IdentityProviders;
  /** The addresses that people come back to from them: one for each issuer. */
  readonly upstreamReturns: (upstreamId: string) => readonly string[];
  /** The sets of keys that are in use here: the standard issuer's always. */
  readonly keyrings: Keyrings;
  /** Runs a worker's piece of work, which a freeze waits for; see `OpenFence`. */
  readonly working: OpenFence['working'];
  /** A client is not as it was: this process forgets what it knew of it. */
  clientChanged(id: string): void;
  /** A keyed digest, by which secrets and addresses can be compared without being kept. */
  digest(text: string): Buffer;
  /** By which digest the engine's records of an account are known. */
  recordOwner(accountId: string): string;
  /** Encrypts what is kept of a person under a key made from the data key. */
  seal(text: string): Buffer;
  /** Throws when it was sealed under another key. */
  unseal(sealed: Buffer): string;
  /** The same for what a browser keeps, under a key that passes to a successor. */
  readonly device: {
    seal(text: string): Buffer;
    /** Throws when it was sealed under another key. */
    unseal(sealed: Buffer): string;
  };
  /** Calls an address that a client named; see `createGuardedFetch`. */
  readonly callClient: typeof globalThis.fetch;
  now(): Date;
  random(bytes: number): Buffer;
  /** Called after each write of the change log: the relay has something to do. */
  logged(): void;
  readonly log: Log;
  readonly limits: SignInLimits;
  readonly audit: Audit;
  /** Whether clients may be called at this machine itself. */
  readonly insecureTargets: boolean;
  /** For how long a signing key signs, in seconds; 0 is for ever. */
  readonly rotateKeysEveryS: number;
  /** How long idempotency records are kept, in seconds. */
  readonly keepKeys: number;
  /** How long change-log rows are kept, in seconds. */
  readonly keepChanges: number;
}

/** What proves the audit, and for how long it is kept. */
export interface Audit extends HeadSigner {
  /** How often the end of the chain is signed at most, in seconds. */
  readonly sealEveryS: number;
  /** How long entries are kept, in seconds. */
  readonly keepS: number;
}

/** How many failed sign-ins are borne. */
export interface SignInLimits {
  /** For how long failures are counted, in seconds. */
  readonly window: number;
  readonly perAccount: number;
  readonly perAddress: number;
  readonly codes: CodeLimits;
  /** In characters. */
  readonly leastPasswordLength: number;
}

/** What is borne with codes that are sent by e-mail. */
export interface CodeLimits {
  /** How long a code works, in seconds. */
  readonly lifetimeS: number;
  /** How many wrong codes of an address are borne before it is locked. */
  readonly tries: number;
  /** For how long it is locked, and codes are counted, in seconds. */
  readonly lockS: number;
  /** How many codes are sent to an address in that time. */
  readonly perEmail: number;
}
