import type { Books } from './books.ts';

/** What one department may be changed by: `primary` writes, `frozen` reads only, `follower` takes what another one wrote. */
export type Role = 'primary' | 'frozen' | 'follower';

/** The row that fences a department, or (`*`) all that have none of their own. */
export interface Fence {
  readonly department: string;
  readonly epoch: number;
  readonly role: Role;
  readonly order: number;
}

/** What a gateway's grant says: which binding the call was sent by. */
export interface Grant {
  readonly department: string;
  readonly epoch: number;
}

/** A call that the fence refuses: nothing of it is done, and whoever sent it looks for the implementation that is bound now. */
export class Fenced extends Error {
  readonly fence: Fence;
  constructor(fence: Fence) {
    super(`${fence.department} is ${fence.role} here in epoch ${fence.epoch}`);
    this.name = 'Fenced';
    this.fence = fence;
  }
}

/** The row of a department, else the row of all; undefined when there is neither, and this process stands alone. */
export function fenceOf(books: Books, department: string): Fence | undefined {
  const row =
    books.one('select * from fence where department = ?', department) ??
    books.one(`select * from fence where department = '*'`);
  return row && fenceOfRow(row);
}

/**
 * Throws {@link Fenced} unless the department may be written now, by a call of this grant. Asked inside the transaction that writes: there is one
 * writer, so the row cannot change between this and the end of the transaction. What is `underWay` may end while the department is closing.
 */
export function mustBePrimary(
  books: Books,
  department: string,
  act: { readonly grant?: Grant | undefined; readonly underWay?: boolean },
): Fence | undefined {
  const fence = fenceOf(books, department);
  if (fence && (fence.role !== 'primary' || !fits(fence, act.grant))) throw new Fenced(fence);
  if (fence && books.closing.has(department) && !act.underWay) throw new Fenced({ ...fence, role: 'frozen' });
  return fence;
}

/** Throws {@link Fenced} when a call came by a grant that is not, or no longer, this process's. */
export function mustServe(books: Books, department: string, grant: Grant | undefined): void {
  const fence = grant && fenceOf(books, department);
  if (fence && (fence.role === 'follower' || !fits(fence, grant))) throw new Fenced(fence);
}

/** Whether work that nobody asked for (capture, expiry) is this process's to do. */
export function isPrimary(books: Books, department: string): boolean {
  const fence = fenceOf(books, department);
  return !fence || (fence.role === 'primary' && !books.closing.has(department));
}

function fits(fence: Fence, grant: Grant | undefined): boolean {
  return !grant || (grant.department === fence.department && grant.epoch === fence.epoch);
}

function fenceOfRow(row: Record<string, unknown>): Fence {
  return {
    department: String(row.department),
    epoch: Number(row.epoch),
    role: row.role as Role,
    order: Number(row.order_number),
  };
}
