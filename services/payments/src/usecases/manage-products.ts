import { createOnce, type Made, type Once } from '@ashlar/component';
import type { GatewayAccount, Payment } from '../domain/entities.ts';
import { isStandardId, randomBytesWanted, standardId } from '../domain/ids.ts';
import { type Product, type ProductFault, type ProductSettings, productFault } from '../domain/product.ts';
import {
  deleteProduct,
  insertProduct,
  isPathTaken,
  listProductPayments,
  listProducts,
  lockProduct,
  readProduct,
  updateProduct,
} from '../store/products.ts';
import type { Deps } from './deps.ts';
import { type AccountAsk, findGatewayAccount } from './find-gateway-accounts.ts';

/** A payment link of an account, and the department that asks for it. */
export interface ProductAsk extends AccountAsk {
  readonly productId: string;
}

/** Why a link is not stored: what is wrong with it, or `path_taken` when another has its friendly address. */
export type ProductRefusal = { readonly fault: ProductFault } | 'path_taken';

/** Creates a payment link of an account. */
export async function createProduct(
  deps: Deps,
  input: {
    account: GatewayAccount;
    settings: ProductSettings;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<Product> | 'key_reused' | ProductRefusal> {
  const { account, settings, once, traceparent } = input;
  const fault = productFault(settings, account);
  if (fault) return { fault };
  const at = deps.now();
  const product: Product = {
    ...settings,
    id: standardId(at, deps.random(randomBytesWanted)),
    gatewayAccountId: account.id,
    servicePath: account.service,
    createdAt: at,
    deletedAt: null,
  };
  return refusingTakenPath(() =>
    createOnce(deps, once, {
      aggregate: account.id,
      make: async (key) =>
        (await insertProduct(deps.db, product, { at, traceparent, once: key })) ? product : undefined,
      read: (id) => readProduct(deps.db, id),
    }),
  );
}

/** Which page of a list is asked for: its cursor is the id of the last thing on the page before. */
export interface PageOf {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** A page of a list, with the cursor of the next one if there is one. */
export type ListPage<Thing> = { readonly things: readonly Thing[]; readonly nextCursor?: string };

/** One page of an account's links, newest first; undefined when the department has no such account. */
export async function findProducts(
  deps: Deps,
  ask: AccountAsk & PageOf,
): Promise<ListPage<Product> | 'bad_cursor' | undefined> {
  return readPage(ask, async (page) => {
    const account = await findGatewayAccount(deps, ask);
    return account && listProducts(deps.db, { gatewayAccountId: account.id, ...page });
  });
}

/** One page of a link's payments, newest first; undefined when the department has no such link. */
export async function findProductPayments(
  deps: Deps,
  ask: ProductAsk & PageOf,
): Promise<ListPage<Payment> | 'bad_cursor' | undefined> {
  return readPage(ask, async (page) => {
    const product = await findProduct(deps, ask);
    return product && listProductPayments(deps.db, { productId: product.id, ...page });
  });
}

/** A link of an account; undefined when the department has no such link. */
export async function findProduct(deps: Deps, ask: ProductAsk): Promise<Product | undefined> {
  if (!(await findGatewayAccount(deps, ask))) return undefined;
  const product = await readProduct(deps.db, ask.productId);
  return product && isOf(ask, product) ? product : undefined;
}

/** Changes what is given; undefined when the department has no such link. */
export async function changeProduct(
  deps: Deps,
  input: ProductAsk & { settings: Partial<ProductSettings>; traceparent?: string | undefined },
): Promise<Product | ProductRefusal | undefined> {
  const { settings, traceparent } = input;
  const account = await findGatewayAccount(deps, input);
  if (!account) return undefined;
  const change = { at: deps.now(), traceparent };
  const changed = await refusingTakenPath(() =>
    deps.transaction(async (db) => {
      const before = await lockProduct(db, input.productId);
      if (!before || !isOf(input, before)) return undefined;
      const product = { ...before, ...settings };
      const fault = productFault(product, account);
      return fault ? { fault } : updateProduct(db, product, change);
    }),
  );
  if (changed) deps.logged();
  return changed;
}

/** Deletes a link. False when the department has no such link. */
export async function removeProduct(
  deps: Deps,
  input: ProductAsk & { traceparent?: string | undefined },
): Promise<boolean> {
  if (!(await findProduct(deps, input))) return false;
  const { id: gatewayAccountId, productId: id, traceparent } = input;
  const found = await deleteProduct(deps.db, { id, gatewayAccountId, at: deps.now(), traceparent });
  if (found) deps.logged();
  return found;
}

/** Reads one thing more than is asked for, to know whether there is a next page. */
async function readPage<Thing extends { readonly id: string }>(
  { cursor, limit }: PageOf,
  read: (page: { before: string | undefined; limit: number }) => Promise<Thing[] | undefined>,
): Promise<ListPage<Thing> | 'bad_cursor' | undefined> {
  if (cursor !== undefined && !isStandardId(cursor)) return 'bad_cursor';
  const found = await read({ before: cursor, limit: limit + 1 });
  if (!found) return undefined;
  const things = found.slice(0, limit);
  const last = things.at(-1);
  return { things, ...(found.length > limit && last && { nextCursor: last.id }) };
}

function isOf({ id }: AccountAsk, product: Product): boolean {
  return product.gatewayAccountId === id && product.deletedAt === null;
}

async function refusingTakenPath<Result>(store: () => Promise<Result>): Promise<Result | 'path_taken'> {
  try {
    return await store();
  } catch (error) {
    if (isPathTaken(error)) return 'path_taken';
    throw error;
  }
}
