import type { EncryptionKey, Implementation, Swap } from '../domain/entities.ts';
import { HandOverFailure, type HandOverState, type HandOverTarget } from '../domain/ports.ts';
import { readImplementation } from '../store/implementations.ts';
import type { Deps } from './deps.ts';

/** What calls to the two sides of a swap need. */
export type CallDeps = Pick<Deps, 'db' | 'handOver' | 'signer' | 'now'>;

/** A role that an implementation is told to take. */
export interface RoleAsk {
  readonly role: 'primary' | 'frozen' | 'follower';
  readonly epoch: number;
}

/** The swap is no longer carried on here: somebody else holds it. */
export class LostSwap extends Error {}

const controlForS = 60;
const orderForS = 60;
const pullForS = 3600;

/** Reads one side of a swap. Throws a `HandOverFailure` when it is no longer registered. */
export async function partyOf(
  { db }: Pick<Deps, 'db'>,
  swap: Swap,
  side: 'from' | 'to',
): Promise<Implementation> {
  const found = await readImplementation(db, swap[side].implementation_id);
  if (!found) throw new HandOverFailure(`${swap[side].name} is no longer registered`, { status: 404 });
  return found;
}

/** An implementation, to be called about the department of a swap. */
export async function targetOf(deps: CallDeps, swap: Swap, to: Implementation): Promise<HandOverTarget> {
  const { token } = await deps.signer.sign('handover+jwt', {
    ...aboutSwap(deps, swap, controlForS),
    sub: swap.id,
    aud: [to.id, to.base_url],
    use: 'control',
  });
  return { name: to.name, base_url: to.base_url, department: swap.department, token };
}

/** A token by which the holder of `key` may read what `source` has of the department. */
export async function pullToken(
  deps: CallDeps,
  swap: Swap,
  { source, key }: { source: Implementation; key: EncryptionKey },
): Promise<string> {
  const { token } = await deps.signer.sign('handover+jwt', {
    ...aboutSwap(deps, swap, pullForS),
    sub: swap.id,
    aud: [source.id, source.base_url],
    use: 'pull',
    cnf: { jwk: key },
  });
  return token;
}

/**
 * Gives an order. `number` takes the next number, which has to be above the given one; where an implementation has seen a higher one (the registry was set back), the
 * order is given once more above that. Throws `LostSwap` when there is no number to be had.
 */
export async function giveOrder(
  deps: CallDeps,
  swap: Swap,
  order: RoleAsk & { to: Implementation; ms: number; number(atLeast: number): Promise<number | undefined> },
): Promise<HandOverState> {
  const { to, ms, role, epoch } = order;
  const target = await targetOf(deps, swap, to);
  const give = async (atLeast: number) => {
    const number = await order.number(atLeast);
    if (number === undefined) throw new LostSwap();
    const { token } = await deps.signer.sign('order+jwt', {
      ...aboutSwap(deps, swap, orderForS),
      swap: swap.id,
      implementation: to.id,
      role,
      epoch,
      number,
    });
    return deps.handOver.setRole(target, token, ms);
  };
  try {
    return await give(0);
  } catch (error) {
    if (!(error instanceof HandOverFailure) || error.code !== 'stale_order') throw error;
    const { order: last = 0 } = await deps.handOver.state(target, ms);
    return give(last);
  }
}

function aboutSwap({ now }: CallDeps, { component, department }: Swap, forS: number) {
  return { component, department, exp: Math.floor(now().getTime() / 1000) + forS };
}
