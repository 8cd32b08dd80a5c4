import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Payment } from '../domain/entities.ts';
import { externalState } from '../domain/payment.ts';
import { type Product, type ProductSettings, usualSettings } from '../domain/product.ts';
import type { Deps } from '../usecases/deps.ts';
import { findGatewayAccount } from '../usecases/find-gateway-accounts.ts';
import {
  changeProduct,
  createProduct,
  findProduct,
  findProductPayments,
  findProducts,
  type PageOf,
  type ProductAsk,
  type ProductRefusal,
  removeProduct,
} from '../usecases/manage-products.ts';
import { metadataError } from './create-payment-parts.ts';
import { accountAsk } from './gateway-accounts.ts';
import { isReturnUrl } from './rule.ts';

type ProductOperation =
  | 'listProducts'
  | 'createProduct'
  | 'getProduct'
  | 'updateProduct'
  | 'deleteProduct'
  | 'listProductPayments';

/** Administration of payment links, which GOV.UK Pay calls products. */
export function productHandlers(deps: Deps): Record<ProductOperation, Handler> {
  return {
    async listProducts(request) {
      const page = await findProducts(deps, { ...accountAsk(request), ...pageOf(request) });
      if (!page) throw noSuch('gateway account');
      if (page === 'bad_cursor') throw badCursor();
      const links = page.things.map((product) => productView(product, request.publicUrl));
      return { payment_links: links, ...(page.nextCursor && { next_cursor: page.nextCursor }) };
    },

    async createProduct(request, reply) {
      const account = await findGatewayAccount(deps, accountAsk(request));
      if (!account) throw noSuch('gateway account');
      const settings = { ...usualSettings, ...readSettings(request) } as ProductSettings;
      const { traceparent } = request;
      const made = await createProduct(deps, { account, settings, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if (made === 'path_taken' || 'fault' in made) throw refusal(made);
      const view = productView(made.thing, request.publicUrl);
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      const path = `/ashlar/v1/gateway-accounts/${account.id}/payment-links/${made.thing.id}`;
      return reply.code(201).header('location', `${request.publicUrl}${path}`).send(view);
    },

    async getProduct(request) {
      const product = await findProduct(deps, productAsk(request));
      if (!product) throw noSuch('payment link');
      return productView(product, request.publicUrl);
    },

    async updateProduct(request) {
      const { traceparent } = request;
      const ask = { ...productAsk(request), settings: readSettings(request), traceparent };
      const changed = await changeProduct(deps, ask);
      if (!changed) throw noSuch('payment link');
      if (changed === 'path_taken' || 'fault' in changed) throw refusal(changed);
      return productView(changed, request.publicUrl);
    },

    async deleteProduct(request, reply) {
      const { traceparent } = request;
      if (!(await removeProduct(deps, { ...productAsk(request), traceparent }))) throw noSuch('payment link');
      return reply.code(204).send();
    },

    async listProductPayments(request) {
      const page = await findProductPayments(deps, { ...productAsk(request), ...pageOf(request) });
      if (!page) throw noSuch('payment link');
      if (page === 'bad_cursor') throw badCursor();
      const payments = page.things.map(madePaymentView);
      return { payments, ...(page.nextCursor && { next_cursor: page.nextCursor }) };
    },
  };
}

/** Where a payer finds a link. */
function productUrl(publicUrl: string, { id }: Pick<Product, 'id'>): string {
  return `${publicUrl}/pay/${id}`;
}

function pageOf(request: FastifyRequest): PageOf {
  const { cursor, limit = 50 } = request.query as { cursor?: string; limit?: number };
  return { cursor, limit: Number(limit) };
}

function badCursor(): Problem {
  const errors = [{ pointer: 'query:cursor', detail: 'is not a cursor of this list' }];
  return new Problem(400, 'invalid', 'The cursor is not valid', undefined, { errors });
}

function productAsk(request: FastifyRequest): ProductAsk {
  const { payment_link_id: productId } = request.params as { payment_link_id: string };
  return { ...accountAsk(request), productId };
}

// The settings by the names that GOV.UK Pay's own administration gives them.
const members = {
  status: 'status',
  name: 'name',
  description: 'description',
  price: 'price',
  amountHint: 'amount_hint',
  referenceEnabled: 'reference_enabled',
  referenceLabel: 'reference_label',
  referenceHint: 'reference_hint',
  language: 'language',
  returnUrl: 'return_url',
  confirmationText: 'confirmation_text',
  metadata: 'metadata',
  productPath: 'product_name_path',
} as const satisfies Record<keyof ProductSettings, string>;

const settingNames = Object.keys(members) as (keyof ProductSettings)[];

/** The settings that a body gives. Throws the problem with what the contract's schema cannot say. */
function readSettings({ body }: FastifyRequest): Partial<ProductSettings> {
  const given = body as Readonly<Record<string, unknown>>;
  for (const [member, value] of Object.entries(given)) {
    if (typeof value !== 'string') continue;
    if (!value.isWellFormed()) throw invalid(`#/${member}`, 'must not hold half a surrogate pair');
    if (value.trim() === '') throw invalid(`#/${member}`, 'must not be blank');
  }
  const { metadata, return_url: returnUrl } = given;
  const wrong = metadata === null ? undefined : metadataError({ metadata });
  if (wrong) throw invalid('#/metadata', wrong.description);
  if (typeof returnUrl === 'string' && !isReturnUrl(returnUrl)) {
    throw invalid('#/return_url', 'must be an address that a payer can be sent to');
  }
  const named = settingNames.filter((setting) => given[members[setting]] !== undefined);
  return Object.fromEntries(named.map((setting) => [setting, given[members[setting]]]));
}

function refusal(refused: ProductRefusal): Problem {
  if (refused !== 'path_taken') {
    const { setting, why } = refused.fault;
    return invalid(`#/${members[setting]}`, why);
  }
  const detail = 'Another payment link of a service of this name has this product_name_path.';
  return new Problem(409, 'path_taken', 'The friendly address is taken', detail);
}

function invalid(pointer: string, detail: string): Problem {
  return new Problem(422, 'invalid', 'The payment link cannot be used', undefined, {
    errors: [{ pointer, detail }],
  });
}

/** A link as administrators see it; what is not set is left out. */
function productView(product: Product, publicUrl: string): Record<string, unknown> {
  const set = settingNames.filter((setting) => product[setting] !== null);
  const { servicePath, productPath } = product;
  return {
    id: product.id,
    gateway_account_id: product.gatewayAccountId,
    ...Object.fromEntries(set.map((setting) => [members[setting], product[setting]])),
    ...(productPath !== null && {
      service_name_path: servicePath,
      friendly_url: `${publicUrl}/redirect/${servicePath}/${productPath}`,
    }),
    url: productUrl(publicUrl, product),
    created_at: product.createdAt.toISOString(),
  };
}

function madePaymentView({ id, amount, reference, status, createdAt }: Payment): Record<string, unknown> {
  const created_at = createdAt.toISOString();
  return { payment_id: id, amount, reference, state: externalState(status), created_at };
}
