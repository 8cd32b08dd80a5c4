import type { ContractBundle } from '@ashlar/contracts';
import type { Answer, Ask } from '../http.ts';
import type { Case } from '../suite.ts';

/** How much of a contract an implementation fulfils: what it cannot do without, or all of it. */
export type Profile = 'core' | 'full';

/** Everything that the gate knows of one component beside its contract. A component that is not one of ours brings its own. */
export interface GatePlan {
  readonly component: string;
  /** The behaviour suite of a profile, ready to run against this candidate. */
  readonly suite: readonly Case<void>[];
  /** Calls that are accepted and change something, one of each kind. */
  readonly mutations: readonly Mutation[];
  /** The headers by which the candidate's `/ashlar/v1/changes` shows what those calls did. */
  readonly reader: Readonly<Record<string, string>>;
  /** Whether an operation has to be there (`GET /v1/payments/{}`); all of them unless told. */
  readonly needs?: (operation: string) => boolean;
  /** Whether a type of event has to be known; all unless told. */
  readonly made?: MakeDepartment;
}

/** A kind of call that changes something. */
export interface Mutation {
  readonly name: string;
  /** The type of the event that it makes. */
  readonly event: string;
  /** Whether it takes an Idempotency-Key. */
  readonly keyed: boolean;
  /** Makes what the call needs, and the call. */
  prepare(): Promise<MutatingCall>;
}

/** One call that will be accepted. */
export interface MutatingCall {
  readonly path: string;
  readonly ask: Ask;
  /** The id of what was made or changed, which is the subject of its event. */
  entity(answer: Answer): string;
}

/** Makes a department up that an implementation can be handed, consistent in itself. */
export type MakeDepartment = (department: string) => MadeUpDepartment;

/** A department that does not exist, as a predecessor would hand it over. */
export interface MadeUpDepartment {
  readonly items: readonly Item[];
  /** A newer state of one of its items, and another one that is deleted: what the feed brings. */
  readonly changed: Item;
  /** What the predecessor had still to tell a receiver at this address, in the order in which it came about; for components that tell somebody by themselves. */
  untold?(receiver: string): readonly Item[];
  /** A call of this department that will be accepted once the candidate is its primary. */
  create(): MutatingCall;
  /** Reads what `create` made. */
  read(entity: string): { readonly path: string; readonly ask: Ask };
  /** The entity of what `create` makes, as it is handed over. */
  readonly creates: string;
}

/** A thing as it is handed over. */
export interface Item {
  readonly entity: string;
  readonly id: string;
  readonly sequence: number;
  readonly position: number;
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly event?: Readonly<Record<string, unknown>>;
}

/** The candidate, and what it is held to. */
export interface GateSubject {
  /** A root without a path or trailing slash. */
  readonly baseUrl: string;
  readonly profile: Profile;
  readonly contract: ContractBundle;
  readonly contractHash: string;
  /** What is wrong with an event of the component. */
  readonly checkEvent: (event: unknown) => string[];
  readonly plan: GatePlan;
  /** Signs as the registry that the candidate trusts; undefined when it trusts none that the gate may sign for. */
  readonly sign?: Sign;
  /** By what the registry knows the candidate: the audience of tokens and orders. */
  readonly implementation: string;
}

/** Makes a JWS of the registry (ES256) with this header type and these claims. */
export type Sign = (
  type: 'order+jwt' | 'handover+jwt',
  claims: Readonly<Record<string, unknown>>,
) => Promise<string>;
