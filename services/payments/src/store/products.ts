import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Payment } from '../domain/entities.ts';
import type { Product } from '../domain/product.ts';
import { paymentColumns } from './payments.ts';

const columns = `id, gateway_account_id as "gatewayAccountId", status, name, description, price, amount_hint as "amountHint",
  reference_enabled as "referenceEnabled", reference_label as "referenceLabel", reference_hint as "referenceHint", language,
  return_url as "returnUrl", confirmation_text as "confirmationText", metadata, service_path as "servicePath",
  product_path as "productPath", created_at as "createdAt", deleted_at as "deletedAt"`;

/** One payment link of one account. */
export interface ProductPlace {
  readonly id: string;
  readonly gatewayAccountId: string;
}

/** Stores a payment link. False when the idempotency key was used before. Throws what {@link isPathTaken} knows when its friendly address is taken. */
export async function insertProduct(db: Queryable, product: Product, change: Creation): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-product',
    text: `with ${onceClause}, account as (
             update gateway_account set sequence = sequence + 1 from go where id = $6 returning gateway_account.*
           ), made as (
             insert into product (id, gateway_account_id, created_at, status, name, description, price, amount_hint, reference_enabled,
                                  reference_label, reference_hint, language, return_url, confirmation_text, metadata, product_path,
                                  service_path)
             select $4, account.id, $5::timestamptz, $7, $8, $9, $10::integer, $11, $12::boolean, $13, $14, $15, $16, $17, $18::json, $19,
                    $20
               from account
             returning *
           ), ${logged('$5', '$21', `'created'`)}
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, product.id, change.at),
      product.gatewayAccountId,
      ...settingParameters(product),
      product.servicePath,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Stores all settings of a link anew. Undefined when the account has no such link. Throws as {@link insertProduct} does. */
export async function updateProduct(
  db: Queryable,
  product: Product,
  change: AdminChange,
): Promise<Product | undefined> {
  const { rows } = await db.query<Product>({
    name: 'update-product',
    text: `with made as (
             update product
                set status = $5, name = $6, description = $7, price = $8::integer, amount_hint = $9, reference_enabled = $10::boolean,
                    reference_label = $11, reference_hint = $12, language = $13, return_url = $14, confirmation_text = $15,
                    metadata = $16::json, product_path = $17
              where id = $1 and gateway_account_id = $2 and deleted_at is null
             returning *
           ), ${changedAccount}, ${logged('$3', '$4', `'updated'`)}
           select ${columns}, (select receipt from logged) from made`,
    values: [...placeParameters({ ...product, ...change }), ...settingParameters(product)],
  });
  return rows[0];
}

/** Deletes a link; its payments stay. False when the account has no such link. */
export async function deleteProduct(db: Queryable, ask: ProductPlace & AdminChange): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-product',
    text: `with made as (
             update product set deleted_at = $3::timestamptz
              where id = $1 and gateway_account_id = $2 and deleted_at is null
             returning *
           ), ${changedAccount}, ${logged('$3', '$4', `'deleted'`)}
           select receipt from logged`,
    values: placeParameters(ask),
  });
  return rowCount === 1;
}

/** Reads a link, a deleted one too: a payer is told that it is closed. */
export async function readProduct(db: Queryable, id: string): Promise<Product | undefined> {
  const { rows } = await db.query<Product>({
    name: 'read-product',
    text: `select ${columns} from product where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** The same, held until the transaction ends, so that two changes at once do not undo each other. */
export async function lockProduct(db: Queryable, id: string): Promise<Product | undefined> {
  const { rows } = await db.query<Product>({
    name: 'lock-product',
    text: `select ${columns} from product where id = $1 for update`,
    values: [id],
  });
  return rows[0];
}

/** Some links of an account, newest first, from below `before` on. */
export async function listProducts(
  db: Queryable,
  page: { gatewayAccountId: string; before: string | undefined; limit: number },
): Promise<Product[]> {
  const { rows } = await db.query<Product>({
    name: 'list-products',
    text: `select ${columns} from product
            where gateway_account_id = $1 and deleted_at is null and ($2::text is null or id < $2)
            order by id desc limit $3`,
    values: [page.gatewayAccountId, page.before ?? null, page.limit],
  });
  return rows;
}

/** The id of the link that has a friendly address. */
export async function findProductByPath(
  db: Queryable,
  path: { servicePath: string; productPath: string },
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>({
    name: 'find-product-by-path',
    text: `select id from product where service_path = $1 and product_path = $2 and deleted_at is null`,
    values: [path.servicePath, path.productPath],
  });
  return rows[0]?.id;
}

/** The link through which a payment was made, and the payment's reference. */
export async function readProductOfPayment(
  db: Queryable,
  paymentId: string,
): Promise<{ product: Product; reference: string } | undefined> {
  const { rows } = await db.query<Product & { reference: string }>({
    name: 'read-product-of-payment',
    text: `select ${columns}, (select reference from payment where id = $1) as reference
             from product where id = (select product_id from product_payment where payment_id = $1)`,
    values: [paymentId],
  });
  const [found] = rows;
  if (!found) return undefined;
  const { reference, ...product } = found;
  return { product, reference };
}

/** Some payments of a link, newest first, from below `before` on. */
export async function listProductPayments(
  db: Queryable,
  page: { productId: string; before: string | undefined; limit: number },
): Promise<Payment[]> {
  const { rows } = await db.query<Payment>({
    name: 'list-product-payments',
    text: `select ${paymentColumns} from payment
            where id = any (array(select payment_id from product_payment
                                   where product_id = $1 and ($2::text is null or payment_id < $2)
                                   order by payment_id desc limit $3))
            order by payment.id desc`,
    values: [page.productId, page.before ?? null, page.limit],
  });
  return rows;
}

/** Whether a statement failed since another link has the same friendly address. */
export function isPathTaken(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'constraint') === 'product_path';
}

const changedAccount = `account as (
    update gateway_account set sequence = sequence + 1 from made where gateway_account.id = made.gateway_account_id
    returning gateway_account.*
  )`;

const logged = (at: string, trace: string, change: string) => `logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), account.id, account.sequence, fenced(account.department, :fence), account.service, null, ${at}::timestamptz,
           jsonb_build_object('gateway_account_id', account.id, 'product_id', made.id, 'status', made.status, 'change', ${change}),
           ${trace}::text
      from account, made
    returning ${receiptSql} as receipt
  )`;

function placeParameters({ id, gatewayAccountId, at, traceparent }: ProductPlace & AdminChange): unknown[] {
  return [id, gatewayAccountId, at, traceparent ?? null];
}

function settingParameters(product: Product): unknown[] {
  return [
    product.status,
    product.name,
    product.description,
    product.price,
    product.amountHint,
    product.referenceEnabled,
    product.referenceLabel,
    product.referenceHint,
    product.language,
    product.returnUrl,
    product.confirmationText,
    product.metadata && JSON.stringify(product.metadata),
    product.productPath,
  ];
}
