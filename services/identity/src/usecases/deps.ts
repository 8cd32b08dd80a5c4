import type { Log } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Passwords } from '../domain/ports.ts';
import type { Keyring } from './keyring.ts';

/** What use cases reach the world through. */
export interface Deps {
  readonly db: Queryable;
  readonly passwords: Passwords;
  readonly keyring: Keyring;
  /** A client is not as it was: this process forgets what it knew of it. */
  clientChanged(id: string): void;
  /** A keyed digest, by which secrets and addresses can be compared without being kept. */
  digest(text: string): Buffer;
  now(): Date;
  random(bytes: number): Buffer;
  /** Called after each write of the change log: the relay has something to do. */
  logged(): void;
  readonly log: Log;
  readonly limits: SignInLimits;
  /** Whether clients may be called at this machine itself. */
  readonly insecureTargets: boolean;
  /** How long idempotency records are kept, in seconds. */
  readonly keepKeys: number;
  /** How long change-log rows are kept, in seconds. */
  readonly keepChanges: number;
}

/** How many failed sign-ins are borne. */
export interface SignInLimits {
  /** For how long failures are counted, in seconds. */
  readonly window: number;
  readonly perAccount: number;
  readonly perAddress: number;
}
