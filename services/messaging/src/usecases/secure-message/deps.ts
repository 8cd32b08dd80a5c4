import type { HandedKeys } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Assurance } from '../../domain/secure-message/entities.ts';
import type { Keyring } from '../../store/secure-message/envelope.ts';
import type { Deps } from '../deps.ts';
import type { EvidenceSigner } from './evidence-signer.ts';

/** What use cases of secure messages reach the world through. */
export interface SecureDeps
  extends Pick<Deps, 'db' | 'vault' | 'mac' | 'now' | 'logged' | 'log' | 'scanner'> {
  readonly keyring: Keyring;
  /** The keys of digests of requests: our own, and those of predecessors. */
  readonly onceKeys: { readonly own: Buffer; readonly handed: HandedKeys<'once'> };
  readonly signer: EvidenceSigner;
  /** Runs statements that belong together in one transaction. */
  together<Result>(work: (db: Queryable) => Promise<Result>): Promise<Result>;
  /** Called when the worker of secure messages has something to do. */
  work(): void;
  /** Called when a notification is there to be sent. */
  notify(): void;
  /** Where the mailbox is, for notices; undefined where no address of this component is known. */
  readonly mailboxUrl: string | undefined;
  readonly limits: SecureLimits;
  readonly times: SecureTimes;
}

/** How much a message may hold, in bytes. */
export interface SecureLimits {
  readonly file: number;
  readonly all: number;
}

/** Durations in seconds. */
export interface SecureTimes {
  /** How long what is in messages is kept. */
  readonly keepContents: number;
  /** How long evidence is kept. */
  readonly keepEvidence: number;
  /** How long to leave alone what met a fault. */
  readonly retryAfter: number;
}

/** Somebody who signed in. */
export interface Person {
  /** The `sub` at the issuer. */
  readonly subject: string;
  readonly assurance: Assurance;
}

/** The digest that a person's mailbox is found by. */
export function mailboxOf({ mac }: Pick<SecureDeps, 'mac'>, subject: string): Buffer {
  return mac('secure-mailbox', subject);
}
