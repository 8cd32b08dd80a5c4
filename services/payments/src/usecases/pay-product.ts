import { createOnce } from '@ashlar/component';
import { requestHash } from '@ashlar/postgres';
import type { Payment } from '../domain/entities.ts';
import { pageToken } from '../domain/ids.ts';
import { productReference, referenceBytesWanted } from '../domain/product-reference.ts';
import { insertPaymentOnce, readPayment } from '../store/payments.ts';
import type { Deps } from './deps.ts';
import type { PayerProduct } from './find-product-for-payer.ts';
import { asStored, newPayment } from './take-payment.ts';

/** What a payer has confirmed of a payment through a link. */
export interface PayProduct extends Pick<PayerProduct, 'product' | 'account'> {
  /** The payer's way through the link's pages: the same way with the same values makes one payment, however often it is confirmed. */
  readonly journeyId: string;
  /** In pence. */
  readonly amount: number;
  /** As the payer typed it; undefined where the payment gets one of its own. */
  readonly reference: string | undefined;
  /** The page of ours that tells how the payment ended. */
  completeUrl(paymentId: string): string;
  readonly traceparent?: string | undefined;
}

/** Makes the payment, or finds the one that was made before, and the token of its link as it is now. */
export async function payProduct(
  deps: Deps,
  input: PayProduct,
): Promise<{ paymentId: string; token: string }> {
  const { product, account, amount, traceparent } = input;
  const payment = newPayment(deps, {
    account,
    request: {
      amount,
      reference: input.reference ?? productReference(deps.random(referenceBytesWanted)),
      description: product.name,
      returnUrl: product.returnUrl,
      language: product.language,
      delayedCapture: false,
      email: null,
      metadata: product.metadata,
      prefilled: null,
      moto: false,
      authorisationMode: 'web',
      agreementId: null,
      agreementPaymentType: null,
    },
  });
  const toStore = { ...payment, returnUrl: product.returnUrl ?? input.completeUrl(payment.id) };
  const body = { amount, reference: input.reference ?? null };
  const key = `${input.journeyId}.${requestHash(body).toString('base64url')}`;
  const made = await createOnce<Payment>(
    deps,
    { scope: `products:${product.id}`, key, body },
    {
      make: async (once) =>
        once && (await insertPaymentOnce(deps.db, toStore, traceparent, once, product.id))
          ? asStored(toStore)
          : undefined,
      read: (id) => readPayment(deps.db, id),
    },
  );
  if (made === 'key_reused') throw new Error('One hash of a request stands for two requests');
  const { id, pageTokenUse } = made.thing;
  return { paymentId: id, token: pageToken(id, pageTokenUse, deps.pageMac) };
}
