import { createOnce, type Made, type Once } from '@ashlar/component';
import type { GatewayAccount } from '../domain/entities.ts';
import { isStandardId, randomBytesWanted, standardId } from '../domain/ids.ts';
import { type Product, type ProductFault, type ProductSettings, productFault } from '../domain/product.ts';
import {
  deleteProduct,
  insertProduct,
  isPathTaken,
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
      make: async (key) =>
        (await insertProduct(deps.db, product, { at, traceparent, once: key })) ? product : undefined,
      read: (id) => readProduct(deps.db, id),
    }),
  );
}

/** One page of an account's links, newest first, with the cursor of the next page if there is one; undefined when the department has no such account. */
export async function findProducts(
  deps: Deps,
  ask: AccountAsk & { cursor: string | undefined; limit: number },
): Promise<{ products: Product[]; nextCursor?: string } | 'bad_cursor' | undefined> {
  const { id: gatewayAccountId, cursor: before, limit } = ask;
  if (before !== undefined && !isStandardId(before)) return 'bad_cursor';
  if (!(await findGatewayAccount(deps, ask))) return undefined;
  const found = await listProducts(deps.db, { gatewayAccountId, before, limit: limit + 1 });
  const products = found.slice(0, limit);
  const last = products.at(-1);
  return { products, ...(found.length > limit && last && { nextCursor: last.id }) };
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
