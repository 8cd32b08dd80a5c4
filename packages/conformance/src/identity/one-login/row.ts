import { type Changes, vocabulary } from './subject.ts';

/** What is asked: everything that is not named is as in a good request. */
export type Question =
  | { readonly to: 'authorize'; readonly with: Changes }
  | {
      readonly to: 'authorize by object';
      readonly claims?: Changes;
      readonly query?: Changes;
      readonly foreign?: boolean;
    }
  | {
      readonly to: 'token';
      readonly with?: Changes;
      readonly assertion?: Changes;
      readonly foreign?: boolean;
      readonly agent?: string;
    }
  | { readonly to: 'userinfo'; readonly authorization?: string }
  | { readonly to: 'logout'; readonly with: Changes }
  | { readonly to: 'document'; readonly path: string; readonly agent?: string };

/** What has to be answered. */
export interface Expected {
  readonly status: number;
  /** Where it leads: back to the client, on below the issuer, or to where people are left who signed out. */
  readonly leads?: 'back' | 'on' | 'out';
  /** Whether the members are in the fragment of that address. */
  readonly inFragment?: boolean;
  readonly error?: string;
  readonly description?: string;
  /** Whether the state comes back. */
  readonly state?: boolean;
  /** Members that a JSON answer has, and no others where `only`. */
  readonly keys?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the body is empty. */
  readonly empty?: boolean;
}

/** One row: a question and its answer, under the part of the contract that they belong to. */
export interface Row {
  readonly section: string;
  readonly name: string;
  readonly ask: Question;
  readonly expect: Expected;
}

/** The parameter `claims` that asks userinfo for these. */
export const claims = (...names: string[]) =>
  JSON.stringify({ userinfo: Object.fromEntries(names.map((name) => [`${vocabulary}${name}`, null])) });

/** A page that says no. */
export const page: Expected = { status: 400 };
/** On to a page of the issuer. */
export const on: Expected = { status: 302, leads: 'on' };

/** Back to the client with an error and its state. */
export function back(error: string, description?: string): Expected {
  return {
    status: 302,
    leads: 'back',
    error,
    ...(description !== undefined && { description }),
    state: true,
  };
}

/** Back to the client with `invalid_request`. */
export function invalid(description: string): Expected {
  return back('invalid_request', description);
}
