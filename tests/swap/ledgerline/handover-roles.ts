import type { JWK } from 'jose';
import type { Books } from './books.ts';
import type { Contract } from './contract.ts';
import { type Fence, fenceOf } from './fence.ts';
import type { Follower } from './handover-follow.ts';
import { problem, Refused } from './http.ts';
import { sha256 } from './ids.ts';
import { change, find } from './journal.ts';
import type { Keyring, Purpose } from './keyring.ts';
import type { Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import type { Desk } from './taking.ts';

/** What handing over needs. */
export interface HandoverDeps {
  readonly books: Books;
  readonly registry: Registry;
  readonly follower: Follower;
  readonly keyring: Keyring;
  readonly contract: Contract;
  readonly settings: Settings;
  /** Its public key, to which a source seals what it sends. */
  readonly publicKey: JWK;
  readonly desk: Desk;
}

const longestWorkMs = 500;

/** Carries an order out. There is one writer, and its transactions end in their order: once the row is stored, whoever wrote before has ended. */
export async function obey(deps: HandoverDeps, department: string, token: string): Promise<void> {
  const { books, follower, registry, keyring } = deps;
  const order = await registry.order(token, department);
  refuseOld(fenceOf(books, department), order);
  if (order.role === 'primary') await follower.unfollow(department);
  if (order.role === 'frozen') await finishWork(deps.desk, department);
  await books.write(() => {
    books.closing.delete(department);
    refuseOld(fenceOf(books, department), order);
    books.run(
      'insert or replace into fence (department, epoch, role, order_number, implementation, changed_at) values (?, ?, ?, ?, ?, ?)',
      ...[
        department,
        order.epoch,
        order.role,
        order.number,
        deps.settings.implementationNames?.[0] ?? null,
        new Date().toISOString(),
      ],
    );
    if (order.role === 'primary') tellSecrets(books, keyring, department);
  });
  deps.desk.wake();
}

/**
 * Begins nothing more for the department, and waits until what was under way with the card network has ended, so that no payment is handed over in the
 * middle of it. What takes longer is left locked, and the successor asks the network about it.
 */
async function finishWork({ books, asking }: Desk, department: string): Promise<void> {
  books.closing.add(department);
  const isBusy = () => [...asking.values()].includes(department);
  for (const deadline = Date.now() + longestWorkMs; isBusy() && Date.now() < deadline; ) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function refuseOld(fence: Fence | undefined, order: { role: string; epoch: number; number: number }): void {
  if (!fence) return;
  const isSame = order.number === fence.order && order.role === fence.role && order.epoch === fence.epoch;
  if (order.number < fence.order || (order.number === fence.order && !isSame)) {
    throw new Refused(
      problem(409, 'stale_order', 'Conflict', `Order ${fence.order} was carried out before.`),
    );
  }
  if (order.epoch < fence.epoch)
    throw new Refused(problem(409, 'wrong_epoch', 'Conflict', `The epoch is ${fence.epoch} already.`));
}

/** The keys that this process makes a department's tokens with belong to what its successor gets. */
function tellSecrets(books: Books, keyring: Keyring, department: string): void {
  const told: readonly (readonly [kind: string, use: Purpose, algorithm: string])[] = [
    ['secret', 'page_token', 'HMAC-SHA256'],
    ['secret', 'api_key', 'HMAC-SHA1'],
    ['secret', 'page_session', 'HMAC-SHA256'],
  ];
  for (const [kind, use, algorithm] of told) {
    const key = keyring.own(use).toString('hex');
    const id = `${use}-${sha256(`${department} ${key}`).slice(0, 32)}`;
    if (find(books, kind, id)) continue;
    change(
      books,
      {},
      {
        kind,
        id,
        department,
        service: department,
        record: { use, algorithm, key },
        type: null,
        at: new Date(),
      },
    );
  }
}
