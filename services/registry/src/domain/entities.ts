import type { StepRecord, SwapState } from './swap.ts';

/**
 * Resources stand here as the contract shows them. One form serves the reply, the audit's before and after, and the replay of a creation; each store makes it
 * in SQL.
 */

/** A department. */
export interface Department {
  readonly id: string;
  readonly name: string;
  /** The tool that keeps it. */
  readonly managed_by?: string;
  readonly created_at: string;
}

/** A service (product) of a department. */
export interface Service extends Department {
  readonly department: string;
}

/** A running implementation of a component. */
export interface Implementation {
  readonly id: string;
  readonly component: string;
  readonly name: string;
  /** A version or an image digest. */
  readonly version: string;
  /** An origin: scheme, host and port. */
  readonly base_url: string;
  /** Of the contract that it says it fulfils. */
  readonly contract_hash?: string;
  readonly profile?: 'core' | 'full';
  /** To which what is handed over to it is encrypted. */
  readonly key?: EncryptionKey;
  /** RFC 7638, of the key. */
  readonly key_thumbprint?: string;
  readonly events?: 'publishes' | 'feed';
  readonly managed_by?: string;
  readonly created_at: string;
}

/** A public key for encryption (RFC 7517, P-256). */
export interface EncryptionKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly use?: 'enc';
  readonly alg?: 'ECDH-ES';
  readonly kid?: string;
}

/** What may be changed of an implementation. */
export type ImplementationChange = Partial<
  Pick<
    Implementation,
    'version' | 'base_url' | 'contract_hash' | 'profile' | 'key' | 'key_thumbprint' | 'events'
  >
>;

/** A version of a component's contract, without what it says. */
export interface Contract {
  readonly component: string;
  readonly hash: string;
  /** As its OpenAPI document names it. */
  readonly version?: string;
  readonly created_at: string;
}

/** That an implementation passed the conformance gate. */
export interface Attestation {
  readonly id: string;
  readonly implementation_id: string;
  /** The JWS. */
  readonly attestation: string;
  readonly profile: 'core' | 'full';
  readonly contract_hash: string;
  readonly suite_hash?: string;
  readonly version: string;
  readonly base_url: string;
  readonly passed: number;
  readonly sections: Readonly<Record<string, unknown>>;
  readonly issued_at: string;
  readonly stored_at: string;
  /** Whether it is young enough and of the implementation as it is registered. */
  readonly fresh: boolean;
}

/** What answers for a component and a department; `*` is the default. */
export interface Binding {
  readonly component: string;
  readonly department: string;
  /** Absent where the binding was removed. */
  readonly implementation_id?: string;
  /** Rises by one with each change, for ever. */
  readonly epoch: number;
  readonly changed_at: string;
}

/** Where an entry point lies: exactly one of the three. */
export interface Place {
  readonly port?: number;
  readonly host?: string;
  readonly prefix?: string;
}

/** How long gateways wait for an implementation, in milliseconds. */
export interface Timeouts {
  readonly connect_ms?: number;
  readonly headers_ms?: number;
  readonly idle_ms?: number;
  readonly total_ms?: number;
}

/** A place at which gateways take traffic for a component and a department. */
export interface EntryPoint extends Place {
  readonly id: string;
  readonly name: string;
  readonly component: string;
  readonly department: string;
  readonly timeouts?: Timeouts;
  readonly managed_by?: string;
  readonly created_at: string;
}

/** An implementation that answers. */
export interface Bound {
  readonly upstream?: string;
  readonly implementation_id?: string;
  /** The name of the implementation. */
  readonly implementation?: string;
  readonly version?: string;
  readonly epoch?: number;
  /** That it answers here, signed by the registry. */
  readonly grant?: string;
  /** Calls that change something are held, at most until then. */
  readonly held?: { readonly until: string };
  readonly contract_hash?: string;
  /** That it passed the conformance gate, signed. */
  readonly attestation?: string;
}

/** An entry point with the implementation that answers there, if one does. */
export interface RoutedEntryPoint extends Place, Bound {
  readonly id: string;
  readonly name: string;
  readonly component: string;
  readonly department: string;
  readonly timeouts?: Timeouts;
}

/** What answers for a department that has a binding of its own, but no entry point. */
export interface RoutedBinding extends Bound {
  readonly component: string;
  readonly department: string;
}

/** The table that gateways follow. */
export interface Routing {
  readonly version: number;
  readonly entry_points: readonly RoutedEntryPoint[];
  readonly bindings: readonly RoutedBinding[];
}

/** One change, and who made it. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly subject: string;
  readonly subject_department: string;
  readonly request_id: string;
  readonly action: string;
  readonly resource: string;
  readonly department: string;
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
}

/** Something that keeps another thing from being removed: its kind, and its path below /ashlar/v1. */
export interface Referrer {
  readonly kind: 'service' | 'binding' | 'entry_point' | 'swap';
  readonly resource: string;
}

/** What a department is made from. */
export type NewDepartment = Pick<Department, 'id' | 'name' | 'managed_by'>;

/** What a service is made from. */
export type NewService = Omit<Service, 'created_at'>;

/** Which service. */
export type ServiceName = Pick<Service, 'department' | 'id'>;

/** What an implementation is made from. */
export type NewImplementation = Omit<Implementation, 'created_at'>;

/** Which binding. */
export type BindingName = Pick<Binding, 'component' | 'department'>;

/** What an entry point is made from. */
export type NewEntryPoint = Omit<EntryPoint, 'created_at'>;

/** One of the two implementations of a swap. */
export interface SwapParty {
  readonly implementation_id: string;
  readonly name: string;
}

/** Another implementation takes over a department. */
export interface Swap {
  readonly id: string;
  readonly kind: 'swap' | 'rollback';
  readonly component: string;
  readonly department: string;
  readonly from: SwapParty;
  readonly to: SwapParty;
  readonly state: SwapState;
  /** Before the swap. */
  readonly epoch: number;
  readonly new_epoch?: number;
  readonly steps: readonly StepRecord[];
  readonly progress?: SwapProgress;
  /** Where the old one stopped to write, and for how long calls were held. */
  readonly barrier?: { readonly position: number; readonly held_ms?: number };
  readonly outcome?: string;
  readonly standby: Standby;
  readonly revision: number;
  readonly created_at: string;
  readonly ended_at?: string;
  readonly started_by: string;
}

/** How far the new implementation has taken over what there is; positions are those of the old one's log. */
export interface SwapProgress {
  readonly records: number;
  readonly position: number;
  readonly of?: number;
}

/** Whether the old implementation follows the new one. */
export type Standby = 'none' | 'wanted' | 'following' | 'ending' | 'ended';

/** Who changes something, and in which request. */
export interface Actor {
  readonly subject: string;
  readonly department: string;
  readonly request_id: string;
  readonly traceparent: string;
}

/** Something that was signed (a JWS in its compact form), and by which key. */
export interface Signed {
  readonly token: string;
  readonly kid: string;
}
