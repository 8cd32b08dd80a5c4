/** How something ended that is in the audit. */
export type AuditOutcome = 'done' | 'failed' | 'refused';

/** What happened, as far as the audit says it. Ids only. */
export interface AuditNote {
  /** A noun and a past participle, such as `sign_in.failed`. */
  readonly what: string;
  /** The id of whom or what it was done to; undefined where that is nobody that is known. */
  readonly subject?: string | undefined;
  readonly outcome: AuditOutcome;
  readonly department?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** An entry as its hash is over it. Names and order are those of its canonical JSON. */
export interface AuditClaims {
  readonly number: number;
  /** The hash of the entry before it; null in the first. */
  readonly previous: string | null;
  /** RFC 3339, UTC, in microseconds. */
  readonly at: string;
  readonly actor: string;
  readonly what: string;
  readonly subject: string | null;
  readonly department: string;
  readonly outcome: string;
  readonly request_id: string | null;
  readonly detail: unknown;
}

/** A chained entry. */
export interface AuditEntry extends AuditClaims {
  readonly hash: string;
}

/** What a head says: which entry was the last, and what its hash was. It is signed as a compact JWS of the type `audit-head+jws`. */
export interface AuditHead {
  readonly iss: string;
  readonly number: number;
  readonly hash: string;
  /** RFC 3339, UTC. */
  readonly time: string;
}

/** The `typ` of a signed head. */
export const headType = 'audit-head+jws';
