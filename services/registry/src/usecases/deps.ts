import type { Log } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { JWTVerifyGetKey } from 'jose';
import type { RoutingChanges } from '../store/routing-changes.ts';
import type { Signer } from './signer.ts';

/** What use cases reach the world through. */
export interface Deps {
  readonly db: Queryable;
  /** Tells when there may be a newer routing table. */
  readonly routingChanges: RoutingChanges;
  /** Signs for the registry. */
  readonly signer: Signer;
  /** Whether only implementations with an attestation that counts are bound. */
  readonly requireAttestation: boolean;
  /** The keys of others whose attestations are taken; undefined where there are none. */
  readonly attestationKeys?: JWTVerifyGetKey | undefined;
  now(): Date;
  /** Called after each write of the change log: the relay has something to do. */
  logged(): void;
  /** The workers have something to do. */
  wakeWorkers(): void;
  readonly log: Log;
  readonly times: Times;
}

/** The durations that the worker goes by, in seconds. */
export interface Times {
  /** How long idempotency records are kept. */
  readonly keepKeys: number;
  /** How long change-log rows are kept. */
  readonly keepChanges: number;
  /** How long an attestation counts. */
  readonly attestations: number;
}
