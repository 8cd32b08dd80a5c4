import type { MigrationSet } from './migration-files.ts';
import type { Queryable } from './pool.ts';

/** The table `fence` and the functions by which statements heed it. */
export const fenceMigrations: MigrationSet = {
  name: 'fence',
  folder: new URL('../migrations/fence/', import.meta.url),
};

/** Heard when a row of the table has changed; the payload is empty. */
export const fenceChannel = 'ashlar_fence';

/** What this implementation is to a department: it writes, it has stopped writing, or it takes what another one wrote. */
export type FenceRole = 'primary' | 'frozen' | 'follower';

/** Who may write for a department here. The department `*` is every one that has no row of its own. */
export interface Fence {
  readonly department: string;
  /** Rises with each change of the binding. */
  readonly epoch: number;
  readonly role: FenceRole;
  /** The number of the last order that was obeyed. */
  readonly order: number;
  /** When the role or the epoch last changed. */
  readonly changedAt: Date;
}

/** An order to take a role. */
export interface RoleOrder {
  readonly role: FenceRole;
  readonly epoch: number;
  readonly order: number;
  /** How long to wait for what writes now, in milliseconds; 1,500 unless told. */
  readonly patienceMs?: number;
}

/** Why an order was not obeyed: a later one was, the epoch would go back, or somebody wrote for longer than the order's patience. */
export type RoleRefusal = 'stale_order' | 'wrong_epoch' | 'busy';

/** A department's own row; undefined when it has none (the row `*` may hold for it, see {@link effectiveFence}). */
export async function readFence(db: Queryable, department: string): Promise<Fence | undefined> {
  const { rows } = await db.query<Fence>({
    name: 'read-fence',
    text: `select ${columns} from fence where department = $1`,
    values: [department],
  });
  return rows[0];
}

/** Every row; they are few. */
export async function listFences(db: Queryable): Promise<Fence[]> {
  const { rows } = await db.query<Fence>({
    name: 'list-fences',
    text: `select ${columns} from fence order by department`,
  });
  return rows;
}

/** The row that holds for a department, of all rows: its own, else `*`. Undefined when none does and everything is allowed. */
export function effectiveFence(fences: readonly Fence[], department: string): Fence | undefined {
  return (
    fences.find((fence) => fence.department === department) ??
    fences.find((fence) => fence.department === '*')
  );
}

/**
 * Gives a department its role, in one statement, and makes its row if it has none. It first waits until every transaction that writes for the
 * department has ended; whoever comes meanwhile waits behind it and sees the new role. So once `frozen` is answered nothing is written any more, and
 * once `primary` is answered a follower's last batch is in. Repeating the last order answers the same.
 */
export async function setRole(
  db: Queryable,
  department: string,
  ask: RoleOrder,
): Promise<Fence | RoleRefusal> {
  try {
    const { rows } = await db.query<Fence>({
      name: 'turn-fence',
      text: `select ${columns} from turn_fence($1, $2, $3::bigint, $4::bigint, $5 * interval '1 ms') as turned
              where department is not null`,
      values: [department, ask.role, ask.epoch, ask.order, ask.patienceMs ?? 1500],
    });
    if (rows[0]) return rows[0];
  } catch (error) {
    if (codeOf(error) === lockNotAvailable) return 'busy';
    throw error;
  }
  const known = await readFence(db, department);
  return known && ask.order <= known.order ? 'stale_order' : 'wrong_epoch';
}

/** What a refused statement was told. */
export interface FencedOff {
  readonly department: string;
  /** Null where no row holds. */
  readonly epoch: number | null;
  readonly role: FenceRole | 'standalone';
}

/** What the fence told a statement that it refused; undefined for every other error. Looks through `cause`. */
export function fencedOff(error: unknown): FencedOff | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (codeOf(error) === refused && 'detail' in error) return JSON.parse(String(error.detail));
  return 'cause' in error ? fencedOff(error.cause) : undefined;
}

const columns = `department, epoch, role, order_number as "order", changed_at as "changedAt"`;
// The functions of the migration raise the first (a class of our own); PostgreSQL documentation, appendix A, has the other.
const refused = 'AS421';
const lockNotAvailable = '55P03';

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
