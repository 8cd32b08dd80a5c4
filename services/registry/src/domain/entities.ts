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
  readonly managed_by?: string;
  readonly created_at: string;
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

/** An entry point with the implementation that answers there, if one does. */
export interface RoutedEntryPoint extends Place {
  readonly id: string;
  readonly name: string;
  readonly component: string;
  readonly department: string;
  readonly timeouts?: Timeouts;
  readonly upstream?: string;
  readonly implementation_id?: string;
  /** The name of the implementation. */
  readonly implementation?: string;
  readonly version?: string;
  readonly epoch?: number;
}

/** The table that gateways follow. */
export interface Routing {
  readonly version: number;
  readonly entry_points: readonly RoutedEntryPoint[];
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
  readonly kind: 'service' | 'binding' | 'entry_point';
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

/** Who changes something, and in which request. */
export interface Actor {
  readonly subject: string;
  readonly department: string;
  readonly request_id: string;
  readonly traceparent: string;
}
