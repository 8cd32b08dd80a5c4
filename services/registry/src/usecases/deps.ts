import type { Log } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { JWTVerifyGetKey } from 'jose';
import type { Gate, GateRunner, HandOver } from '../domain/ports.ts';
import type { StepName } from '../domain/swap.ts';
import type { Announcements } from '../store/announcements.ts';
import type { Signer } from './signer.ts';

/** What use cases reach the world through. */
export interface Deps {
  readonly db: Queryable;
  /** Tells when there may be a newer routing table. */
  readonly routingChanges: Announcements;
  /** Tells when a swap may have changed. */
  readonly swapChanges: Announcements;
  /** Several statements, stored together or not at all. */
  together<Result>(work: (db: Queryable) => Promise<Result>): Promise<Result>;
  /** The hand-over operations of implementations. */
  readonly handOver: HandOver;
  readonly gate: Gate;
  /** Runs the gate against implementations. */
  readonly checks: CheckWork;
  readonly swaps: SwapTimes;
  /** Called before and after each try of a step; tests stand in its way. */
  atStep(step: StepName, when: 'before' | 'after'): Promise<void>;
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

/** The runs of the gate in this process. */
export interface CheckWork {
  readonly runner: GateRunner;
  /** How long one may take, in milliseconds. */
  readonly longestMs: number;
  /** Ends all of them. */
  readonly stopped: AbortController;
  readonly running: Set<Promise<void>>;
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

/** How long the steps of a swap may take, in milliseconds. */
export interface SwapTimes {
  /** How long calls are held before the swap aborts. */
  readonly hold: number;
  /** For how long a process has a swap that it does not carry on with. */
  readonly lease: number;
  /** How long one call of an implementation may take. */
  readonly call: number;
  /** How long implementations are tried before the swap aborts. */
  readonly patience: number;
  /** How long the new implementation may go without coming on. */
  readonly stall: number;
  /** How long the two are compared while traffic flows without coming closer. */
  readonly compare: number;
  /** How long an implementation may take to make digests while traffic flows. */
  readonly digest: number;
  /** How long the old implementation is tried before the swap completes without a standby. */
  readonly standby: number;
}
