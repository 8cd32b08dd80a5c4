import type { FastifyRequest } from 'fastify';
import { FaultError, Problem } from './errors.ts';
import { gatewayHeaders } from './gateway-headers.ts';
import { createGrants, type Grant } from './grants.ts';

/** Who may write for a department here, as far as the process knows. `department` is `*` where the row of all others holds. */
export interface FenceRow {
  readonly department: string;
  readonly epoch: number;
  readonly role: 'primary' | 'frozen' | 'follower';
}

/** What a refused statement, or a request that would be refused, is told. */
export interface FencedOff {
  readonly department: string;
  readonly epoch: number | null;
  readonly role: FenceRow['role'] | 'standalone';
}

/** What the statements of a request share: what they may write under, and proof of what they wrote. */
export interface RequestFence {
  readonly fence: string | null;
  /** The request's id and, after a space, the caller's subject, if there is one. */
  readonly origin: string;
  /** Whether the request may change something. */
  readonly writes: boolean;
  receipt?: Receipt | undefined;
}

/** The row of the change log that proves what a request changed. */
export interface Receipt {
  readonly entity: string;
  readonly sequence: number;
  readonly event: string;
  readonly department: string;
  /** Whether the row is a public event. */
  readonly told: boolean;
}

/** A component whose departments can be handed over to another implementation, as the kit needs it. */
export interface FenceOptions {
  readonly component: string;
  /** Key set of the registry: URL or path of a file. Without it grants are ignored. */
  readonly registryJwks: string | undefined;
  /** The row that holds for a department; undefined where none does. */
  known(department: string): FenceRow | undefined;
  /** Brings what `known` answers up to date. */
  refresh(): Promise<void>;
  /** Whether a request changes something; by its method unless told. */
  writes?(request: FastifyRequest): boolean;
  /** Runs a handler so that its statements have the fence. */
  run<T>(fence: RequestFence, handle: () => T): T;
  /** What the fence told a statement that it refused; undefined for every other error. */
  fencedOff(error: unknown): FencedOff | undefined;
}

/** What the kit does about the fence around each request. */
export interface Fence {
  /** Runs a handler. Throws a 421 when the request's grant does not hold here. */
  around(request: FastifyRequest, handle: () => unknown): unknown;
  /** The answer to an error that the fence raised; the same error otherwise. */
  answerTo(error: unknown, request: FastifyRequest): unknown;
  /** The value of `Ashlar-Receipt` (RFC 9651 dictionary); undefined when the request changed nothing. */
  receiptOf(request: FastifyRequest): string | undefined;
}

/** Makes the fence of a service out of its options. */
export function createFence(options: FenceOptions, warn: (error: unknown) => void): Fence {
  const { registryJwks: jwks, component, known } = options;
  const readGrant = jwks === undefined ? undefined : createGrants({ component, jwks, unverified: warn });

  const enter = (request: FastifyRequest, grant: Grant | undefined, handle: () => unknown) => {
    const writes = options.writes?.(request) ?? !reads.has(request.method);
    const origin = request.caller ? `${request.id} ${request.caller.subject}` : request.id;
    const fence: RequestFence = { fence: grant ? textOf(grant) : null, origin, writes };
    request.fence = fence;
    return options.run(fence, handle);
  };

  const checked = async (request: FastifyRequest, grant: Grant | 'invalid', handle: () => unknown) => {
    if (grant === 'invalid') throw invalidGrant();
    const department = subjectOf(request, grant);
    // Ahead of what is known here, the grant may be right; behind it never is.
    if (mayBeNews(known(department), grant)) await options.refresh();
    const row = known(department);
    if (row && !holds(row, grant)) throw problemOf({ ...row, department });
    return enter(request, grant, handle);
  };

  return {
    around(request, handle) {
      const text = request.headers[gatewayHeaders.grant];
      if (readGrant === undefined || typeof text !== 'string') return enter(request, undefined, handle);
      const grant = readGrant(text);
      if (grant instanceof Promise) return grant.then((read) => checked(request, read, handle));
      const row = known(subjectOf(request, grant));
      if (!row || holds(row, grant)) return enter(request, grant, handle);
      return checked(request, grant, handle);
    },
    answerTo(error, request) {
      const off = options.fencedOff(error);
      if (!off) return error;
      // Something was stored already, so that it must not be sent again: the caller finds out by asking.
      if (request.fence?.receipt) return new FaultError('unavailable', { retryAfterS: 1, cause: error });
      return problemOf(off);
    },
    receiptOf({ id, fence }) {
      if (!fence?.receipt) return undefined;
      const { entity, sequence, event, department } = fence.receipt;
      const epoch = Number(
        fence.fence?.slice(fence.fence.lastIndexOf('@') + 1) ?? known(department)?.epoch ?? 0,
      );
      return `request="${id}", entity="${entity}", sequence=${sequence}, event="${event}", epoch=${epoch}`;
    },
  };
}

/** Whom a request is for: its caller's department, else the entry point's, unless it is for all of them. */
function subjectOf({ caller, entryDepartment }: FastifyRequest, grant: Grant): string {
  return [caller?.department, entryDepartment].find((one) => one && one !== '*') ?? grant.department;
}

function textOf({ department, epoch }: Pick<Grant, 'department' | 'epoch'>): string {
  return `${department}@${epoch}`;
}

function holds(row: FenceRow, grant: Grant): boolean {
  return row.role !== 'follower' && row.epoch === grant.epoch && row.department === grant.department;
}

function mayBeNews(row: FenceRow | undefined, grant: Grant): boolean {
  return (
    row !== undefined &&
    !holds(row, grant) &&
    (row.epoch < grant.epoch || row.department !== grant.department)
  );
}

function problemOf({ department, epoch, role }: FencedOff): Problem {
  return new Problem(
    421,
    'fenced',
    'Another implementation serves the department now',
    'Nothing was done. Send the request again to the implementation that the registry binds the department to.',
    { headers: { 'ashlar-fenced': `${department};epoch=${epoch ?? 0};role=${role}` } },
  );
}

const reads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function invalidGrant(): Problem {
  return new Problem(
    421,
    'grant_invalid',
    'The grant is not one of the registry for this component',
    'Nothing was done. Send the request again with the grant of the current binding.',
  );
}
