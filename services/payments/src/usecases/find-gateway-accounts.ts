import type { GatewayAccount } from '../domain/entities.ts';
import { listGatewayAccounts, readGatewayAccount } from '../store/accounts.ts';
import type { Deps } from './deps.ts';

/** An account, and the department that asks for it; `*` may see every department's. */
export interface AccountAsk {
  readonly id: string;
  readonly department: string;
}

/** Finds an account of the department. */
export function findGatewayAccount(
  deps: Pick<Deps, 'db'>,
  { id, department }: AccountAsk,
): Promise<GatewayAccount | undefined> {
  return readGatewayAccount(deps.db, id, department);
}

/** One page of a department's accounts, oldest first, with the cursor of the next page if there is one. */
export async function findGatewayAccounts(
  deps: Pick<Deps, 'db'>,
  ask: { department: string; cursor: string | undefined; limit: number },
): Promise<{ accounts: GatewayAccount[]; nextCursor?: string } | 'bad_cursor'> {
  const after = ask.cursor === undefined ? undefined : readCursor(ask.cursor);
  if (after === null) return 'bad_cursor';
  const { department, limit } = ask;
  const found = await listGatewayAccounts(deps.db, { department, after, limit: limit + 1 });
  const accounts = found.slice(0, limit);
  const last = accounts.at(-1);
  return { accounts, ...(found.length > limit && last && { nextCursor: writeCursor(last) }) };
}

function writeCursor({ createdAt, id }: GatewayAccount): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

function readCursor(cursor: string): { createdAt: Date; id: string } | null {
  const [, time, id] = /^(\d{1,15})\.([0-9a-v]+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return time && id ? { createdAt: new Date(Number(time)), id } : null;
}
