import type { CheckSettings, GateDemands, Sections } from './checks.ts';
import type { Digest } from './digests.ts';
import type { EncryptionKey, Implementation } from './entities.ts';

/** An implementation to be called; failures name it. */
export interface HandOverParty {
  readonly name: string;
  readonly base_url: string;
}

/** An implementation, as the registry calls it about one department; `token` is a hand-over token of the use `control`. */
export interface HandOverTarget extends HandOverParty {
  readonly department: string;
  readonly token: string;
}

/** What an implementation says of itself (`openapi/ashlar/handover.yaml`). */
export interface HandOverDescription {
  readonly component: string;
  readonly contract_hash: string;
  readonly key: EncryptionKey;
}

/** Which role an implementation has for a department, and how far it is. */
export interface HandOverState {
  readonly role: 'standalone' | 'primary' | 'frozen' | 'follower';
  readonly epoch?: number;
  /** The number of the last order. */
  readonly order?: number;
  /** The highest position of its log. */
  readonly position: number;
  readonly follow: Following | null;
}

/** How far an implementation has followed another one. */
export interface Following {
  readonly source: string;
  readonly phase: 'snapshot' | 'feed' | 'stopped' | 'failed';
  /** The position of the source up to which everything is applied. */
  readonly position: number;
  readonly records: number;
  readonly lag_ms?: number;
  readonly error?: string;
}

/** How an implementation is to follow another one. */
export interface FollowAsk {
  readonly source_url: string;
  readonly token: string;
  readonly from_position?: number;
}

/**
 * The hand-over operations of implementations. Every call ends within its `ms` or rejects; all reject with a {@link HandOverFailure}. Every one may be repeated.
 */
export interface HandOver {
  describe(party: HandOverParty, ms: number): Promise<HandOverDescription>;
  state(target: HandOverTarget, ms: number): Promise<HandOverState>;
  setRole(target: HandOverTarget, order: string, ms: number): Promise<HandOverState>;
  follow(target: HandOverTarget, ask: FollowAsk, ms: number): Promise<HandOverState>;
  unfollow(target: HandOverTarget, ms: number): Promise<HandOverState>;
  digest(target: HandOverTarget, after: number, ms: number): Promise<Digest>;
}

/** An implementation did not do what it was asked. Without a status it was not reached, or did not answer in time. */
export class HandOverFailure extends Error {
  readonly status: number | undefined;
  readonly code: string | undefined;

  /** `message` is a sentence without its full stop that begins with the implementation's name. */
  constructor(message: string, options: { status?: number; code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'HandOverFailure';
    this.status = options.status;
    this.code = options.code;
  }

  /** Whether the same call may succeed later: it was not reached, or is busy. */
  get isPassing(): boolean {
    return this.status === undefined || this.status === 429 || this.status >= 500;
  }
}

/** What is known of an implementation's fitness to take over a department. */
export interface Gate {
  /** Whether it has passed the conformance gate, lately and as it is registered now. */
  isAttested(implementation: Implementation): Promise<boolean>;
  /** Whether the contract of one may take the place of another's: it is the same, or breaks nothing. One that was never stored cannot be told to break nothing. */
  isCompatible(from: Implementation, to: Implementation): Promise<boolean>;
}

/** Runs the conformance gate. */
export interface GateRunner {
  /** What the gate of a component asks for; undefined where there is none. */
  demandsOf(component: string): GateDemands | undefined;
  /** Runs it to its end. Rejects with a {@link GateRunFailure} when it ends without a result, or `signal` ended it. */
  run(ask: GateRunAsk): Promise<GateRunResult>;
}

/** What to check, and what hears of it. */
export interface GateRunAsk {
  readonly implementation: Implementation;
  /** What its gate asks for, and nothing else. */
  readonly settings: CheckSettings;
  /** Ends the run. */
  readonly signal: AbortSignal;
  begun(cases: number): void;
  done(one: { section: string; name: string; error?: string }): void;
  /** Signs for the run; undefined when it may not have that. */
  sign(type: string, claims: Readonly<Record<string, unknown>>): Promise<string | undefined>;
}

/** What a run came to. */
export interface GateRunResult {
  readonly passed: number;
  readonly failed: number;
  readonly sections: Sections;
  readonly contractHash: string;
  readonly suiteHash: string;
  readonly version?: string;
}

/** A run ended without a result; the message is why, and what the implementation answered may be in it. */
export class GateRunFailure extends Error {}
