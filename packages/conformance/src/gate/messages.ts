import type { Profile } from './plan.ts';
import type { GateResult } from './run.ts';

/** What a run of the gate in a child process is told first. Keys and tokens come this way only: neither arguments nor environment hold them. */
export interface CheckAsk {
  readonly component: string;
  readonly baseUrl: string;
  readonly profile: Profile;
  /** By what the registry knows the candidate. */
  readonly implementation: string;
  /** What the component's gate asks for (`components.ts`), by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What a run came to. */
export interface CheckResult extends Pick<GateResult, 'passed' | 'failed' | 'sections'> {
  readonly contractHash: string;
  readonly suiteHash: string;
  /** What runs there by its own words, if it says so. */
  readonly version?: string;
}

/** One case is done. */
export interface CheckedCase {
  readonly section: string;
  readonly name: string;
  readonly error?: string;
}

/** From the parent: what to do, and what it signed; without a token it refused. */
export type ToCheck =
  | { readonly kind: 'start'; readonly ask: CheckAsk }
  | { readonly kind: 'signed'; readonly id: number; readonly token?: string };

/** From the child. It has no key: the parent signs the tokens of its hand-over. */
export type FromCheck =
  | { readonly kind: 'begun'; readonly cases: number }
  | { readonly kind: 'case'; readonly done: CheckedCase }
  | {
      readonly kind: 'sign';
      readonly id: number;
      readonly type: 'order+jwt' | 'handover+jwt';
      readonly claims: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'result'; readonly result: CheckResult }
  /** It could not begin, for this reason: the middle of a sentence. */
  | { readonly kind: 'stopped'; readonly why: string };
