// Made by `pnpm generate` from openapi/. Edit there.

import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';

/** A client of this contract. `baseUrl` is any implementation's root. */
export function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}

export interface paths {
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search an account's payments
         * @description Newest first. Every parameter that is wrong is named in one error (422 P0401); a page beyond the last is 404 P0402. A blank parameter counts as left out.
         */
        get: operations["searchPayments"];
        put?: never;
        /**
         * Create a payment
         * @description Stores a payment and answers it with the address (`next_url`) to send the payer to. One error is told at a time, in a fixed order: type and presence are 400, length and range are 422.
         */
        post: operations["createPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a payment
         * @description The payment as it is now. Reading changes nothing.
         */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{paymentId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the states a payment has been through
         * @description Oldest first, one entry for each change of the state that a department sees.
         */
        get: operations["getPaymentEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{paymentId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an unfinished payment
         * @description A payment that is finished or confirmed is 400 P0501. While its provider is being asked about a card it is 409 P0502.
         */
        post: operations["cancelPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{paymentId}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the money of a delayed payment
         * @description A payment that waits for its capture becomes a success, and its money is taken at once. Asking again changes nothing and is 204 too. Any other payment is 409 P1003.
         */
        post: operations["capturePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{paymentId}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a payment's refunds
         * @description Oldest first, in every state of the payment.
         */
        get: operations["getRefunds"];
        put?: never;
        /**
         * Give money of a payment back
         * @description Part of a captured payment or all of it, as often as there is something left. With `refund_amount_available` the refund is only made when exactly that much is left (412 P0604 otherwise). All refunds at once never exceed what was paid.
         */
        post: operations["createRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{paymentId}/refunds/{refundId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a refund
         * @description The refund as it is now.
         */
        get: operations["getRefund"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the card of a payment in moto_api mode
         * @description For cards that are told by mail or on the phone. The payment's `auth_url_post` leads here; its one-time token is the only proof that is asked for, and works once. The money is taken straight afterwards unless that is delayed. One error is told at a time: what is missing or wrong is 422 and leaves the token as it was, a wrong token is 400 P1211, a used one P1212.
         */
        post: operations["authorisePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment_notification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell of a payment that was taken elsewhere
         * @description A system that takes payments by telephone tells how one ended. It is stored as a payment in `external` mode; its money is not ours, so that nothing is captured and nothing can be refunded. The same `provider_id` again answers the payment that was made (200). An account that may not is 403 P0930.
         */
        post: operations["notifyPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search an account's refunds
         * @description Newest first. Every parameter that is wrong is named in one error (422 P1101); a page beyond the last is 404 P1100.
         */
        get: operations["searchRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search an account's disputes
         * @description Newest first. No provider here says when it settles, so a search by a settled date finds none. Errors are those of the search for payments.
         */
        get: operations["searchDisputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api/notifications/sandbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a notification of the standard's sandbox
         * @description The standard's sandbox has nothing to say, so whatever comes is taken and changes nothing. Those of the sandboxes here go to `/ashlar/v1/providers/{provider}/notifications`.
         */
        post: operations["receiveStandardSandboxNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search an account's agreements
         * @description Newest first. Every parameter that is wrong is named in one error (422 P2401); a page beyond the last is 404 P2402.
         */
        get: operations["searchAgreements"];
        put?: never;
        /**
         * Create an agreement
         * @description Says what a payer is going to be charged for again. It becomes active when a payment that names it in `set_up_agreement` is paid. An account that may not take recurring payments is 422 P0942.
         */
        post: operations["createAgreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreementId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an agreement
         * @description The agreement as it is now, with what is kept of its card.
         */
        get: operations["getAgreement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreementId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an active agreement
         * @description No payment can be taken with it afterwards. An agreement that is not active is 400 P2501.
         */
        post: operations["cancelAgreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/secure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Follow a payment's link by form post
         * @description The same as the link with the token in its path, for services that send the payer on with `next_url_post`.
         */
        post: operations["followPostedPaymentLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/secure/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a payment's link
         * @description Uses the link up and goes on to the card page.
         */
        get: operations["followPaymentLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The card page
         * @description The form in which the payer enters a card.
         */
        get: operations["showCardDetails"];
        put?: never;
        /**
         * Send the card
         * @description Asks the provider to authorise the card.
         */
        post: operations["submitCardDetails"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The confirmation page
         * @description What will be paid, with which card.
         */
        get: operations["showConfirmation"];
        put?: never;
        /**
         * Confirm the payment
         * @description Makes the payment a success and sends the payer back to the service.
         */
        post: operations["confirmPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up the payment
         * @description The payer's own cancellation.
         */
        post: operations["cancelPaymentByPayer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the payment ended
         * @description For a payment that was cancelled, declined, has expired or met a fault.
         */
        get: operations["showPaymentResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/3ds_required": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page with the issuer's question
         * @description Shows the page of the card's issuer in a frame (3-D Secure).
         */
        get: operations["showChallenge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/3ds_required_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The way to the issuer
         * @description Leads on to the page of the card's issuer; opened by the frame.
         */
        get: operations["leadToIssuer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/3ds_required_in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The way back from the issuer
         * @description Has the payer go on in the whole window.
         */
        get: operations["showReturnFromIssuer"];
        put?: never;
        /**
         * Take the issuer's answer
         * @description Takes what the payer brings from the card's issuer to the provider, once. Only what the provider makes of it counts, so that a forged answer and a repeated one change nothing.
         */
        post: operations["answerChallenge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/3ds_simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The simulated issuer
         * @description The page of the sandboxes' issuer, with its answers to choose from.
         */
        get: operations["showSimulatedIssuer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/card_details/{chargeId}/auth_waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The waiting page
         * @description Asks again by itself until the provider has answered.
         */
        get: operations["showWaiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pay/{productExternalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The first page of a payment link
         * @description What is paid for, and a button to begin. What the address answers already is not asked; the payer sees it before paying and may change it.
         */
        get: operations["showProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pay/{productExternalId}/{journeyId}/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The reference page of a payment link
         * @description Asks for the payer's reference.
         */
        get: operations["showProductReference"];
        put?: never;
        /**
         * Send the reference
         * @description Remembers it in the payer's own browser.
         */
        post: operations["submitProductReference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pay/{productExternalId}/{journeyId}/amount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The amount page of a payment link
         * @description Asks for the amount, where it has no fixed price.
         */
        get: operations["showProductAmount"];
        put?: never;
        /**
         * Send the amount
         * @description Remembers it in the payer's own browser.
         */
        post: operations["submitProductAmount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pay/{productExternalId}/{journeyId}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last page of a payment link
         * @description Shows what will be paid.
         */
        get: operations["showProductConfirmation"];
        put?: never;
        /**
         * Begin the payment
         * @description Makes the payment, once for each journey and its answers, and goes on to its card page.
         */
        post: operations["confirmProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/redirect/{serviceNamePath}/{productNamePath}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The friendly address of a payment link
         * @description Leads to the link, with the answers that the address gives.
         */
        get: operations["followFriendlyUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payment-complete/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a payment through a link ended
         * @description For the browser that began it.
         */
        get: operations["showProductPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List gateway accounts
         * @description The caller's department's accounts, oldest first.
         */
        get: operations["listGatewayAccounts"];
        put?: never;
        /**
         * Create a gateway account
         * @description For a service of the caller's department. An operator of the whole platform names the department.
         */
        post: operations["createGatewayAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a gateway account
         * @description One account of the caller's department.
         */
        get: operations["getGatewayAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an account's rate limits
         * @description A limit that is left out stays. The change bites within five seconds.
         */
        patch: operations["updateGatewayAccountLimits"];
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change which cards an account takes and what corporate ones add
         * @description A member that is left out stays. The change bites at once; a card that is being paid with keeps what it adds.
         */
        patch: operations["updateGatewayAccountCards"];
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what an account may do
         * @description A feature that is left out stays. The change bites within five seconds.
         */
        patch: operations["updateGatewayAccountFeatures"];
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an account's API keys
         * @description The newest 200 keys, revoked ones too, oldest first. Never the tokens.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The token is in this reply only; a replay of it leaves the token out.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/api-keys/{api_key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Within five seconds nothing accepts the key any more. Revoking it again changes nothing.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/payment-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an account's payment links
         * @description Newest first. Deleted ones are left out.
         */
        get: operations["listProducts"];
        put?: never;
        /**
         * Create a payment link
         * @description Its pages are there at once. Each payer who comes through it makes a payment of the account, with the link's title as its description and the link's metadata.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/payment-links/{payment_link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a payment link */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        /**
         * Delete a payment link
         * @description Nobody can begin a payment through it any more. Its payments stay.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /**
         * Change a payment link
         * @description What is left out stays; null takes away. Payments that were begun stay as they are; a payer who has not yet confirmed is shown the link as it is now.
         */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/payment-links/{payment_link_id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a payment link's payments
         * @description Newest first. What is left out here is shown by `GET /v1/payments/{id}`.
         */
        get: operations["listProductPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an account's webhooks
         * @description The newest 200, oldest first. Deleted ones are left out.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Every event from now on that it subscribes to becomes a message, which is sent until the receiver answers 2xx. The signing key is in this reply only; a replay of it leaves the key out.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description With the messages that wait to be sent.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Nothing is sent any more, also nothing that waited.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description What is left out stays. Messages of an inactive webhook are kept and not sent.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks/{webhook_id}/signing-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new signing key
         * @description From now on `Pay-Signature` is made with the new key. Until `overlap_s` seconds later `Ashlar-Signature` holds the signature of the key before it too. The key is in this reply only; a replay of it leaves the key out.
         */
        post: operations["rotateWebhookSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks/{webhook_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a webhook's messages
         * @description Newest first, for as long as they are kept (seven days unless configured).
         */
        get: operations["listWebhookMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks/{webhook_id}/messages/{webhook_message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a message with its attempts
         * @description What was answered is never kept, only its status.
         */
        get: operations["getWebhookMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks/{webhook_id}/messages/{webhook_message_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message again
         * @description The same id and the same bytes, now and on the whole schedule. A message that waits is left as it is.
         */
        post: operations["replayWebhookMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks/{webhook_id}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a range of messages again
         * @description Up to 1,000 messages that were made in the time given, oldest first; those that wait are left as they are. There are more while `next_cursor` is given: send it with the same range.
         */
        post: operations["replayWebhookMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/webhooks/{webhook_id}/test-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message
         * @description A made-up payment, signed and tried like any message, with the header `Ashlar-Test` set to `true`.
         */
        post: operations["sendTestWebhookMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/payments/{payment_id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a payment's ledger entries
         * @description Every entry that the payment made, in the order it was made. The entries of one transaction sum to zero.
         */
        get: operations["getLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/sandbox/payments/{payment_id}/expire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a test payment's time run out
         * @description The payment is treated as if its time were over, and goes down the ordinary path of expiry within a second or two.
         */
        post: operations["expireSandboxPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/sandbox/disputes/{dispute_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a dispute at a sandbox go on
         * @description As if its service had given evidence (`under_review`) or the bank had decided (`won`, `lost`). From where a dispute is won there is no way on; one that is lost may still be won, on appeal.
         *     A repeat answers the same. For a dispute that waits, pay with card 4000000000000259 or 4000000000002685 and the name `skip_evidence`; with any other name they come to their
         *     end by themselves.
         */
        post: operations["moveSandboxDispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/payments.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payments as a file
         * @description Everything that the standard's search finds with these parameters, newest first, in the columns of GOV.UK Pay's own file of transactions and one for each name of metadata.
         *     Comma-separated (RFC 4180), UTF-8, with one line of headings. Amounts are pounds; dates and times are UTC. A cell that a spreadsheet would take for a
         *     formula begins with an apostrophe. More than 200 names of metadata are 422 `too_many_names`. A file that ends without its last chunk is not whole.
         */
        get: operations["exportPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/refunds.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Refunds as a file
         * @description As for payments: each refund with what it is of. Amounts are below zero; the refund's id comes last.
         */
        get: operations["exportRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/disputes.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Disputes as a file
         * @description As for payments: each dispute with what it is of. Amounts are below zero, `Fee` and `Net` say what a lost one cost; its reason and id come last.
         */
        get: operations["exportDisputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a test account's clock
         * @description It shows the real time until it is put forward. It says how much time has passed for the account's payments, and so which of them are over. Dates that
         *     payments, events and webhooks show stay true.
         */
        get: operations["getTestClock"];
        /**
         * Put a test account's clock forward to a moment
         * @description As `advance`. A moment that the clock is past already is 409 `backwards`.
         */
        put: operations["setTestClock"];
        post?: never;
        /**
         * Put a test account's clock back to the real time
         * @description What has expired stays so; what is open is as old as it really is.
         */
        delete: operations["resetTestClock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let time pass for a test account
         * @description Payments of the account whose time is over then have expired when the answer comes: those that nobody paid within 90 minutes, and those that nobody
         *     captured within 120 hours. A payment that is made later starts with its whole time. A repeat under the same key moves nothing, and ends what
         *     the first call did not come to.
         */
        post: operations["advanceTestClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/provider-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an account's provider credentials
         * @description The newest 200, oldest first, and the active one however old it is. Never their secrets.
         */
        get: operations["listProviderCredentials"];
        put?: never;
        /**
         * Create a provider credential
         * @description The first step of changing an account's provider, or what the account is known by there. Nothing changes for payments until it is activated.
         */
        post: operations["createProviderCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/provider-credentials/{credential_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a provider credential
         * @description With the last check of it. Never its secrets.
         */
        get: operations["getProviderCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/provider-credentials/{credential_id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Enter a credential's secrets
         * @description What the provider gave the department, by name: `account_name` at a sandbox, `secret_key` and `webhook_signing_secret` at Stripe. They are stored sealed and never shown again. Until the credential is activated they can be entered anew, which takes a check back; afterwards they are final.
         */
        put: operations["enterProviderSecrets"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/provider-credentials/{credential_id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a credential at its provider
         * @description Something that charges nobody is begun at the provider, found again and let go of: no card of a payer, no payment and no ledger is touched. What was checked, in order, is in the answer; the credential is `VERIFIED` when all of it passed and `ENTERED` otherwise, and can be checked again. 409 also when the credential was changed meanwhile. A repeat under the same key checks nothing.
         */
        post: operations["verifyProviderCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/provider-credentials/{credential_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch an account to a credential
         * @description Payments that are created more than five seconds from now begin with it; in the seconds before, with it or with the one that was active, which is retired. What began with an earlier credential still finishes, and is refunded, there; kept cards are charged where they are kept. 409 when it is not `VERIFIED`, or another than `replaces` is active: of activations that meet, one wins.
         */
        post: operations["activateProviderCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/gateway-accounts/{id}/provider-credentials/{credential_id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retire a credential that is not used
         * @description For good. The active credential is retired by activating another in its place, and not here.
         */
        post: operations["retireProviderCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/providers/{provider}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear of something from a provider
         * @description Where a provider tells that something became of a payment, its capture or a refund. The provider's own signature over the body takes the
         *     place of a credential. A notification may come many times, late, and in any order: whatever waits for the provider is asked about there
         *     and settled, and anything else stays as it is. A sandbox signs as `Sandbox-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "<seconds>.<body>">`
         *     and may be five minutes off.
         */
        post: operations["receiveProviderNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/providers/{provider}/credentials/{credential_id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear of something from a provider that an account has credentials of its own at
         * @description As `/ashlar/v1/providers/{provider}/notifications`, signed with the credential's own secret, and about what began with it. A credential that is retired still hears.
         */
        post: operations["receiveCredentialNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this implementation is, and its key
         * @description Records are sealed to this key when this implementation pulls them. An operator compares its thumbprint.
         */
        get: operations["describeHandover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/handover/{department}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which role it has for a department, and how far it is
         * @description With `follow`, how far it has followed another implementation.
         */
        get: operations["readHandover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/handover/{department}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Carry out an order of the registry
         * @description `frozen` waits for writers in flight, writes nothing more, and answers once its log is complete: `position` is the barrier then. When that takes too long the answer is 503 `log_not_stamped`; the role stays frozen, and the same order may be sent again. `primary` for a follower ends its following first. The same order again is answered in the same way.
         */
        put: operations["setHandoverRole"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/handover/{department}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Follow another implementation
         * @description Needs the role `follower`. What is asked for is stored: a process that is started again goes on by itself. The same again, with a new token, renews the token. Without `from_position` a snapshot comes first, unless one of this source was finished before; with it, only the feed after that position. Another source begins anew.
         */
        put: operations["followHandover"];
        post?: never;
        /**
         * Follow no longer
         * @description The batch in hand is finished first. What was imported stays.
         */
        delete: operations["unfollowHandover"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/handover/{department}/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All records of a department
         * @description Lines of JSON (`application/x-ndjson`). The first is `{"position", "department", "events_from"}`: the state that follows is at least as new as the position, so the feed goes on from there; `events_from` is the position after which events are kept. Then come lines `{"jwe", "cursor"}` of at most 500 items. The last line is `{"end": true, "items"}`: without it the snapshot is not complete. A stream that breaks off goes on with `after` set to the last cursor; its position is then that of the first line of the first stream.
         */
        get: operations["pullSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/handover/{department}/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What has changed since a position
         * @description The current records of what changed after `after`, up to `position`, which is the next `after`. At most 500 items, and no `jwe` when there are none. When nothing is newer the answer is held back for `wait` seconds.
         */
        get: operations["pullFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/handover/{department}/digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts and digests, to compare two implementations
         * @description All of it is of one moment: two that are compared while traffic flows differ in nothing but what changed between their moments. `position` is where the log that the state follows stands. For a follower it and `after` are positions of its source, up to which it has applied the feed.
         */
        get: operations["digestHandover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process is running
         * @description Answers as long as the process can answer at all. It asks nothing of the database or the bus.
         */
        get: operations["liveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the component can serve
         * @description `degraded` means that requests are served while something that is not needed for a reply (such as the bus) is away. A draining process is not ready.
         */
        get: operations["readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Measurements in the Prometheus text format */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, in order
         * @description The public changes of the caller's department by position. Send the last `position` back as `after` to go on. With `wait` an empty page is held back until something happens or the time is over. Asked for `text/event-stream`, the feed stays open: each event's id is its position, and a reconnect sends it back in `Last-Event-ID`.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description No money moves on a test account.
         * @enum {string}
         */
        AccountType: "test" | "live";
        /** @description A billing address. */
        Address: {
            line1?: string;
            line2?: string;
            postcode?: string;
            city?: string;
            /**
             * @description ISO 3166-1 alpha-2.
             * @example GB
             */
            country?: string;
        };
        /** @description What a payer agreed to be charged for again. */
        Agreement: {
            /** @example cgc1ocvh0pt9fqs0ma67r42l58 */
            agreement_id: string;
            reference: string;
            description: string;
            user_identifier?: string;
            /**
             * @description Only an active agreement can be charged.
             * @enum {string}
             */
            status: "created" | "active" | "cancelled" | "inactive";
            /**
             * Format: date-time
             * @example 2022-07-08T14:33:00.000Z
             */
            created_date: string;
            /**
             * Format: date-time
             * @example 2022-07-08T14:33:00.000Z
             */
            cancelled_date?: string;
            payment_instrument?: components["schemas"]["PaymentInstrument"];
        };
        /** @description One page of a search for agreements. */
        AgreementSearchResults: {
            /** @description Results on all pages. */
            total: number;
            /** @description Results on this page. */
            count: number;
            page: number;
            results: components["schemas"]["Agreement"][];
            _links: components["schemas"]["SearchNavigationLinks"];
        };
        /** @description A key of a gateway account. */
        ApiKey: {
            /** Format: uuid */
            id: string;
            description: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            revoked_at?: string;
        };
        /** @description A card, and the token of the payment that it is for. */
        AuthorisationRequest: {
            /**
             * @description From the payment's `auth_url_post`.
             * @example 12345-edsfr-6789-gtyu
             */
            one_time_token: string;
            /**
             * @description Digits only.
             * @example 4242424242424242
             */
            card_number: string;
            /**
             * @description Digits only.
             * @example 123
             */
            cvc: string;
            /**
             * @description MM/YY, not past.
             * @example 09/28
             */
            expiry_date: string;
            /** @example J. Citizen */
            cardholder_name: string;
        };
        /** @description How the payer was authenticated. */
        AuthorisationSummary: {
            three_d_secure?: {
                required?: boolean;
            };
        };
        /**
         * Format: uri
         * @description An https address on a domain, on port 443. For a live account the domain has to be an allowed one.
         * @example https://licensing.service.gov.uk/payment-events
         */
        CallbackUrl: string;
        /** @description The card, once the payer has entered it. Never the whole number. */
        CardDetails: {
            last_digits_card_number?: string;
            first_digits_card_number?: string;
            cardholder_name?: string;
            /**
             * @description MM/YY.
             * @example 04/24
             */
            expiry_date?: string;
            billing_address?: components["schemas"]["Address"];
            /** @example Visa */
            card_brand?: string;
            /** @enum {string|null} */
            card_type?: "debit" | "credit" | null;
            /** @enum {string} */
            wallet_type?: "Apple Pay" | "Google Pay";
        };
        /** @description Which cards the account takes, and what corporate ones add to each payment. A member that is left out of a request stays as it is. */
        CardRules: {
            /** @description All but Maestro unless told. */
            card_types?: ("visa debit" | "visa credit" | "master-card debit" | "master-card credit" | "american-express credit" | "diners-club credit" | "discover credit" | "jcb credit" | "maestro debit")[];
            corporate_credit_card_surcharge_amount?: components["schemas"]["Surcharge"];
            corporate_debit_card_surcharge_amount?: components["schemas"]["Surcharge"];
            corporate_prepaid_debit_card_surcharge_amount?: components["schemas"]["Surcharge"];
        };
        ChangesPage: {
            events: components["schemas"]["Event"][];
            /**
             * Format: int64
             * @description The cursor to send next as `after`.
             */
            position: number;
            /**
             * Format: int64
             * @description The last position of the feed, where it is known.
             */
            head?: number;
        };
        /** @description An error from before the operation. `code` is the HTTP status. */
        ContainerError: {
            /** @example 401 */
            code: number;
            message: string;
        };
        /** @description Members that are not listed are ignored. */
        CreateAgreementRequest: {
            /**
             * @description The service's own reference. It need not be unique.
             * @example CT-22-23-0001
             */
            reference: string;
            /**
             * @description What the payer is charged for.
             * @example Council tax 2022/23
             */
            description: string;
            /**
             * @description How the service knows the payer. No personal data.
             * @example user-3fb81107
             */
            user_identifier?: string;
        };
        /** @description Members that are not listed are ignored. */
        CreateCardPaymentRequest: {
            /**
             * @description In pence.
             * @example 12000
             */
            amount: number;
            /**
             * @description The service's own reference. It need not be unique.
             * @example 12345
             */
            reference: string;
            /**
             * @description What the payer sees that they pay for.
             * @example New passport application
             */
            description: string;
            /**
             * @description Where the payer goes afterwards. Needed in `web` mode, refused in the others. `https` unless the account is a test account.
             * @example https://service-name.gov.uk/transactions/12345
             */
            return_url?: string;
            /**
             * @description The language of the pages; `en` if left out.
             * @enum {string}
             */
            language?: "en" | "cy";
            /** @description Whether the service captures the payment itself; `false` if left out. */
            delayed_capture?: boolean;
            /** @description Mail order or telephone order. Refused unless the account may take such. */
            moto?: boolean;
            /** @description Prefills the payer's e-mail address. */
            email?: string;
            prefilled_cardholder_details?: components["schemas"]["PrefilledCardholderDetails"];
            metadata?: components["schemas"]["ExternalMetadata"];
            /**
             * @description How the payment is authorised; `web` if left out.
             * @enum {string}
             */
            authorisation_mode?: "web" | "agreement" | "moto_api";
            /** @description An agreement to set up with this payment. */
            set_up_agreement?: string;
            /** @description An active agreement to charge. */
            agreement_id?: string;
            /**
             * @description Why the agreement is charged.
             * @enum {string}
             */
            agreement_payment_type?: "instalment" | "recurring" | "unscheduled";
        };
        /**
         * @description `WILL_NOT_SEND`: the webhook was inactive, or may not point where it does.
         * @enum {string}
         */
        DeliveryStatus: "PENDING" | "SUCCESSFUL" | "FAILED" | "WILL_NOT_SEND";
        /** @description A payer's challenge of a payment at their bank. */
        Dispute: {
            /**
             * @description The disputed amount in pence.
             * @example 1200
             */
            amount: number;
            /**
             * Format: date-time
             * @description When the bank told of it.
             * @example 2022-07-28T16:43:00.000Z
             */
            created_date: string;
            /** @example hu20sqlact5260q2nanm0q8u93 */
            dispute_id: string;
            /**
             * Format: date-time
             * @description Until when evidence is taken.
             * @example 2022-08-04T23:59:59.000Z
             */
            evidence_due_date?: string;
            /**
             * @description What the provider takes for a lost dispute. Only when it is lost.
             * @example 2000
             */
            fee?: number;
            /**
             * @description What the provider takes in all for a lost dispute, below zero. Only when it is lost.
             * @example -3200
             */
            net_amount?: number;
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /**
             * @description Why the payer challenges the payment.
             * @enum {string}
             */
            reason: "credit_not_processed" | "duplicate" | "fraudulent" | "general" | "product_not_received" | "product_unacceptable" | "unrecognised" | "subscription_cancelled" | "other";
            /** @description Only when it is lost. Empty, as no provider here says when it settles. */
            settlement_summary?: Record<string, unknown>;
            /** @enum {string} */
            status: "needs_response" | "under_review" | "won" | "lost";
            _links: {
                payment: components["schemas"]["Link"];
            };
        };
        /** @description One page of a search for disputes. */
        DisputeSearchResults: {
            /** @description Results on all pages. */
            total: number;
            /** @description Results on this page. */
            count: number;
            page: number;
            results: components["schemas"]["Dispute"][];
            _links: components["schemas"]["SearchNavigationLinks"];
        };
        /** @description An error that belongs to no operation. */
        ErrorResponse: {
            /** @example P0900 */
            code: string;
            /** @example Too many requests */
            description: string;
        };
        /** @description A CloudEvents 1.0 event in structured JSON. Unknown fields may appear and are to be ignored. It holds no personal data. */
        Event: {
            /** @constant */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same event always has the same id.
             */
            id: string;
            /** @description The component that says so. */
            source: string;
            /**
             * @description A name from the event catalogue.
             * @example payments.payment.created.v1
             */
            type: string;
            /** @description The id of what it happened to. */
            subject: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description The id of the JSON Schema of `data`.
             */
            dataschema: string;
            /** @description The department it concerns. */
            department: string;
            /** @description The service, or product, of the department. */
            service: string;
            /**
             * Format: int64
             * @description Counts the changes of this subject without gaps; private changes leave one in the public feed.
             */
            sequence: number;
            /**
             * Format: int64
             * @description The place in the component's whole feed; the only cursor.
             */
            position: number;
            /** @description The W3C trace context of the request that caused it. */
            traceparent?: string;
            /** @description What happened. Its schema is named by `dataschema`. */
            data: Record<string, unknown>;
        };
        /**
         * @description Up to 15 pairs of the service's own, kept with their types. Keys differ in more than case.
         * @example {
         *       "ledger_code": 123,
         *       "reconciled": true
         *     }
         */
        ExternalMetadata: {
            [key: string]: string | number | boolean;
        };
        /** @description What the account may do. A feature that is left out of a request stays as it is. */
        Features: {
            /** @description Payments and refunds at all. Switched off, new ones are 403 P0941, and what is under way goes on. An account may unless told. */
            payments?: boolean;
            /** @description Payments of an amount of 0. No account may unless told. */
            zero_amount?: boolean;
            /** @description Agreements and recurring payments. A new test account may, a new live one may not, unless told. */
            recurring?: boolean;
            /** @description Payments whose card was told by mail or on the phone, entered on the payment page. No account may unless told. */
            moto?: boolean;
            /** @description The same with the card sent to `POST /v1/auth`. No account may unless told. */
            moto_api?: boolean;
            /** @description Telling `POST /v1/payment_notification` of payments that were taken elsewhere. No account may unless told. */
            telephone?: boolean;
        };
        /** @description A refund among the results of a search. */
        FoundRefund: components["schemas"]["Refund"] & {
            payment_id: string;
        };
        /** @description An account to take payments with. */
        GatewayAccount: {
            /** @example 0198c2f0a1b27c33 */
            id: string;
            department: components["schemas"]["Name"];
            service: components["schemas"]["Name"];
            name: string;
            type: components["schemas"]["AccountType"];
            provider: string;
            limits: components["schemas"]["Limits"];
            features: components["schemas"]["Features"];
            cards: components["schemas"]["CardRules"];
            /** Format: date-time */
            created_at: string;
        };
        HandoverDescription: {
            /** @example payments */
            component: string;
            /** @description SHA-256 of the contract that it was built for. */
            contract_hash: string;
            /**
             * @description How much of the contract it fulfils.
             * @enum {string}
             */
            profile: "core" | "full";
            implementation?: {
                version?: string;
            };
            /** @description Its public key as JWK (RFC 7517), P-256, `use` `enc`, `kid` its thumbprint (RFC 7638). */
            key: {
                /** @constant */
                kty: "EC";
                /** @constant */
                crv: "P-256";
                x: string;
                y: string;
                /** @constant */
                use: "enc";
                kid: string;
            };
            /** @description By entity: the JSON Schema of its record, and which profile has to have it. */
            entities: {
                [key: string]: {
                    /**
                     * @description Which profile has to have it: `core` is both.
                     * @enum {string}
                     */
                    profile: "core" | "full";
                    summary?: string;
                    /**
                     * @description Whether digests cover it.
                     * @default true
                     */
                    digest?: boolean;
                    /** @description Of its record. */
                    schema: Record<string, unknown>;
                };
            };
        };
        HandoverDigest: {
            /** Format: int64 */
            position: number;
            entities: {
                [key: string]: {
                    count: number;
                    versions: string;
                    changed: {
                        count: number;
                        records: string;
                        /**
                         * @description `records` of those things alone whose id's SHA-256 begins with this byte. Two that are compared while traffic flows never stand still together, but each part does at some time.
                         * @example {
                         *       "0a": "00f1e2d3c4b5a697"
                         *     }
                         */
                        parts?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        HandoverFeed: {
            /**
             * Format: int64
             * @description Everything of the department up to here is in this answer, or was in earlier ones. It may lie behind the department's last change.
             */
            position: number;
            /**
             * Format: int64
             * @description Where the log stood. Whoever has reached it has everything.
             */
            head: number;
            jwe?: string;
        };
        /** @description One thing at its newest. What a JWE holds is an array of these. */
        HandoverItem: {
            /** @description One that `GET /ashlar/v1/handover` lists. What a follower does not know it keeps as it is, and hands on. */
            entity: string;
            id: string;
            /**
             * Format: int64
             * @description Rises with each change of this thing. A follower keeps the highest.
             */
            sequence: number;
            /**
             * Format: int64
             * @description Where the source's log stood: 0 in a snapshot, except for events.
             */
            position: number;
            /** @description The whole record; null when it is deleted. */
            record: null | Record<string, unknown>;
            /** @description A public event at this position (`#/components/schemas/Event`). Events also come as items of the entity `event`, whose record is the event and whose id is its id: each is kept once, at its position. */
            event?: Record<string, unknown>;
        };
        HandoverState: {
            department: string;
            /**
             * @description `standalone`: the registry has never given an order for it.
             * @enum {string}
             */
            role: "standalone" | "primary" | "frozen" | "follower";
            /**
             * Format: int64
             * @description Of the binding that the role belongs to.
             */
            epoch?: number;
            /**
             * Format: int64
             * @description The number of the last order.
             */
            order?: number;
            /**
             * Format: int64
             * @description The highest position of this department's log, private changes included. Of a frozen one the barrier: where the whole log stood at last, beyond which no cursor was given out.
             */
            position: number;
            /** @example null */
            follow: null | {
                /** @description Root of the implementation that it follows. */
                source: string;
                /** @enum {string} */
                phase: "snapshot" | "feed" | "stopped" | "failed";
                /**
                 * Format: int64
                 * @description The position of the source up to which everything is applied. 0 while the snapshot is read.
                 */
                position: number;
                /**
                 * Format: int64
                 * @description How many items were imported.
                 */
                records: number;
                /** @description How long ago everything of the source was applied; absent before it was for the first time. */
                lag_ms?: number;
                /** @description Why it does not go on. It tries again by itself unless its phase is `failed`. */
                error?: string;
            };
        };
        /** @description One half of a double entry. */
        LedgerEntry: {
            /** Format: uuid */
            transaction_id: string;
            /**
             * @description `payer_clearing` holds what payers confirmed and the provider has not taken yet, `refunds` what is on its way back to payers, `fees` what the provider kept, `disputes` what it holds back while a bank decides.
             * @enum {string}
             */
            account: "payer_clearing" | "provider_receivable" | "department_payable" | "refunds" | "fees" | "disputes";
            /** @description In minor units: debits above zero, credits below. */
            amount: number;
            /** @example GBP */
            currency: string;
            /** @enum {string} */
            kind: "confirmation" | "capture" | "capture_failed" | "fee" | "refund_submitted" | "refund_succeeded" | "refund_failed" | "dispute_opened" | "dispute_won" | "dispute_lost" | "dispute_fee";
            /** @description The refund that it is for, if it is for one. */
            refund_id?: string;
            /** @description The dispute that it is for, if it is for one. */
            dispute_id?: string;
            /** Format: date-time */
            occurred_at: string;
        };
        /** @description Requests a second that the account may make, for each process of this service. */
        Limits: {
            create_per_second?: number;
            other_per_second?: number;
        };
        /** @description An address and the method to use there. */
        Link: {
            href: string;
            /** @enum {string} */
            method: "GET" | "POST";
        };
        Liveness: {
            /** @constant */
            status: "ok";
        };
        /** @description A test account's clock after it was moved, and what that did. */
        MovedTestClock: {
            gateway_account_id: string;
            /** Format: date-time */
            now: string;
            /** @description By how much it is ahead of the real time. */
            ahead_seconds: number;
            /** @description How many payments this call ended. */
            expired: number;
            /** @description False when there were more than one call ends; the others expire within seconds. */
            finished: boolean;
        };
        /**
         * @description The id of a department or service.
         * @example licensing
         */
        Name: string;
        NewPaymentLink: {
            name: components["schemas"]["PaymentLinkName"];
            /** @description Shown on the first page, with its line breaks. */
            description?: string;
            /** @description In pence. Without it the payer types the amount. */
            price?: number;
            /** @description Helps the payer to type the amount. */
            amount_hint?: string;
            /** @description Whether the payer types a reference; otherwise each payment gets one of its own. */
            reference_enabled?: boolean;
            /**
             * @description What the reference is called. Needed when it is asked for.
             * @example invoice number
             */
            reference_label?: string;
            /** @description Where the payer finds it. */
            reference_hint?: string;
            /** @enum {string} */
            language?: "en" | "cy";
            /** @description Where the payer goes after paying, https for a live account. Without it there is a page of our own. */
            return_url?: string;
            /** @description What happens next, for the page of our own. */
            confirmation_text?: string;
            /** @description For each of its payments, up to 15 pairs, under the rules of a payment. */
            metadata?: {
                [key: string]: string | number | boolean;
            };
            /** @description The end of its friendly address, after the name of the account's service. */
            product_name_path?: string;
            /**
             * @description An inactive link tells payers that it is closed.
             * @enum {string}
             */
            status?: "active" | "inactive";
        };
        NewWebhook: {
            callback_url: components["schemas"]["CallbackUrl"];
            subscriptions: components["schemas"]["Subscriptions"];
            /** @default  */
            description?: string;
            status?: components["schemas"]["WebhookStatus"];
        };
        /** @description What was told of a payment that was taken elsewhere, and the payment that it became. */
        NotifiedPayment: components["schemas"]["PaymentNotification"] & {
            payment_id: string;
            state: components["schemas"]["PaymentState"];
        };
        /** @description One change of state. */
        PaymentEvent: {
            payment_id: string;
            state: components["schemas"]["PaymentState"];
            /** Format: date-time */
            updated: string;
            _links: {
                payment_url: components["schemas"]["Link"];
            };
        };
        /** @description The states that a payment has been through. */
        PaymentEvents: {
            payment_id: string;
            events: components["schemas"]["PaymentEvent"][];
            _links: {
                self: components["schemas"]["Link"];
            };
        };
        /** @description The card that was set up last. Never the whole number. */
        PaymentInstrument: {
            /** @enum {string} */
            type: "card";
            /**
             * Format: date-time
             * @example 2022-07-08T14:33:00.000Z
             */
            created_date: string;
            card_details: components["schemas"]["CardDetails"];
        };
        /** @description A page on which anybody can pay. */
        PaymentLink: {
            id: string;
            gateway_account_id: string;
            /** @enum {string} */
            status: "active" | "inactive";
            name: string;
            description?: string;
            price?: number;
            amount_hint?: string;
            reference_enabled: boolean;
            reference_label?: string;
            reference_hint?: string;
            /** @enum {string} */
            language: "en" | "cy";
            return_url?: string;
            confirmation_text?: string;
            metadata?: {
                [key: string]: string | number | boolean;
            };
            /** @description With a friendly address only. */
            service_name_path?: string;
            product_name_path?: string;
            /** @description The address to give to payers. */
            url: string;
            /** @description A readable address that leads there. */
            friendly_url?: string;
            /** Format: date-time */
            created_at: string;
        };
        PaymentLinkChanges: {
            name?: components["schemas"]["PaymentLinkName"];
            /** @description Shown on the first page, with its line breaks. */
            description?: string | null;
            /** @description In pence. Without it the payer types the amount. */
            price?: number | null;
            /** @description Helps the payer to type the amount. */
            amount_hint?: string | null;
            /** @description Whether the payer types a reference; otherwise each payment gets one of its own. */
            reference_enabled?: boolean;
            /**
             * @description What the reference is called. Needed when it is asked for.
             * @example invoice number
             */
            reference_label?: string | null;
            /** @description Where the payer finds it. */
            reference_hint?: string | null;
            /** @enum {string} */
            language?: "en" | "cy";
            /** @description Where the payer goes after paying, https for a live account. Without it there is a page of our own. */
            return_url?: string | null;
            /** @description What happens next, for the page of our own. */
            confirmation_text?: string | null;
            /** @description For each of its payments, up to 15 pairs, under the rules of a payment. */
            metadata?: {
                [key: string]: string | number | boolean;
            } | null;
            /** @description The end of its friendly address, after the name of the account's service. */
            product_name_path?: string | null;
            /**
             * @description An inactive link tells payers that it is closed.
             * @enum {string}
             */
            status?: "active" | "inactive";
        };
        /**
         * @description The title of its pages, and the description of its payments.
         * @example Pay for a fishing licence
         */
        PaymentLinkName: string;
        /** @description A payment that was made through a link. */
        PaymentLinkPayment: {
            payment_id: string;
            /** @description In pence. */
            amount: number;
            reference: string;
            /** @description As the payments standard shows it. */
            state: {
                status: string;
                finished: boolean;
                code?: string;
                message?: string;
            };
            /** Format: date-time */
            created_at: string;
        };
        /** @description What can be done with the payment now. */
        PaymentLinks: {
            self: components["schemas"]["Link"];
            events: components["schemas"]["Link"];
            refunds: components["schemas"]["Link"];
            next_url?: components["schemas"]["Link"];
            next_url_post?: components["schemas"]["PostLink"];
            auth_url_post?: components["schemas"]["PostLink"];
            cancel?: components["schemas"]["PostLink"];
            capture?: components["schemas"]["PostLink"];
        };
        /** @description How a payment ended that was taken elsewhere. Members that are not listed are ignored. */
        PaymentNotification: {
            /**
             * @description In pence.
             * @example 12000
             */
            amount: number;
            /** @example MRPC12345 */
            reference: string;
            /** @example New passport application */
            description: string;
            /**
             * @description When it was begun. ISO 8601 with a time zone.
             * @example 2018-02-21T16:04:25Z
             */
            created_date?: string;
            /**
             * @description When it was authorised. ISO 8601 with a time zone.
             * @example 2018-02-21T16:05:33Z
             */
            authorised_date?: string;
            /**
             * @description The taker's own id of its part.
             * @example 183f2j8923j8
             */
            processor_id: string;
            /**
             * @description The provider's id of the payment; the same one is the same payment.
             * @example 17498-8412u9-1273891239
             */
            provider_id: string;
            /** @example 666 */
            auth_code?: string;
            payment_outcome: {
                /** @enum {string} */
                status: "success" | "failed";
                /**
                 * @description Why it failed; needed then and only then.
                 * @enum {string}
                 */
                code?: "P0010" | "P0030" | "P0050";
                /** @description The taker's own words on it. */
                supplemental?: {
                    /** @example ECKOH01234 */
                    error_code?: string;
                    error_message?: string;
                };
            };
            /** @enum {string} */
            card_type?: "master-card" | "visa" | "maestro" | "diners-club" | "american-express" | "jcb";
            name_on_card?: string;
            email_address?: string;
            /**
             * @description MM/YY.
             * @example 02/29
             */
            card_expiry?: string;
            last_four_digits?: string;
            first_six_digits?: string;
            telephone_number?: string;
        };
        /** @description Members that are not listed are ignored. */
        PaymentRefundRequest: {
            /**
             * @description How much to give back, in pence.
             * @example 1200
             */
            amount: number;
            /**
             * @description How much is left before the refund, in pence, as the caller last saw it.
             * @example 1450
             */
            refund_amount_available?: number;
        };
        /** @description One page of a search for payments. Its results have no `next_url`. */
        PaymentSearchResults: {
            /** @description Results on all pages. */
            total: number;
            /** @description Results on this page. */
            count: number;
            page: number;
            results: components["schemas"]["PaymentWithAllLinks"][];
            _links: components["schemas"]["SearchNavigationLinks"];
        };
        /** @description Empty until the payment is captured. */
        PaymentSettlementSummary: {
            /** Format: date-time */
            capture_submit_time?: string;
            /** Format: date */
            captured_date?: string;
            /** Format: date */
            settled_date?: string;
        };
        /** @description Where the payment is. */
        PaymentState: {
            /** @enum {string} */
            status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
            /** @description Whether the payer's part is over. */
            finished: boolean;
            /** @description Why the payment did not succeed: P0010, P0020, P0030, P0040 or P0050. */
            code?: string;
            message?: string;
            /** @description Only on failed payments of an agreement. */
            can_retry?: boolean;
        };
        /** @description A payment. A member without a value is left out. */
        PaymentWithAllLinks: {
            /**
             * @description In pence.
             * @example 1200
             */
            amount: number;
            description: string;
            reference: string;
            /** @enum {string} */
            language: "en" | "cy";
            email?: string;
            state: components["schemas"]["PaymentState"];
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example sandbox */
            payment_provider: string;
            /**
             * Format: date-time
             * @example 2016-01-21T17:15:00.000Z
             */
            created_date: string;
            refund_summary: components["schemas"]["RefundSummary"];
            settlement_summary: components["schemas"]["PaymentSettlementSummary"];
            card_details?: components["schemas"]["CardDetails"];
            delayed_capture: boolean;
            moto: boolean;
            /** @description The provider's own id of the payment. */
            provider_id?: string;
            return_url?: string;
            /** @enum {string} */
            authorisation_mode: "web" | "agreement" | "moto_api" | "external";
            metadata?: components["schemas"]["ExternalMetadata"];
            /**
             * @deprecated
             * @description The same as `card_details.card_brand`.
             */
            card_brand?: string;
            agreement_id?: string;
            /** @enum {string} */
            agreement_payment_type?: "instalment" | "recurring" | "unscheduled";
            fee?: number;
            net_amount?: number;
            /** @description What the payer's corporate card adds, in pence. */
            corporate_card_surcharge?: number;
            /** @description The amount with the surcharge; only where there is one. */
            total_amount?: number;
            authorisation_summary?: components["schemas"]["AuthorisationSummary"];
            _links: components["schemas"]["PaymentLinks"];
        };
        /** @description An address to post to, with the body's media type and fields where it needs them. */
        PostLink: {
            href: string;
            /** @constant */
            method: "POST";
            /** @example application/x-www-form-urlencoded */
            type?: string;
            params?: {
                [key: string]: string;
            };
        };
        /** @description What the card page already shows when the payer opens it. */
        PrefilledCardholderDetails: {
            cardholder_name?: string;
            billing_address?: components["schemas"]["Address"];
        };
        /** @description A problem document of RFC 9457 with a stable code for programs. */
        Problem: {
            /**
             * Format: uri-reference
             * @description Where the kind of problem is described.
             * @default about:blank
             */
            type?: string;
            /** @description The kind of problem in a few words. */
            title: string;
            /** @description The HTTP status again. */
            status: number;
            /** @description What went wrong this time. */
            detail?: string;
            /** @description Names this occurrence, for example by the request id. */
            instance?: string;
            /** @description The stable code that programs switch on. */
            code: string;
            /** @description Every place in the request that is wrong. */
            errors?: {
                /** @description A JSON Pointer into the body, or the name of a parameter. */
                pointer: string;
                /** @description What is wrong there. */
                detail: string;
            }[];
        };
        /** @description What an account is known by at a provider. An account has one that is `ACTIVE`; payments begin with it. */
        ProviderCredential: {
            /** Format: uuid */
            id: string;
            gateway_account_id: string;
            /** @example sandbox-b */
            provider: string;
            /**
             * @description `RETIRED` is final: no payment begins with it, and those that did still finish and are refunded there.
             * @enum {string}
             */
            status: "CREATED" | "ENTERED" | "VERIFIED" | "ACTIVE" | "RETIRED";
            verification?: components["schemas"]["Verification"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            entered_at?: string;
            /** Format: date-time */
            verified_at?: string;
            /** Format: date-time */
            activated_at?: string;
            /** Format: date-time */
            retired_at?: string;
        };
        Readiness: {
            /** @enum {string} */
            status: "ok" | "degraded" | "failed";
            /** @description One entry for each thing that the component needs. */
            checks: {
                [key: string]: {
                    /** @enum {string} */
                    status: "ok" | "failed";
                    /** @description A short reason without internals. */
                    detail?: string;
                    /** @description Numbers that belong to it, such as how far behind it is. */
                    measures?: {
                        [key: string]: number;
                    };
                };
            };
        };
        /** @description Money that goes back to the payer. */
        Refund: {
            /** @example act4c33g40j3edfmi8jknab84x */
            refund_id: string;
            /** Format: date-time */
            created_date: string;
            /**
             * @description In pence.
             * @example 1200
             */
            amount: number;
            /** @enum {string} */
            status: "submitted" | "success" | "error";
            /** @description Empty until the provider says when it took the refund out of what it pays. */
            settlement_summary: {
                /** Format: date */
                settled_date?: string;
            };
            _links: {
                self: components["schemas"]["Link"];
                payment: components["schemas"]["Link"];
            };
        };
        /** @description One page of a search for refunds. */
        RefundSearchResults: {
            /** @description Results on all pages. */
            total: number;
            /** @description Results on this page. */
            count: number;
            page: number;
            results: components["schemas"]["FoundRefund"][];
            _links: components["schemas"]["SearchNavigationLinks"];
        };
        /** @description What can be refunded. */
        RefundSummary: {
            /** @enum {string} */
            status: "pending" | "unavailable" | "available" | "full";
            amount_available?: number;
            amount_submitted?: number;
        };
        /** @description A payment's refunds. */
        RefundsOfPayment: {
            payment_id: string;
            _links: {
                self: components["schemas"]["Link"];
                payment: components["schemas"]["Link"];
            };
            _embedded: {
                refunds: components["schemas"]["Refund"][];
            };
        };
        Replay: {
            /** @description How many messages will be sent again. */
            replayed: number;
            next_cursor?: string;
        };
        ReplayRange: {
            /**
             * Format: date-time
             * @description Messages made then or later.
             */
            from: string;
            /**
             * Format: date-time
             * @description Messages made before then.
             */
            to: string;
            /**
             * @description Only messages with this status.
             * @enum {string}
             */
            status?: "SUCCESSFUL" | "FAILED" | "WILL_NOT_SEND";
            /** @description The `next_cursor` of the replay before. */
            cursor?: string;
        };
        /**
         * @description One error. Members without a value are left out.
         * @example {
         *       "field": "amount",
         *       "code": "P0102",
         *       "description": "Invalid attribute value: amount. Must be less than or equal to 10000000"
         *     }
         */
        RequestError: {
            /** @description The member of the body that is wrong. */
            field?: string;
            /** @description The header that is wrong. */
            header?: string;
            /** @example P0102 */
            code: string;
            description: string;
        };
        /** @description The other pages of a search. The first has no page before it, the last none after it. */
        SearchNavigationLinks: {
            self: components["schemas"]["Link"];
            first_page: components["schemas"]["Link"];
            last_page: components["schemas"]["Link"];
            prev_page?: components["schemas"]["Link"];
            next_page?: components["schemas"]["Link"];
        };
        Subscriptions: components["schemas"]["WebhookEventType"][];
        /**
         * @description In pence; 0 adds nothing.
         * @example 250
         */
        Surcharge: number;
        /** @description What a test account's clock shows. */
        TestClock: {
            gateway_account_id: string;
            /** Format: date-time */
            now: string;
            /** @description By how much it is ahead of the real time. */
            ahead_seconds: number;
        };
        /** @description The last check of the secrets at their provider. It moves no money and makes no payment. */
        Verification: {
            /** Format: date-time */
            started_at: string;
            /**
             * Format: date-time
             * @description Left out while it is under way, and when whoever made it died.
             */
            finished_at?: string;
            /** @description Given once it is finished. */
            passed?: boolean;
            /** @description In the order in which they were made. What follows one that failed is left out, but for letting go of what was begun. */
            checks: {
                /**
                 * @description `connect`: the provider takes the secrets; `authorise`: something that charges nobody can be begun; `query`: it is found again by its key; `cancel`: it can be let go of; `released`: it is gone.
                 * @enum {string}
                 */
                check: "connect" | "authorise" | "query" | "cancel" | "released";
                passed: boolean;
                /** @description What was wrong. */
                detail?: string;
            }[];
        };
        /** @description Where an account's events are sent. */
        Webhook: {
            id: string;
            gateway_account_id: string;
            live: boolean;
            callback_url: string;
            description: string;
            status: components["schemas"]["WebhookStatus"];
            subscriptions: components["schemas"]["Subscriptions"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            signing_key_made_at: string;
            /**
             * Format: date-time
             * @description Until when the key before it signs too.
             */
            previous_signing_key_until?: string;
        };
        WebhookAttempt: {
            /** Format: date-time */
            started_at: string;
            /** @description In milliseconds. */
            response_time: number;
            /** @enum {string} */
            status: "SUCCESSFUL" | "FAILED" | "WILL_NOT_SEND";
            /** @description What the receiver answered, if it did. */
            status_code?: number;
            /** @example 200 OK */
            result: string;
        };
        /** @description What is left out stays. */
        WebhookChanges: {
            callback_url?: components["schemas"]["CallbackUrl"];
            subscriptions?: components["schemas"]["Subscriptions"];
            description?: string;
            status?: components["schemas"]["WebhookStatus"];
        };
        /**
         * @description The standard's names. A refunded payment is told by its refund's id in the header `Ashlar-Refund-Id`.
         * @enum {string}
         */
        WebhookEventType: "card_payment_started" | "card_payment_succeeded" | "card_payment_captured" | "card_payment_refunded" | "card_payment_failed" | "card_payment_expired";
        /** @description One event for one webhook. */
        WebhookMessage: {
            webhook_message_id: string;
            /** @description Whether it was asked for as a test. */
            test: boolean;
            event_type: components["schemas"]["WebhookEventType"];
            /** Format: date-time */
            event_date: string;
            /** @description The payment's id. */
            resource_id: string;
            /** @constant */
            resource_type: "payment";
            status: components["schemas"]["DeliveryStatus"];
            /**
             * Format: date-time
             * @description When it is sent next, or was last due.
             */
            send_at: string;
            /** Format: date-time */
            created_at: string;
        };
        WebhookMessageWithAttempts: components["schemas"]["WebhookMessage"] & {
            /** @description Oldest first, those before a replay too. */
            attempts: components["schemas"]["WebhookAttempt"][];
        };
        /** @enum {string} */
        WebhookStatus: "active" | "inactive";
        WebhookWithKey: components["schemas"]["Webhook"] & {
            /**
             * @description The secret of the HMAC. It is shown once.
             * @example webhook_test_…
             */
            signing_key?: string;
        };
        WebhookWithQueue: components["schemas"]["Webhook"] & {
            /** @description How many messages wait to be sent, counted up to 10,000. */
            pending_messages: number;
            /**
             * Format: date-time
             * @description When the oldest of them was made.
             */
            oldest_pending_at?: string;
        };
    };
    responses: {
        /** @description The request cannot be read, or a parameter has the wrong form. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The present state does not allow it, or an equal request is still in progress. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request did not reach the operation. It carries no code of the standard. */
        ContainerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ContainerError"];
            };
        };
        /** @description Too many requests in one second. Ask again after a second. */
        ErrorResponse: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The credential is valid and lacks the scope. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is well formed and a value is not acceptable, or the idempotency key was used with another body. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or it belongs to another department. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A page. */
        Page: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description On to the next page, or back to the service. */
        PageRedirect: {
            headers: {
                /** @description The next address. */
                Location?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The API key is missing, malformed, unknown, revoked or another department's. It carries no code of the standard. */
        PayUnauthorised: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ContainerError"];
            };
        };
        /** @description The service cannot reach its database or has too much to do. Nothing was stored. */
        PayUnavailable: {
            headers: {
                /** @description Seconds to wait. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RequestError"];
            };
        };
        /** @description The first thing that is wrong with the request, or that went wrong here. */
        RequestError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RequestError"];
            };
        };
        /** @description The caller is over its limit. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no credential, it is not valid, or it belongs to another department. */
        Unauthorised: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something that is needed is away, or the component is overloaded. Nothing was stored. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The gateway account's id. */
        AccountId: string;
        /** @description Letters, digits and hyphens. The same request with the same key is 204 again, with `Idempotent-Replayed: true`, for 24 hours; another one is 409 P0191. */
        ActKey: string;
        /** @description The payment's id. */
        AdminPaymentId: string;
        /**
         * @description The agreement's id, 26 characters.
         * @example cgc1ocvh0pt9fqs0ma67r42l58
         */
        AgreementId: string;
        /** @description The payment's id, 26 characters. */
        ChargeId: string;
        /** @description The `next_cursor` of the page before. */
        Cursor: string;
        /** @description The department whose records are handed over. */
        HandoverDepartment: string;
        /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
        IdempotencyKey: string;
        /** @description The payer's own way through the link's pages. */
        JourneyId: string;
        /** @description How many at most. */
        Limit: number;
        /**
         * @description The payment's id, 26 characters.
         * @example hu20sqlact5260q2nanm0q8u93
         */
        PaymentId: string;
        /** @description The payment link's id. */
        PaymentLinkId: string;
        /** @description The payment link's id. */
        ProductExternalId: string;
        /** @description The credential's id. */
        ProviderCredentialId: string;
        /** @description The webhook's id. */
        WebhookId: string;
        /** @description The message's id. */
        WebhookMessageId: string;
    };
    requestBodies: {
        Form: {
            content: {
                "application/x-www-form-urlencoded": {
                    [key: string]: string;
                };
            };
        };
    };
    headers: {
        /** @description Present and `true` when this is the stored reply to an earlier request. */
        IdempotentReplayed: "true";
        /** @description Seconds to wait before trying again. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    searchPayments: {
        parameters: {
            query?: {
                /** @description The whole reference, in any case. */
                reference?: string;
                /** @description Any part of the e-mail address, in any case. */
                email?: string;
                /**
                 * @description created, started, submitted, success, failed, cancelled or error.
                 * @example success
                 */
                state?: string;
                /**
                 * @description A brand, or several with commas, in any case.
                 * @example visa
                 */
                card_brand?: string;
                /** @description Any part of the name, in any case. */
                cardholder_name?: string;
                /**
                 * @description Six digits.
                 * @example 444433
                 */
                first_digits_card_number?: string;
                /**
                 * @description Four digits.
                 * @example 1111
                 */
                last_digits_card_number?: string;
                /**
                 * @description Created at or after then. ISO 8601 with a time zone.
                 * @example 2015-08-13T12:35:00Z
                 */
                from_date?: string;
                /**
                 * @description Created before then. ISO 8601 with a time zone.
                 * @example 2015-08-13T12:35:00Z
                 */
                to_date?: string;
                /**
                 * @description Settled on or after that day, YYYY-MM-DD.
                 * @example 2022-08-13
                 */
                from_settled_date?: string;
                /**
                 * @description Settled before that day, YYYY-MM-DD.
                 * @example 2022-08-13
                 */
                to_settled_date?: string;
                /** @description Paid by that agreement. */
                agreement_id?: string;
                /**
                 * @description Which page, from 1; 1 if left out.
                 * @example 1
                 */
                page?: string;
                /**
                 * @description Results on a page, 1 to 500; 500 if left out.
                 * @example 500
                 */
                display_size?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the payments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentSearchResults"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    createPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Letters, digits and hyphens. The same key with the same body answers the payment that was made (200) for 24 hours; with another body it is 409 P0191. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": 1450,
                 *       "reference": "REF-1",
                 *       "description": "A fishing licence",
                 *       "return_url": "https://service.example/return"
                 *     }
                 */
                "application/json": components["schemas"]["CreateCardPaymentRequest"];
            };
        };
        responses: {
            /** @description The key was used before with the same body. The payment as it is now. */
            200: {
                headers: {
                    /** @description Always `true`. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentWithAllLinks"];
                };
            };
            /** @description The payment was created. */
            201: {
                headers: {
                    /** @description The address of the payment. */
                    Location?: string;
                    /** @description Always `no-cache`. */
                    Pragma?: string;
                    /** @description Always `no-store`. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentWithAllLinks"];
                };
            };
            400: components["responses"]["RequestError"];
            401: components["responses"]["PayUnauthorised"];
            403: components["responses"]["RequestError"];
            409: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id, 26 characters.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                paymentId: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    /** @description Always `no-cache`. */
                    Pragma?: string;
                    /** @description Always `no-store`. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentWithAllLinks"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    getPaymentEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id, 26 characters.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                paymentId: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes of state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentEvents"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    cancelPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Letters, digits and hyphens. The same request with the same key is 204 again, with `Idempotent-Replayed: true`, for 24 hours; another one is 409 P0191. */
                "Idempotency-Key"?: components["parameters"]["ActKey"];
            };
            path: {
                /**
                 * @description The payment's id, 26 characters.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                paymentId: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment is cancelled. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestError"];
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            409: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    capturePayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Letters, digits and hyphens. The same request with the same key is 204 again, with `Idempotent-Replayed: true`, for 24 hours; another one is 409 P0191. */
                "Idempotency-Key"?: components["parameters"]["ActKey"];
            };
            path: {
                /**
                 * @description The payment's id, 26 characters.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                paymentId: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The money is being taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestError"];
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            409: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    getRefunds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id, 26 characters.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                paymentId: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refunds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundsOfPayment"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    createRefund: {
        parameters: {
            query?: never;
            header?: {
                /** @description Letters, digits and hyphens. The same key with the same body answers the refund that was made for 24 hours; with another one it is 409 P0191. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The payment's id, 26 characters.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                paymentId: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentRefundRequest"];
            };
        };
        responses: {
            /** @description The refund, on its way or already done. */
            202: {
                headers: {
                    /** @description `true` when the key was used before. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            400: components["responses"]["RequestError"];
            401: components["responses"]["PayUnauthorised"];
            403: components["responses"]["RequestError"];
            404: components["responses"]["RequestError"];
            409: components["responses"]["RequestError"];
            412: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    getRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id, 26 characters.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                paymentId: components["parameters"]["PaymentId"];
                /**
                 * @description The refund's id, 26 characters.
                 * @example act4c33g40j3edfmi8jknab84x
                 */
                refundId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refund. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    authorisePayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthorisationRequest"];
            };
        };
        responses: {
            /** @description The card was authorised. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestError"];
            402: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    notifyPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentNotification"];
            };
        };
        responses: {
            /** @description The account told of it before. What was told then, with the payment's id and state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifiedPayment"];
                };
            };
            /** @description The payment was stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifiedPayment"];
                };
            };
            400: components["responses"]["RequestError"];
            401: components["responses"]["PayUnauthorised"];
            403: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    searchRefunds: {
        parameters: {
            query?: {
                /**
                 * @description Created at or after then. ISO 8601 with a time zone.
                 * @example 2015-08-13T12:35:00Z
                 */
                from_date?: string;
                /**
                 * @description Created before then. ISO 8601 with a time zone.
                 * @example 2015-08-13T12:35:00Z
                 */
                to_date?: string;
                /**
                 * @description Settled on or after that day, YYYY-MM-DD.
                 * @example 2022-08-13
                 */
                from_settled_date?: string;
                /**
                 * @description Settled before that day, YYYY-MM-DD.
                 * @example 2022-08-13
                 */
                to_settled_date?: string;
                /**
                 * @description Which page, from 1; 1 if left out.
                 * @example 1
                 */
                page?: string;
                /**
                 * @description Results on a page, 1 to 500; 500 if left out.
                 * @example 500
                 */
                display_size?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the refunds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundSearchResults"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    searchDisputes: {
        parameters: {
            query?: {
                /**
                 * @description Raised at or after then. ISO 8601 with a time zone.
                 * @example 2015-08-13T12:35:00Z
                 */
                from_date?: string;
                /**
                 * @description Raised before then. ISO 8601 with a time zone.
                 * @example 2015-08-13T12:35:00Z
                 */
                to_date?: string;
                /**
                 * @description Settled on or after that day, YYYY-MM-DD.
                 * @example 2022-08-13
                 */
                from_settled_date?: string;
                /**
                 * @description Settled before that day, YYYY-MM-DD.
                 * @example 2022-08-13
                 */
                to_settled_date?: string;
                /**
                 * @description needs_response, under_review, lost or won.
                 * @example won
                 */
                status?: string;
                /**
                 * @description Which page, from 1; 1 if left out.
                 * @example 1
                 */
                page?: string;
                /**
                 * @description Results on a page, 1 to 500; 500 if left out.
                 * @example 500
                 */
                display_size?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the disputes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeSearchResults"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    receiveStandardSandboxNotification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description It was taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    searchAgreements: {
        parameters: {
            query?: {
                /** @description The whole reference, in any case. */
                reference?: string;
                /**
                 * @description created, active, cancelled or inactive.
                 * @example active
                 */
                status?: string;
                /**
                 * @description Which page, from 1; 1 if left out.
                 * @example 1
                 */
                page?: string;
                /**
                 * @description Results on a page, 1 to 500; 500 if left out.
                 * @example 500
                 */
                display_size?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the agreements. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementSearchResults"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    createAgreement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Letters, digits and hyphens. The same key with the same body answers the agreement that was made for 24 hours; with another body it is 409 P0191. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAgreementRequest"];
            };
        };
        responses: {
            /** @description The agreement was created, or had been with this key. */
            201: {
                headers: {
                    /** @description `true` when the key was used before. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
            400: components["responses"]["RequestError"];
            401: components["responses"]["PayUnauthorised"];
            409: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    getAgreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agreement's id, 26 characters.
                 * @example cgc1ocvh0pt9fqs0ma67r42l58
                 */
                agreementId: components["parameters"]["AgreementId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agreement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    cancelAgreement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Letters, digits and hyphens. The same request with the same key is 204 again, with `Idempotent-Replayed: true`, for 24 hours; another one is 409 P0191. */
                "Idempotency-Key"?: components["parameters"]["ActKey"];
            };
            path: {
                /**
                 * @description The agreement's id, 26 characters.
                 * @example cgc1ocvh0pt9fqs0ma67r42l58
                 */
                agreementId: components["parameters"]["AgreementId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agreement is cancelled. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestError"];
            401: components["responses"]["PayUnauthorised"];
            404: components["responses"]["RequestError"];
            413: components["responses"]["ContainerError"];
            415: components["responses"]["ContainerError"];
            422: components["responses"]["RequestError"];
            429: components["responses"]["ErrorResponse"];
            500: components["responses"]["RequestError"];
            503: components["responses"]["PayUnavailable"];
        };
    };
    followPostedPaymentLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description The one-time token. */
                    chargeTokenId: string;
                };
            };
        };
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    followPaymentLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The one-time token. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showCardDetails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    submitCardDetails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Form"];
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    confirmPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Form"];
        responses: {
            302: components["responses"]["PageRedirect"];
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    cancelPaymentByPayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Form"];
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showPaymentResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showChallenge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    leadToIssuer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showReturnFromIssuer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            default: components["responses"]["Page"];
        };
    };
    answerChallenge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Form"];
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showSimulatedIssuer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            default: components["responses"]["Page"];
        };
    };
    showWaiting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id, 26 characters. */
                chargeId: components["parameters"]["ChargeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showProduct: {
        parameters: {
            query?: {
                /** @description The payer's reference. */
                reference?: string;
                /** @description The amount in pence. */
                amount?: string;
            };
            header?: never;
            path: {
                /** @description The payment link's id. */
                productExternalId: components["parameters"]["ProductExternalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            default: components["responses"]["Page"];
        };
    };
    showProductReference: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment link's id. */
                productExternalId: components["parameters"]["ProductExternalId"];
                /** @description The payer's own way through the link's pages. */
                journeyId: components["parameters"]["JourneyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    submitProductReference: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment link's id. */
                productExternalId: components["parameters"]["ProductExternalId"];
                /** @description The payer's own way through the link's pages. */
                journeyId: components["parameters"]["JourneyId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Form"];
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showProductAmount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment link's id. */
                productExternalId: components["parameters"]["ProductExternalId"];
                /** @description The payer's own way through the link's pages. */
                journeyId: components["parameters"]["JourneyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    submitProductAmount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment link's id. */
                productExternalId: components["parameters"]["ProductExternalId"];
                /** @description The payer's own way through the link's pages. */
                journeyId: components["parameters"]["JourneyId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Form"];
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showProductConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment link's id. */
                productExternalId: components["parameters"]["ProductExternalId"];
                /** @description The payer's own way through the link's pages. */
                journeyId: components["parameters"]["JourneyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    confirmProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment link's id. */
                productExternalId: components["parameters"]["ProductExternalId"];
                /** @description The payer's own way through the link's pages. */
                journeyId: components["parameters"]["JourneyId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Form"];
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    followFriendlyUrl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the account's service. */
                serviceNamePath: string;
                /** @description The link's own name. */
                productNamePath: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            302: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    showProductPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id. */
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["PageRedirect"];
            default: components["responses"]["Page"];
        };
    };
    listGatewayAccounts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. There are more while `next_cursor` is given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        gateway_accounts: components["schemas"]["GatewayAccount"][];
                        next_cursor?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    createGatewayAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    department?: components["schemas"]["Name"];
                    service: components["schemas"]["Name"];
                    /** @description What payers see as the payee. */
                    name: string;
                    type: components["schemas"]["AccountType"];
                    /**
                     * @description A provider that this service has.
                     * @default sandbox
                     */
                    provider?: string;
                    limits?: components["schemas"]["Limits"];
                    features?: components["schemas"]["Features"];
                };
            };
        };
        responses: {
            /** @description The account was created, or had been with this key. */
            201: {
                headers: {
                    /** @description The address of the account. */
                    Location?: string;
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGatewayAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateGatewayAccountLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Limits"];
            };
        };
        responses: {
            /** @description The account with its limits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateGatewayAccountCards: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardRules"];
            };
        };
        responses: {
            /** @description The account with its rules for cards. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateGatewayAccountFeatures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Features"];
            };
        };
        responses: {
            /** @description The account with its features. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        api_keys: components["schemas"]["ApiKey"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the key is for. */
                    description: string;
                };
            };
        };
        responses: {
            /** @description The key, with its token unless this is a replay. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"] & {
                        /** @description Send it as a bearer token. It is shown once. */
                        token?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The key's id. */
                api_key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. There are more while `next_cursor` is given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payment_links: components["schemas"]["PaymentLink"][];
                        next_cursor?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPaymentLink"];
            };
        };
        responses: {
            /** @description The payment link. */
            201: {
                headers: {
                    /** @description The address of the payment link. */
                    Location?: string;
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The payment link's id. */
                payment_link_id: components["parameters"]["PaymentLinkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment link. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The payment link's id. */
                payment_link_id: components["parameters"]["PaymentLinkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment link is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The payment link's id. */
                payment_link_id: components["parameters"]["PaymentLinkId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentLinkChanges"];
            };
        };
        responses: {
            /** @description The payment link as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProductPayments: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The payment link's id. */
                payment_link_id: components["parameters"]["PaymentLinkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. There are more while `next_cursor` is given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payments: components["schemas"]["PaymentLinkPayment"][];
                        next_cursor?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhooks: components["schemas"]["Webhook"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description The webhook, with its signing key unless this is a replay. */
            201: {
                headers: {
                    /** @description The address of the webhook. */
                    Location?: string;
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithQueue"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChanges"];
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSigningKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How long the key before it signs too.
                     * @default 86400
                     */
                    overlap_s?: number;
                };
            };
        };
        responses: {
            /** @description The webhook, with its new signing key unless this is a replay. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhookMessages: {
        parameters: {
            query?: {
                /** @description Only messages with this status. */
                status?: components["schemas"]["DeliveryStatus"];
                /** @description Only messages of this payment. */
                resource_id?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. There are more while `next_cursor` is given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["WebhookMessage"][];
                        next_cursor?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhookMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
                /** @description The message's id. */
                webhook_message_id: components["parameters"]["WebhookMessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookMessageWithAttempts"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayWebhookMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
                /** @description The message's id. */
                webhook_message_id: components["parameters"]["WebhookMessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message will be sent. */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookMessage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayWebhookMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRange"];
            };
        };
        responses: {
            /** @description The messages will be sent. */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendTestWebhookMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The webhook's id. */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    event_type?: components["schemas"]["WebhookEventType"];
                };
            };
        };
        responses: {
            /** @description The message will be sent. */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookMessage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLedger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payment's id. */
                payment_id: components["parameters"]["AdminPaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries; none before the payment is captured. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payment_id: string;
                        entries: components["schemas"]["LedgerEntry"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    expireSandboxPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The payment's id. */
                payment_id: components["parameters"]["AdminPaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment will expire. */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payment_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    moveSandboxDispute: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The dispute's id.
                 * @example hu20sqlact5260q2nanm0q8u93
                 */
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What the dispute becomes.
                     * @enum {string}
                     */
                    status: "under_review" | "won" | "lost";
                };
            };
        };
        responses: {
            /** @description The dispute as it is then. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dispute_id: string;
                        payment_id: string;
                        /** @enum {string} */
                        status: "under_review" | "won" | "lost";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportPayments: {
        parameters: {
            query?: {
                /** @description The whole reference, in any case. */
                reference?: string;
                /** @description Any part of the e-mail address, in any case. */
                email?: string;
                /** @description created, started, submitted, success, failed, cancelled or error. */
                state?: string;
                /** @description A brand, or several with commas, in any case. */
                card_brand?: string;
                /** @description Any part of the name, in any case. */
                cardholder_name?: string;
                /** @description Six digits. */
                first_digits_card_number?: string;
                /** @description Four digits. */
                last_digits_card_number?: string;
                /** @description Paid by that agreement. */
                agreement_id?: string;
                /** @description Created at or after then. ISO 8601 with a time zone. */
                from_date?: string;
                /** @description Created before then. ISO 8601 with a time zone. */
                to_date?: string;
                /** @description Settled on or after that day, YYYY-MM-DD. */
                from_settled_date?: string;
                /** @description Settled before that day, YYYY-MM-DD. */
                to_settled_date?: string;
            };
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as it is made. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportRefunds: {
        parameters: {
            query?: {
                /** @description Created at or after then. ISO 8601 with a time zone. */
                from_date?: string;
                /** @description Created before then. ISO 8601 with a time zone. */
                to_date?: string;
                /** @description Settled on or after that day, YYYY-MM-DD. */
                from_settled_date?: string;
                /** @description Settled before that day, YYYY-MM-DD. */
                to_settled_date?: string;
            };
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as it is made. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportDisputes: {
        parameters: {
            query?: {
                /** @description Raised at or after then. ISO 8601 with a time zone. */
                from_date?: string;
                /** @description Raised before then. ISO 8601 with a time zone. */
                to_date?: string;
                /** @description Settled on or after that day, YYYY-MM-DD. */
                from_settled_date?: string;
                /** @description Settled before that day, YYYY-MM-DD. */
                to_settled_date?: string;
                /** @description needs_response, under_review, lost or won. */
                status?: string;
            };
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as it is made. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTestClock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the clock shows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClock"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    setTestClock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description What the clock shows next.
                     */
                    now: string;
                };
            };
        };
        responses: {
            /** @description The clock was moved, and what is over by it has expired. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedTestClock"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetTestClock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clock shows the real time. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    advanceTestClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How much time passes.
                     * @example 5401
                     */
                    seconds: number;
                };
            };
        };
        responses: {
            /** @description The clock was moved, and what is over by it has expired. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedTestClock"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProviderCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credentials. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        provider_credentials: components["schemas"]["ProviderCredential"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProviderCredential: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description A provider that accounts can have credentials of their own at.
                     * @example sandbox-b
                     */
                    provider: string;
                };
            };
        };
        responses: {
            /** @description The credential was created, or had been with this key. */
            201: {
                headers: {
                    /** @description The address of the credential. */
                    Location?: string;
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCredential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProviderCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The credential's id. */
                credential_id: components["parameters"]["ProviderCredentialId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCredential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    enterProviderSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The credential's id. */
                credential_id: components["parameters"]["ProviderCredentialId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description The credential, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCredential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyProviderCredential: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The credential's id. */
                credential_id: components["parameters"]["ProviderCredentialId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The check was made, or had been begun with this key. Whether it passed is in `verification`. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCredential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    activateProviderCredential: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The credential's id. */
                credential_id: components["parameters"]["ProviderCredentialId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The credential that has to be the active one now. Without it, whichever is.
                     */
                    replaces?: string;
                };
            };
        };
        responses: {
            /** @description The credential is active, or had been made so with this key. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCredential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    retireProviderCredential: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The gateway account's id. */
                id: components["parameters"]["AccountId"];
                /** @description The credential's id. */
                credential_id: components["parameters"]["ProviderCredentialId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential is retired, or had been with this key. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCredential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveProviderNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a provider that this service has. */
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description It was taken now or had been before. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveCredentialNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The credential's provider. */
                provider: string;
                /** @description The credential's id. */
                credential_id: components["parameters"]["ProviderCredentialId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description It was taken now or had been before. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    describeHandover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The implementation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverDescription"];
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    readHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department whose records are handed over. */
                department: components["parameters"]["HandoverDepartment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    setHandoverRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department whose records are handed over. */
                department: components["parameters"]["HandoverDepartment"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A JWS (compact, ES256, `typ` `order+jwt`) of the registry with `swap`, `component`, `department`, `implementation`, `role` (`primary`, `frozen` or `follower`), `epoch`, `number`, `iat`, `exp`. `number` rises with each order of a component and department. */
                    order: string;
                };
            };
        };
        responses: {
            /** @description The order is carried out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
        };
    };
    followHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department whose records are handed over. */
                department: components["parameters"]["HandoverDepartment"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uri
                     * @description Root of the implementation to follow.
                     */
                    source_url: string;
                    /** @description What to send it as bearer token. */
                    token: string;
                    /**
                     * Format: int64
                     * @description What is known already, up to this position of the source's log.
                     */
                    from_position?: number;
                };
            };
        };
        responses: {
            /** @description It follows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
        };
    };
    unfollowHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department whose records are handed over. */
                department: components["parameters"]["HandoverDepartment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It follows nobody. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    pullSnapshot: {
        parameters: {
            query?: {
                /** @description The cursor of the last line that was kept. */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The department whose records are handed over. */
                department: components["parameters"]["HandoverDepartment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    pullFeed: {
        parameters: {
            query: {
                /** @description The position up to which everything is known. */
                after: number;
                /** @description Seconds to hold an empty answer back. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The department whose records are handed over. */
                department: components["parameters"]["HandoverDepartment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverFeed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            /** @description The changes after this position are no longer kept (`cursor_gone`). Start again from a snapshot. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    digestHandover: {
        parameters: {
            query?: {
                /** @description Whole records are compared of what changed after this position; 0 is everything. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The department whose records are handed over. */
                department: components["parameters"]["HandoverDepartment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The digests. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverDigest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            /** @description What changed after this position is no longer known (`cursor_gone`). Compare everything. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    liveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is running. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
        };
    };
    readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The component serves requests. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description The component cannot serve. The same shape says what is missing; it is not a problem document because a probe reads both answers alike. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current measurements. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description Only changes with a greater position. */
                after?: number;
                /** @description The greatest number of changes in one page. */
                limit?: number;
                /** @description Seconds to hold an empty page back. */
                wait?: number;
                /** @description For an operator's token, which sees every department, only the changes of this one; `*` are those of none. A position is unique within a department. */
                department?: string;
            };
            header?: {
                /** @description The position to go on after, sent by a client that reopens the stream. It wins over `after`. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes, or the stream of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesPage"];
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            /** @description The changes after this position are no longer kept. Start again from a snapshot. The member `after` is the least cursor that works. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
}
