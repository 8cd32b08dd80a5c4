import type { GatewayAccount } from '../domain/entities.ts';
import { isStandardId } from '../domain/ids.ts';
import { leastAmount } from '../domain/money.ts';
import type { Product } from '../domain/product.ts';
import { readGatewayAccount } from '../store/accounts.ts';
import { findProductByPath, readProduct, readProductOfPayment } from '../store/products.ts';
import type { Deps } from './deps.ts';
import { type PayerPayment, readPaymentForPayer } from './read-payment-for-payer.ts';

/** A payment link as its pages need it. */
export interface PayerProduct {
  readonly product: Product;
  /** Whom the payer pays. */
  readonly account: GatewayAccount;
  /** Whether payments can be begun. */
  readonly open: boolean;
}

/** Finds a link that an address names; undefined when there never was one. */
export async function findProductForPayer(
  deps: Pick<Deps, 'db'>,
  { productId }: { productId: string },
): Promise<PayerProduct | undefined> {
  if (!isStandardId(productId)) return undefined;
  const product = await readProduct(deps.db, productId);
  const account = product && (await readGatewayAccount(deps.db, product.gatewayAccountId, '*'));
  if (!account) return undefined;
  const isOn = product.status === 'active' && product.deletedAt === null && account.features.payments;
  // The account's provider may be another than when the price was set.
  const isPayable = product.price === null || product.price >= leastAmount(account.provider);
  return { product, account, open: isOn && isPayable };
}

/** The id of the link that has a friendly address; undefined when none has. */
export function findProductByFriendlyUrl(
  deps: Pick<Deps, 'db'>,
  path: { servicePath: string; productPath: string },
): Promise<string | undefined> {
  return findProductByPath(deps.db, path);
}

/** A payment that was made through a link, its reference, and the link; undefined when there is no such payment. */
export async function readProductPayment(
  deps: Pick<Deps, 'db'>,
  { paymentId }: { paymentId: string },
): Promise<{ payment: PayerPayment; reference: string; product: Product } | undefined> {
  const payment = await readPaymentForPayer(deps, { paymentId });
  const made = payment && (await readProductOfPayment(deps.db, paymentId));
  return made && { payment, ...made };
}
