// Made by `pnpm generate` from openapi/. Edit there.

import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';

/** A client of this contract. `baseUrl` is any implementation's root. */
export function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}

export interface paths {
    "/v2/notifications/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an e-mail
         * @description Stores the e-mail and answers at once; it is delivered afterwards. Schema errors are told together, any other error alone.
         */
        post: operations["sendEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/notifications/sms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a text message
         * @description Stores the text message and answers at once; it is delivered afterwards. Schema errors are told together, any other error alone.
         */
        post: operations["sendSms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/notifications/letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a letter
         * @description From a template, or with `content` as the PDF that is printed; that is checked before the answer. It is printed a little later, and can be cancelled until then. Schema errors are told together, any other error alone.
         */
        post: operations["sendLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List notifications
         * @description Those that were sent with keys of the caller's type, newest first, 250 a page.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/notifications/{notificationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a notification
         * @description The notification as it is now, whichever key of the service it was sent with.
         */
        get: operations["getNotification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/notifications/{notificationId}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a letter's PDF
         * @description What is printed; of a letter whose PDF the caller made, the same bytes. It is not there until the letter is made (PDFNotReadyError).
         */
        get: operations["getLetterPdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description The templates of the service in their current version, newest first.
         */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/template/{templateId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a template
         * @description The current version.
         */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/template/{templateId}/version/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a version of a template
         * @description One version, also an old one.
         */
        get: operations["getTemplateVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/template/{templateId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a template
         * @description What the template would say with this personalisation. Nothing is stored or sent.
         */
        post: operations["previewTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/received-text-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List received text messages
         * @description What people sent to the service, newest first, 250 a page.
         */
        get: operations["listReceivedTexts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unsubscribe/{notificationId}/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unsubscribe with one click
         * @description What a mail program does for a person (RFC 8058). Whatever it sends along is ignored, and a repeat changes nothing.
         */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messaging services
         * @description The caller's department's, oldest first, the first 200.
         */
        get: operations["listMessagingServices"];
        put?: never;
        /**
         * Create a messaging service
         * @description For a service of the caller's department. An operator of the whole platform names the department.
         */
        post: operations["createMessagingService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a messaging service
         * @description One service of the caller's department.
         */
        get: operations["getMessagingService"];
        put?: never;
        post?: never;
        /**
         * Archive a messaging service
         * @description Its keys are refused everywhere within five seconds, for good. Archiving it again changes nothing.
         */
        delete: operations["archiveMessagingService"];
        options?: never;
        head?: never;
        /**
         * Change a messaging service
         * @description What is given takes the place of what was; a list is replaced whole. It holds everywhere within five seconds. To go live, or back into trial mode, sets the daily limits anew.
         */
        patch: operations["updateMessagingService"];
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/senders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a sender
         * @description An address that replies to e-mails go to, or what text messages come from. A message may name it by its id; the newest default of a type is used where it names none. It can be named within five seconds.
         */
        post: operations["createSender"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/senders/{sender_id}": {
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
         * Delete a sender
         * @description Within five seconds no message may name it any more. Deleting it again changes nothing.
         */
        delete: operations["deleteSender"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a service's API keys
         * @description The newest 200 keys, revoked ones too, oldest first. Never the secrets.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The key itself is in this reply only; a replay of it leaves it out.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/api-keys/{api_key_id}": {
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
    "/ashlar/v1/messaging-services/{id}/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a template
         * @description Its first version is 1.
         */
        post: operations["createTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/templates/{template_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a template
         * @description Adds a version, which is used from then on everywhere within five seconds.
         */
        post: operations["createTemplateVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/templates/{template_id}": {
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
         * Delete a template
         * @description Nothing is sent from it any more. Its versions stay readable.
         */
        delete: operations["archiveTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/letters/{notification_id}": {
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
         * Cancel a letter
         * @description It is not printed. 409 once it is given to its printer, or was cancelled.
         */
        delete: operations["cancelLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/received-texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring in a text message
         * @description As if a person had sent it to the service. For what carries messages to this component, and for tests.
         */
        post: operations["receiveText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/unsubscribe-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who wants no more mail
         * @description Those that the service has not dealt with, oldest first, the first 1,000.
         */
        get: operations["listUnsubscribeRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/unsubscribe-requests/processed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Mark who wants no more mail as dealt with
         * @description Those that are already, or are not the service's own, are passed over; so it can be repeated.
         */
        put: operations["processUnsubscribeRequests"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the addresses that a service's e-mails do not go to
         * @description Newest first.
         */
        get: operations["listSuppressions"];
        /**
         * Put an address on a service's list
         * @description From then on its e-mails to the address end as `permanent-failure` without being given to a carrier. An address that is on the list stays as it is. For people who ask for it, for what reads complaints and bounces, and for lists that come from elsewhere.
         */
        put: operations["putSuppression"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/suppressions/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for an address on a service's list
         * @description A POST, so that the address is in no URL. It changes nothing, and an Idempotency-Key changes nothing about it.
         */
        post: operations["searchSuppressions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/suppressions/{suppression_id}": {
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
         * Take an address from a service's list
         * @description Its e-mails go there again. Another bounce puts it back.
         */
        delete: operations["deleteSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/email-sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how many of a service's e-mails come back
         * @description Of the last day, by whole hours. From `counts_from` e-mails on a share of `warn_percent` is a warning; with `suspend_percent` the service may not send e-mails any more until an operator lifts that. What is pretended only does not count.
         */
        get: operations["getEmailSending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/email-sending/suspension": {
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
         * Let a suspended service send e-mails again
         * @description For operators of the whole platform. It holds within five seconds, and bounces are counted anew. Without effect on a service that is not suspended.
         */
        delete: operations["liftEmailSuspension"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a service's callbacks
         * @description Never their secrets.
         */
        get: operations["listCallbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/callbacks/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a callback
         * @description Takes the place of what was there. Requests are POSTs with GOV.UK Notify's bodies and the bearer token, signed as Standard Webhooks has it. One that is not answered within five seconds, or with 5xx or 429, is sent up to five times again, five minutes apart.
         */
        put: operations["putCallback"];
        post?: never;
        /**
         * Delete a callback
         * @description What waits to be sent is not sent any more.
         */
        delete: operations["deleteCallback"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/callback-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a service was told
         * @description The newest 200, with every attempt. They are kept as long as notifications.
         */
        get: operations["listCallbackMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-services/{id}/callback-messages/{message_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell a service again
         * @description Sends a message that has ended once more, with all its tries, under the same id.
         */
        post: operations["replayCallbackMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a service's notifications
         * @description Those that were asked for with this type of key, by this API or the standard's, newest first, without what is in them: the standard's `GET /v2/notifications/{id}` shows that.
         */
        get: operations["listSentNotifications"];
        put?: never;
        /**
         * Send a notification, now or later
         * @description By the standard's own rules: what it would refuse is 422 here with the standard's words in `detail`. What is planned is accepted and counted towards the daily limit now, made from the template as it is now, and given to a provider when its time has come, which is within two seconds unless others are before it. The standard shows it as `created` meanwhile.
         */
        post: operations["sendNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/notifications/{notification_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a notification
         * @description One of the service, whichever of its keys it was asked for with.
         */
        get: operations["getSentNotification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/notifications/{notification_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a notification
         * @description It is never given to a provider. 409 once it is on its way to one, or has ended otherwise. To cancel it again changes nothing. It stays counted towards the daily limit.
         */
        post: operations["cancelNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/bulk-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a service's bulk jobs
         * @description Newest first.
         */
        get: operations["listBulkJobs"];
        put?: never;
        /**
         * Send many messages
         * @description One for each row, from one template. Every row is checked by the standard's rules first; if one fails, none is accepted, and the answer tells the first 100 that fail by their numbers. What is accepted counts towards the daily limit at once and is sent in the bulk lane, each row once.
         */
        post: operations["createBulkJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/bulk-jobs/{bulk_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a bulk job
         * @description With how many of its rows stand how.
         */
        get: operations["getBulkJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/bulk-jobs/{bulk_job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a bulk job
         * @description What of it is not sent yet is cancelled, in the background where much was prepared; what is on its way goes on. 409 when nothing waits any more. To cancel it again changes nothing. It stays counted towards the daily limit.
         */
        post: operations["cancelBulkJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/recipients/{recipient_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a person prefers
         * @description As the department stored it.
         */
        get: operations["getRecipient"];
        /**
         * Set what a person prefers
         * @description Takes the place of what was there, for all services of the department. It holds for every message to this id that is not yet with a carrier.
         */
        put: operations["setRecipient"];
        post?: never;
        /**
         * Forget what a person prefers
         * @description Nothing of it is kept. What was opted out of is forgotten too.
         */
        delete: operations["deleteRecipient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/recipients/{recipient_id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a person what the person prefers
         * @description By one of the templates: of the channels that have an address and that the person has not opted out of, the one that is wanted most, else the one offered first; of its templates the one in the person's language, else one without a language, else the first. All rules of the standard hold. Who opts out before a carrier has it is not written to.
         */
        post: operations["sendToRecipient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the providers do
         * @description Every provider of e-mail and text messages, with its weight and how it has done lately. A service whose `email_provider` or `sms_provider` is `automatic` sends each message by one of them, drawn by weight. 50 errors within a minute take 10 points from a provider and give them to the others, at most once a minute; so does being slow (of the messages of 15 minutes, more than 15 % took over five minutes from the provider to the person, and not every provider is slow), at most every five minutes. After 15 minutes without a change, weights go 10 points back to where they rest.
         */
        get: operations["listMessagingProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/messaging-providers/{channel}/{provider_id}": {
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
         * Set a provider's weight
         * @description For operators of the whole platform. It holds for every message that is handed on from now. With 0 it gets none.
         */
        patch: operations["updateMessagingProvider"];
        trace?: never;
    };
    "/ashlar/v1/carrier-receipts/{provider_id}/{notification_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear from a carrier
         * @description What became of a message that it took, signed in the carrier's own way. A receipt that comes twice, or after another, changes nothing; one that comes before its message is stored waits for it, five minutes long.
         */
        post: operations["receiveCarrierReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/mailbox/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the mailbox's messages
         * @description What `/mailbox` shows, for programs. Newest first. 404 where there is no mailbox.
         */
        get: operations["listMailboxMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/mailbox/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a message of the mailbox
         * @description With its texts and a list of its attachments.
         */
        get: operations["getMailboxMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{document_id}/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a file's link
         * @description What an e-mail links to. It asks for the recipient's address first, unless the sender wanted it otherwise.
         */
        get: operations["showFile"];
        put?: never;
        /**
         * Confirm one's address
         * @description With the right address the page offers the download.
         */
        post: operations["openFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{document_id}/{key}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Download a file
         * @description The file itself; the page again to whom may not have it yet.
         */
        post: operations["downloadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the mailbox
         * @description Messages that nobody else received: what the sandbox providers sent, and mail that arrived by SMTP at the mailbox's own port. Newest first. Only where MAILBOX is on, which is for test platforms.
         */
        get: operations["showMailbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailbox/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a message
         * @description As its recipient would see it. Its HTML runs no scripts and loads nothing.
         */
        get: operations["showMailboxMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailbox/{message_id}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a mail's source
         * @description Mail that arrived by SMTP, byte for byte.
         */
        get: operations["showMailboxSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/secure-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List secure messages
         * @description The department's, newest first, without what is in them. Replies of citizens are among them.
         */
        get: operations["listSecureMessages"];
        put?: never;
        /**
         * Send a secure message
         * @description To the mailbox of one person, who reads it after a sign-in. Its members are those of MeMo 1.2, the information model of Denmark's Digital Post, in snake_case. It is delivered when it is available in the mailbox, read or not. What is in it is encrypted for itself alone, and is in no notice, event or log.
         */
        post: operations["sendSecureMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/secure-messages/{message_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a secure message
         * @description One that the department sent, or a reply to it, with what is in it; files are read by themselves.
         */
        get: operations["getSecureMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/secure-messages/{message_uuid}/files/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file of a secure message
         * @description Byte for byte as it was sent.
         */
        get: operations["getSecureMessageFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/secure-messages/{message_uuid}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the evidence of a secure message
         * @description What happened to it, each event signed over the message's content and the evidence before it. `pnpm messaging:verify-evidence` checks it without a network, by the keys of `/ashlar/v1/evidence-keys`. It outlives what is in the message.
         */
        get: operations["getSecureMessageEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/evidence-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys that verify evidence
         * @description A JWK set (RFC 7517) of every key that evidence was ever signed with here. Keep it with the evidence.
         */
        get: operations["listEvidenceKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how providers do
         * @description Weights, failures and slowness of every provider, and why its weight moved. For operators of the platform, who sign in at the issuer; anybody else is led to the sign-in.
         */
        get: operations["showProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the inbox
         * @description The messages of the person who is signed in, newest first. Anybody else is led to the sign-in.
         */
        get: operations["showInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in at the issuer
         * @description OpenID Connect, authorization code with PKCE. With `assurance` the issuer is asked for a sign-in of at least that level.
         */
        get: operations["beginInboxSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from the issuer
         * @description Where the issuer sends the browser.
         */
        get: operations["finishInboxSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session here, and offers to end it at the issuer.
         */
        post: operations["signOutInbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a secure message
         * @description The first time is attested as its opening. A message that needs a higher level of assurance than the session has is not shown, and nothing is attested.
         */
        get: operations["showSecureMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_uuid}/files/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file of a secure message
         * @description Under the rules of the message itself.
         */
        get: operations["downloadSecureFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_uuid}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reply to a secure message
         * @description A form that is sent twice replies once.
         */
        post: operations["replyToSecureMessage"];
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
        /** @description A template in its current version. */
        AdminTemplate: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            type: "email" | "sms" | "letter";
            name: string;
            version: number;
            subject?: string;
            body: string;
            has_unsubscribe_link?: boolean;
            lane?: components["schemas"]["Lane"];
            postage?: string;
            contact_block?: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description A key of a messaging service. */
        ApiKey: {
            /** Format: uuid */
            id: string;
            name: string;
            type: components["schemas"]["KeyType"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            revoked_at?: string;
        };
        /**
         * @description How sure it is who somebody is, as Regulation (EU) 910/2014 has it, Article 8.
         * @enum {string}
         */
        Assurance: "low" | "substantial" | "high";
        /** @description How a bulk job stands. */
        BulkJob: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            type: "email" | "sms";
            template: {
                /** Format: uuid */
                id: string;
                version: number;
            };
            /**
             * @description While it is `preparing`, notifications are made of its rows.
             * @enum {string}
             */
            status: "preparing" | "scheduled" | "sending" | "finished" | "cancelled";
            /** @description Without the header. */
            row_count: number;
            /** @description How many rows stand how: `waiting` for a notification to be made of them, or as their notifications do. Finished notifications are deleted after a while, and not counted from then on. */
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            scheduled_for: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            cancelled_at: string | null;
        };
        /** @description Where a service hears of something. */
        Callback: {
            type: components["schemas"]["CallbackType"];
            url: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description One thing that a service is told. */
        CallbackMessage: {
            /**
             * Format: uuid
             * @description The header webhook-id of every request.
             */
            id: string;
            type: components["schemas"]["CallbackType"];
            /**
             * Format: uuid
             * @description The notification or text message that it tells of.
             */
            subject_id: string;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            tries: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            attempts: {
                /** Format: date-time */
                started_at: string;
                duration_ms: number;
                status_code?: number;
                /** @description In our own words. */
                result: string;
            }[];
        };
        /**
         * @description What became of a message, or a text message from a person.
         * @enum {string}
         */
        CallbackType: "delivery_status" | "received_text";
        /** @description How badly a scripted carrier of the sandbox does; what is left out is done well. Shares are of all messages and fall on the same ones each time for the same seed. */
        CarrierScript: {
            seed?: number;
            /** @description How long it takes to answer. */
            delay_ms?: number;
            /** @description Messages that it says it cannot take now. */
            fail_share?: number;
            /** @description Messages that it takes without its answer coming through, the first time. */
            lost_answer_share?: number;
            /** @description Messages that it takes, loses and never reports on. */
            lost_message_share?: number;
            /** @description How long until it knows what became of a message. */
            receipt_after_s?: number;
            /** @description Messages whose receipt comes before the answer to who sent them. */
            early_receipt_share?: number;
            /** @description Messages whose receipt comes again and again. */
            repeated_receipt_share?: number;
            /** @description Messages of which it says the contrary afterwards, and at last that they are on their way. */
            contrary_receipt_share?: number;
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
        /**
         * @description Of a `public` message the notice may say what it is about; of a `confidential` one nothing leaves the mailbox.
         * @enum {string}
         */
        Confidentiality: "public" | "confidential";
        /** @description Messages of a kind that a service may send on a day (UTC); a text message abroad counts as both kinds. */
        DailyLimits: {
            email?: number;
            sms?: number;
            international_sms?: number;
            letter?: number;
        };
        /** @description An accepted e-mail. */
        EmailAccepted: {
            id: components["schemas"]["Uuid"];
            reference: string | null;
            uri: string;
            template: components["schemas"]["TemplateLink"];
            scheduled_for: null;
            content: {
                from_email: string;
                body: string;
                subject: string;
                one_click_unsubscribe_url: string | null;
            };
            /** @description The values that were disarmed. */
            sanitised_content: {
                [key: string]: {
                    unsanitised: string;
                    sanitised: string;
                };
            };
        };
        /**
         * @description Whether too many of its e-mails come back: `warned`, or `suspended`, in which it may not send any.
         * @enum {string}
         */
        EmailState: "normal" | "warned" | "suspended";
        /** @description One error, or every schema error. */
        Errors: {
            status_code: number;
            errors: {
                /** @example BadRequestError */
                error: string;
                message: string;
            }[];
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
        /** @description All evidence of one message, in order. */
        EvidenceChain: {
            /** Format: uuid */
            message_uuid: string;
            content_sha256: string;
            evidence: {
                number: number;
                event: components["schemas"]["EvidenceEvent"];
                /** @description The same in the words of ETSI EN 319 522-1; null where it has none. */
                erds_event: string | null;
                /** Format: date-time */
                time: string;
                /** @description A compact JWS (RFC 7515) over the message's id, the event, the time, `content_sha256` and `previous`, the SHA-256 of the JWS before it. */
                jws: string;
            }[];
            /** @description A compact JWS over how many there are and the hash of the last, so that a missing end is seen. */
            seal: string;
        };
        /**
         * @description What happened.
         * @enum {string}
         */
        EvidenceEvent: "submitted" | "delivered" | "notice_sent" | "notice_failed" | "opened" | "replied" | "expired";
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
        /**
         * @description What a key may do: `live` sends to anyone, `team` to the team and its guests only, `test` sends nothing.
         * @enum {string}
         */
        KeyType: "live" | "team" | "test";
        /**
         * @description How urgent its messages are; normal unless told. Urgent lanes have more turns, and none waits for ever. In each lane services take turns.
         * @enum {string}
         */
        Lane: "priority" | "normal" | "bulk";
        /**
         * @description The language as BCP 47 writes it.
         * @example cy
         */
        LanguageTag: string;
        /** @description An accepted letter. */
        LetterAccepted: {
            id: components["schemas"]["Uuid"];
            reference: string | null;
            uri: string;
            template: components["schemas"]["TemplateLink"];
            scheduled_for: null;
            content: {
                body: string;
                subject: string;
            };
        } | {
            id: components["schemas"]["Uuid"];
            reference: string;
            postage: string;
        };
        /** @description The address, and a value for each placeholder. */
        LetterPersonalisation: {
            /** @description Of three to seven lines; the last is a postcode or a country. */
            address_line_1: unknown;
        } & {
            [key: string]: unknown;
        };
        Liveness: {
            /** @constant */
            status: "ok";
        };
        /** @description A message in the mailbox. */
        MailboxEntry: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            type: "email" | "sms";
            /**
             * @description The sandbox provider was given it, or a mail server delivered it.
             * @enum {string}
             */
            arrived_by: "sandbox" | "smtp";
            from: components["schemas"]["Party"];
            to: components["schemas"]["Party"][];
            subject: string | null;
            /**
             * @description What the sandbox said became of it.
             * @enum {string}
             */
            outcome: "delivered" | "permanent-failure" | "temporary-failure";
            /** Format: date-time */
            received_at: string;
            /** @description The notification that it was sent for, if that can be told. */
            notification_id: string | null;
            /** @description How often this mail arrived: the same Message-ID for the same recipients. */
            copies: number;
        };
        /** @description A message in the mailbox, whole. */
        MailboxMessage: components["schemas"]["MailboxEntry"] & {
            text: string | null;
            html: string | null;
            /**
             * Format: date-time
             * @description What its Date header says.
             */
            written_at: string | null;
            /** @description Its Message-ID. */
            message_id: string | null;
            /** @description Its source cannot be read as mail. */
            unreadable: boolean;
            attachments: {
                name: string | null;
                type: string;
                bytes: number;
            }[];
        };
        /** @description A provider of one channel. */
        MessagingProvider: {
            /** @enum {string} */
            channel: "email" | "sms";
            id: string;
            /** @description Its share of the messages, against the others of the channel. */
            weight: number;
            /** @description The weight that it goes back to. */
            resting_weight: number;
            /** @description How often it was changed. */
            version: number;
            /**
             * @description Why it was changed last.
             * @enum {string}
             */
            cause: "new" | "administrator" | "errors" | "slow" | "rest";
            /** Format: date-time */
            changed_at: string;
            /** @description Whether this component can send through it at present. */
            is_configured: boolean;
            /** @enum {string} */
            state: "ok" | "failing" | "slow" | "unused";
            errors_last_minute: number;
            sent_last_15_minutes: number;
            /** @description Those of them that took more than five minutes, or have by now. */
            slow_last_15_minutes: number;
            /** @description How many messages it takes a second; null for any number. */
            rate_limit: number | null;
            script?: components["schemas"]["CarrierScript"];
        };
        /** @description A service that sends messages. Its team and guests are not shown. */
        MessagingService: {
            /** Format: uuid */
            id: string;
            department: components["schemas"]["Name"];
            service: components["schemas"]["Name"];
            name: string;
            email_from: string;
            sms_sender: string;
            email_provider: string;
            sms_provider: string;
            letter_provider: string;
            international_sms: boolean;
            international_letters: boolean;
            rate_limit: number;
            trial_mode: boolean;
            channels: ("email" | "sms" | "letter")[];
            daily_limits: components["schemas"]["DailyLimits"];
            files_contact_link: string | null;
            retention_days: components["schemas"]["RetentionDays"];
            senders: components["schemas"]["Sender"][];
            email_state: components["schemas"]["EmailState"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            archived_at?: string;
        };
        /**
         * @description The id of a department or service.
         * @example licensing
         */
        Name: string;
        /** @description Either `rows` or `csv`. */
        NewBulkJob: {
            /** @description The department's own. */
            name: string;
            /**
             * Format: uuid
             * @description Of an e-mail or a text message.
             */
            template_id: string;
            /**
             * @description The first row names the columns: `email address` or `phone number`, and a placeholder each. Case, spaces, dashes and underscores do not count.
             * @example [
             *       [
             *         "email address",
             *         "name"
             *       ],
             *       [
             *         "anna@example.org",
             *         "Anna"
             *       ]
             *     ]
             */
            rows?: (string | number)[][];
            /** @description The same as CSV (RFC 4180); empty lines are passed over. */
            csv?: string;
            /** Format: uuid */
            email_reply_to_id?: string;
            /** Format: uuid */
            sms_sender_id?: string;
            scheduled_for?: components["schemas"]["ScheduledFor"];
        };
        /** @description What the standard takes for the same type of message, and a time and a lane. */
        NewNotification: {
            type: components["schemas"]["NotificationType"];
            /** Format: uuid */
            template_id: string;
            /** @description Of an e-mail. */
            email_address?: string;
            /** @description Of a text message. */
            phone_number?: string;
            /** @description Values for the placeholders, and of a letter its address. */
            personalisation?: Record<string, unknown>;
            /** @description The department's own. */
            reference?: string;
            scheduled_for?: components["schemas"]["ScheduledFor"];
            lane?: components["schemas"]["Lane"];
            /** Format: uuid */
            email_reply_to_id?: string;
            /** Format: uuid */
            sms_sender_id?: string;
            sanitise_content_for?: string[];
            one_click_unsubscribe_url?: string;
        };
        /** @description A message to whom an id stands for. */
        NewNotificationToRecipient: {
            /** @description What it may be made from: a template for each channel and language. */
            templates: {
                /** Format: uuid */
                template_id: string;
                language?: components["schemas"]["LanguageTag"];
            }[];
            /** @description Used where none is known of the person. */
            email_address?: string;
            /** @description Used where none is known of the person. */
            phone_number?: string;
            /** @description Values for the placeholders of all templates. */
            personalisation?: Record<string, unknown>;
            /** @description The department's own. */
            reference?: string;
            scheduled_for?: components["schemas"]["ScheduledFor"];
            lane?: components["schemas"]["Lane"];
        };
        /** @description A document in one or more forms; the first text is what the mailbox shows. */
        NewSecureDocument: {
            label?: components["schemas"]["SecureLabel"];
            document_id?: components["schemas"]["SecureName"];
            files: components["schemas"]["NewSecureFile"][];
            actions?: components["schemas"]["SecureAction"][];
        };
        /** @description A file. Its name is made safe, and its bytes must be of its type. */
        NewSecureFile: {
            /**
             * @description Its media type. Texts are UTF-8.
             * @enum {string}
             */
            encoding_format: "text/plain" | "application/pdf" | "image/png" | "image/jpeg";
            filename: string;
            language: components["schemas"]["LanguageTag"];
            /** @description Its bytes, in base64. */
            content: string;
        };
        /** @description A message as it is sent. */
        NewSecureMessage: {
            /**
             * Format: uuid
             * @description The messaging service of the department that sends it; notices are sent through its providers.
             */
            messaging_service_id: string;
            recipient: components["schemas"]["SecureRecipient"];
            sender: components["schemas"]["SecureSender"];
            label: components["schemas"]["SecureLabel"];
            message_id?: components["schemas"]["SecureName"];
            message_code?: components["schemas"]["SecureName"];
            post_type?: components["schemas"]["SecureName"];
            case_id?: components["schemas"]["SecureName"];
            /**
             * @description Whether the person may not refuse digital post of this kind.
             * @default false
             */
            mandatory?: boolean;
            /**
             * @description Whether a legal time runs from its delivery.
             * @default false
             */
            legal_notification?: boolean;
            /**
             * @description Whether it can be replied to.
             * @default false
             */
            reply?: boolean;
            /**
             * Format: date-time
             * @description Until when.
             */
            reply_by_date_time?: string;
            /** @description What it answers; it is then part of that thread. */
            reply_data?: {
                /** Format: uuid */
                message_uuid: string;
            };
            /**
             * Format: date
             * @description It is not in the mailbox before this day begins, UTC.
             */
            do_not_deliver_until_date?: string;
            /**
             * Format: date-time
             * @description It is not shown from then on.
             */
            expires_at?: string;
            confidentiality: components["schemas"]["Confidentiality"];
            required_assurance: components["schemas"]["Assurance"];
            notice?: components["schemas"]["SecureNotice"];
            /** @description Where the person is told once more, should it be unread by then. */
            fallback?: {
                /** Format: date-time */
                unread_by: string;
                notice: components["schemas"]["SecureNotice"];
            };
            main_document: components["schemas"]["NewSecureDocument"];
            additional_documents?: components["schemas"]["NewSecureDocument"][];
        };
        /** @description The link is none. */
        NotUnsubscribed: {
            /** @constant */
            result: "error";
            message: {
                [key: string]: string;
            };
        };
        /** @description A notification. Members that its kind has no use for are null. */
        Notification: {
            id: components["schemas"]["Uuid"];
            reference: string | null;
            email_address: string | null;
            phone_number: string | null;
            line_1: string | null;
            line_2: string | null;
            line_3: string | null;
            line_4: string | null;
            line_5: string | null;
            line_6: string | null;
            postcode: string | null;
            type: components["schemas"]["Type"];
            /** @enum {string} */
            status: "created" | "sending" | "delivered" | "permanent-failure" | "temporary-failure" | "technical-failure" | "accepted" | "received" | "cancelled" | "validation-failed";
            template: components["schemas"]["TemplateLink"];
            body: string;
            subject: string | null;
            created_at: components["schemas"]["Time"];
            created_by_name: null;
            /** Format: date-time */
            sent_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            scheduled_for: null;
            /** @enum {string|null} */
            postage: "first" | "second" | "economy" | "europe" | "rest-of-world" | null;
            /**
             * Format: date-time
             * @description Of letters: the first day on which it can arrive.
             */
            estimated_delivery?: string;
            one_click_unsubscribe_url: string | null;
            cost_details: {
                billable_sms_fragments?: number | null;
                international_rate_multiplier?: number | null;
                sms_rate?: number | null;
                billable_sheets_of_paper?: number | null;
                postage?: string | null;
            };
            cost_in_pounds: number | null;
            is_cost_data_ready: boolean;
        };
        /**
         * @description The standard's word; `scheduled` while its time has not come, which the standard shows as `created`.
         * @enum {string}
         */
        NotificationStatus: "scheduled" | "created" | "sending" | "delivered" | "permanent-failure" | "temporary-failure" | "technical-failure" | "validation-failed" | "cancelled";
        /**
         * @description How it travels.
         * @enum {string}
         */
        NotificationType: "email" | "sms" | "letter";
        /** @description One page of notifications. */
        Notifications: {
            notifications: components["schemas"]["Notification"][];
            links: {
                current: string;
                /** @description Given while the page is not empty. */
                next?: string;
            };
        };
        /** @description Who a message is from or to. */
        Party: {
            /** @description Empty when there is none. */
            name: string;
            /** @description An e-mail address, a number, or what a text message comes from. */
            address: string;
            recipient_key?: components["schemas"]["RecipientKey"];
        };
        /** @description A value for each placeholder. More than the template needs is ignored. */
        Personalisation: {
            [key: string]: unknown;
        };
        /** @description What the template would say. */
        Preview: {
            id: components["schemas"]["Uuid"];
            type: components["schemas"]["Type"];
            version: number;
            body: string;
            subject: string | null;
            /** @description Of e-mails only. */
            html: string | null;
            /** @description Of letters. */
            postage: string | null;
        };
        /** @description What to preview the template with. */
        PreviewRequest: {
            personalisation?: components["schemas"]["Personalisation"];
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
        /** @description Requests a minute that send, for each type of key, in each process of this component; a third of them may come at once. 3000 unless told. */
        RateLimit: number;
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
        /** @description A text message that a person sent. */
        ReceivedText: {
            id: components["schemas"]["Uuid"];
            /** @description Whom it is from. */
            user_number: string;
            /** @description What it was sent to. */
            notify_number: string;
            created_at: components["schemas"]["Time"];
            service_id: components["schemas"]["Uuid"];
            content: string;
        };
        /** @description One page of received text messages. */
        ReceivedTexts: {
            received_text_messages: components["schemas"]["ReceivedText"][];
            links: {
                current: string;
                /** @description Given while the page is not empty. */
                next?: string;
            };
        };
        /** @description What is known of how a person wants to hear of the department. */
        Recipient: {
            email_address: string | null;
            phone_number: string | null;
            channels: ("email" | "sms")[];
            opted_out: ("email" | "sms")[];
            language: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description Stands for a recipient's address or number. */
        RecipientKey: string;
        /** @description How a person wants to hear of a department. */
        RecipientPreferences: {
            email_address?: string | null;
            phone_number?: string | null;
            /** @description The most wanted first; others come after, in the order in which they are offered. */
            channels?: ("email" | "sms")[];
            /** @description By which the person is not to be written to. */
            opted_out?: ("email" | "sms")[];
            language?: components["schemas"]["LanguageTag"] | null;
        };
        /** @description For how many days what has ended is kept and can be read; for texts that came in, since they came. As long as the platform keeps it (7 days unless its operators say otherwise) where nothing is said, or null. */
        RetentionDays: {
            email?: number | null;
            sms?: number | null;
            letter?: number | null;
        };
        /**
         * Format: date-time
         * @description When it is to be sent: RFC 3339 with an offset, in the future, and no further ahead than this platform takes (seven days unless it says otherwise). It is kept in UTC.
         * @example 2027-03-28T02:30:00+01:00
         */
        ScheduledFor: string;
        /** @description Something that the person is asked to do. */
        SecureAction: {
            /** @enum {string} */
            code: "appointment" | "payment" | "self_service" | "information" | "sign" | "confirm" | "preparation" | "enrolment";
            label: components["schemas"]["SecureLabel"];
            /** Format: date-time */
            start_date_time?: string;
            /** Format: date-time */
            end_date_time?: string;
            /** @description Where it is done. */
            entry_point?: {
                /**
                 * Format: uri
                 * @example https://example.org/
                 */
                url: string;
            };
            /** @description What is set aside for the person. */
            reservation?: {
                description: components["schemas"]["SecureLabel"];
                /** Format: uuid */
                reservation_uuid?: string;
                location?: components["schemas"]["SecureLabel"];
                abstract?: components["schemas"]["SecureLabel"];
            };
        };
        /** @description What evidence is over, and what the reader sees. */
        SecureContent: {
            /** Format: uuid */
            message_uuid: string;
            /** Format: date-time */
            created_date_time: string;
            /** @description Random, so that the hash of a short text tells nothing. */
            salt: string;
            recipient: components["schemas"]["SecureRecipient"];
            sender: components["schemas"]["SecureSender"];
            label: string;
            message_id?: string;
            message_code?: string;
            post_type?: string;
            case_id?: string;
            mandatory: boolean;
            legal_notification: boolean;
            reply: boolean;
            /** Format: date-time */
            reply_by_date_time?: string;
            reply_data?: {
                /** Format: uuid */
                message_uuid: string;
            };
            /** Format: date */
            do_not_deliver_until_date?: string;
            confidentiality: components["schemas"]["Confidentiality"];
            required_assurance: components["schemas"]["Assurance"];
            main_document: components["schemas"]["SecureDocument"];
            additional_documents: components["schemas"]["SecureDocument"][];
        };
        /**
         * @description Whether the department sent it, or the person as a reply.
         * @enum {string}
         */
        SecureDirection: "to_recipient" | "from_recipient";
        /** @description A document as it was accepted. */
        SecureDocument: {
            label?: string;
            document_id?: string;
            files: components["schemas"]["SecureFile"][];
            actions?: components["schemas"]["SecureAction"][];
        };
        /** @description A file as it was accepted. */
        SecureFile: {
            /** @description Names it in the file's address. */
            number: number;
            encoding_format: string;
            filename: string;
            language: string;
            /** @description In bytes. */
            size: number;
            /** @description The SHA-256 of its bytes, in base64url. */
            sha256: string;
        };
        SecureLabel: string;
        /** @description A message with what is in it. */
        SecureMessage: components["schemas"]["SecureMessageEntry"] & {
            /** @description `null` once it was deleted. */
            content: components["schemas"]["SecureContent"] | null;
        };
        /** @description A message, without what is in it. */
        SecureMessageEntry: {
            /** Format: uuid */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /** Format: uuid */
            messaging_service_id: string;
            department: components["schemas"]["Name"];
            direction: components["schemas"]["SecureDirection"];
            state: components["schemas"]["SecureState"];
            confidentiality: components["schemas"]["Confidentiality"];
            required_assurance: components["schemas"]["Assurance"];
            reply: boolean;
            /** @description The SHA-256 of `content` as RFC 8785 writes it, in base64url. A random member of the content keeps it from being guessed. */
            content_sha256: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            deliver_at: string;
            /**
             * Format: date-time
             * @description Since when it is available in the mailbox.
             */
            delivered_at?: string;
            /** Format: date-time */
            opened_at?: string;
            /**
             * Format: date-time
             * @description Of the latest reply.
             */
            replied_at?: string;
            /** Format: date-time */
            expired_at?: string;
            /** Format: date-time */
            expires_at?: string;
            /**
             * Format: date-time
             * @description When what was in it was deleted.
             */
            erased_at?: string;
        };
        SecureName: string;
        /** @description Where the person is told that there is something in the mailbox. One of the two at least. */
        SecureNotice: {
            email_address?: string;
            phone_number?: string;
        };
        /** @description Whose mailbox it is for. */
        SecureRecipient: {
            /** @description The person's `sub` at the issuer of sign-ins. */
            recipient_id: string;
        };
        /** @description Who the message is from, as the reader sees it. */
        SecureSender: {
            label: components["schemas"]["SecureLabel"];
            sender_id?: components["schemas"]["SecureName"];
            id_type?: components["schemas"]["SecureName"];
        };
        /**
         * @description It was `submitted`; then it is `delivered`, which is to say available in the mailbox; then `opened` and `replied` to, or its time is over (`expired`).
         * @enum {string}
         */
        SecureState: "submitted" | "delivered" | "opened" | "replied" | "expired";
        /** @description An e-mail to send. */
        SendEmailRequest: {
            /** @description The recipient. */
            email_address: string;
            template_id: components["schemas"]["Uuid"];
            personalisation?: components["schemas"]["Personalisation"];
            /** @description The department's own. */
            reference?: string;
            email_reply_to_id?: components["schemas"]["Uuid"];
            /** @description An https address for the List-Unsubscribe header (RFC 8058). */
            one_click_unsubscribe_url?: string;
            /** @description Placeholders whose values strangers wrote: links and markdown in them are disarmed. */
            sanitise_content_for?: string[] | null;
            /** @description Checked and ignored. */
            scheduled_for?: string | null;
        };
        /** @description A letter to send. */
        SendLetterRequest: {
            template_id: components["schemas"]["Uuid"];
            personalisation: components["schemas"]["LetterPersonalisation"];
            /** @description The department's own. */
            reference?: string;
        } | {
            /** @description The department's own. */
            reference: string;
            /** @description The PDF: at most ten pages of A4, upright. */
            content: string;
            /**
             * @default second
             * @enum {string}
             */
            postage?: "first" | "second" | "economy";
        };
        /** @description A text message to send. */
        SendSmsRequest: {
            /** @description The recipient. */
            phone_number: string;
            template_id: components["schemas"]["Uuid"];
            personalisation?: components["schemas"]["Personalisation"];
            /** @description The department's own. */
            reference?: string;
            sms_sender_id?: components["schemas"]["Uuid"];
            /** @description Checked and ignored. */
            scheduled_for?: string | null;
        };
        /** @description What a service's messages come from, or what replies go to. */
        Sender: {
            /** Format: uuid */
            id: string;
            type: components["schemas"]["SenderType"];
            value: string;
            is_default: boolean;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @description An address that replies go to, or what text messages come from.
         * @enum {string}
         */
        SenderType: "email_reply_to" | "sms_sender";
        /** @description How a notification stands, without what is in it. */
        SentNotification: {
            /** Format: uuid */
            id: string;
            type: components["schemas"]["NotificationType"];
            status: components["schemas"]["NotificationStatus"];
            template: {
                /** Format: uuid */
                id: string;
                version: number;
            };
            reference: string | null;
            lane: components["schemas"]["Lane"];
            /**
             * Format: date-time
             * @description In UTC; null where it was to be sent at once.
             */
            scheduled_for: string | null;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /** Format: date-time */
            sent_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            /**
             * @description Why it failed without being given to a carrier: its address is on the service's suppression list, or the person has opted out of its channel. Else null.
             * @enum {string|null}
             */
            failure_reason: "suppressed" | "opted_out" | null;
            /** @description The bulk job that it is of. */
            bulk_job?: {
                /** Format: uuid */
                id: string;
                /** @description Its row there, the header being 1. */
                row: number;
            };
        };
        /** @description What can be changed of a service. */
        ServiceSettings: {
            /** @description What recipients see as the sender. It is one line, without characters that control how it is shown. */
            name?: string;
            /** @description The address that e-mails come from. */
            email_from?: string;
            /** @description What text messages come from where there is no default sender; ASHLAR unless told. */
            sms_sender?: string;
            /** @description A provider of e-mail that this component has, or `automatic`; sandbox unless told. */
            email_provider?: string;
            /** @description A provider of text messages that this component has, or `automatic`; sandbox unless told. */
            sms_provider?: string;
            /** @description A printer of letters that this component has; sandbox unless told, which prints nothing. */
            letter_provider?: string;
            /** @description Whether numbers of other countries may be sent to; no unless told. */
            international_sms?: boolean;
            /** @description Whether letters may go to other countries; no unless told. */
            international_letters?: boolean;
            rate_limit?: components["schemas"]["RateLimit"];
            /** @description Addresses and numbers outside the team that team keys may send to; five of each. */
            guest_list?: string[];
            /** @description The team's own addresses and numbers. */
            team_members?: string[];
            /** @description Until it goes live, a service sends to its team and guests only, has no live keys made, and few messages a day; no unless told. */
            trial_mode?: boolean;
            /** @description What it may send; all unless told. */
            channels?: ("email" | "sms" | "letter")[];
            daily_limits?: components["schemas"]["DailyLimits"];
            retention_days?: components["schemas"]["RetentionDays"];
            /** @description Where recipients of files can turn to. Without it no files can be sent. */
            files_contact_link?: string | null;
        };
        /** @description An accepted text message. */
        SmsAccepted: {
            id: components["schemas"]["Uuid"];
            reference: string | null;
            uri: string;
            template: components["schemas"]["TemplateLink"];
            scheduled_for: null;
            content: {
                from_number: string;
                body: string;
            };
        };
        /** @description An address that a service's e-mails do not go to any more. */
        Suppression: {
            /** Format: uuid */
            id: string;
            email_address: string;
            /**
             * @description An e-mail came back for good, the person complained, or clicked on a link to unsubscribe; `manual` is any other.
             * @enum {string}
             */
            reason: "hard_bounce" | "complaint" | "unsubscribe" | "manual";
            /**
             * Format: uuid
             * @description The notification that led to it, where one did.
             */
            notification_id: string | null;
            /** Format: date-time */
            since: string;
        };
        /** @description A template in one version. */
        Template: {
            id: components["schemas"]["Uuid"];
            name: string;
            type: components["schemas"]["Type"];
            created_at: components["schemas"]["Time"];
            /** Format: date-time */
            updated_at: string | null;
            created_by: string;
            version: number;
            body: string;
            subject: string | null;
            /** @description The placeholders. */
            personalisation: {
                [key: string]: {
                    required: boolean;
                };
            };
            /** @description Of letters. */
            postage: string | null;
            /** @description Of letters: who writes them. */
            letter_contact_block: string | null;
        };
        /** @description The template and version that were used. */
        TemplateLink: {
            id: components["schemas"]["Uuid"];
            version: number;
            uri: string;
        };
        /** @description Templates. */
        Templates: {
            templates: components["schemas"]["Template"][];
        };
        /**
         * Format: date-time
         * @example 2026-01-02T03:04:05.678000Z
         */
        Time: string;
        /** @enum {string} */
        Type: "email" | "sms" | "letter";
        /** @description The wish is noted. */
        Unsubscribed: {
            /** @constant */
            result: "success";
            /** @constant */
            message: "Unsubscribe successful";
        };
        /** Format: uuid */
        Uuid: string;
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
        /** @description The credential is valid and lacks the scope. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The page. */
        InboxPage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description A page that says what is wrong. */
        InboxProblem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The way on, in the header Location. */
        InboxWay: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
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
        /** @description There is no mailbox, or no such message in it. */
        NoPage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
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
        /** @description What is wrong. */
        NotifyErrors: {
            headers: {
                /** @description Seconds to wait, where waiting helps. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
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
        /** @description The template's id. */
        AdminTemplateId: string;
        /** @description The bulk job's id. */
        BulkJobId: string;
        /** @description The file's id. */
        DocumentId: string;
        /** @description The secret of its link. */
        DocumentKey: string;
        /** @description The department whose records are handed over. */
        HandoverDepartment: string;
        /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
        IdempotencyKey: string;
        /** @description The message's id in the mailbox. */
        MessageId: string;
        /** @description The notification's id. */
        NotificationId: string;
        /** @description The department's own id of a person; neither an address nor a number. */
        RecipientId: string;
        /** @description The file's number in the message. */
        SecureFileNumber: number;
        /** @description The secure message's id. */
        SecureMessageId: string;
        /** @description The messaging service's id. */
        ServiceId: string;
        /** @description The suppression's id. */
        SuppressionId: string;
        /** @description The template's id. */
        TemplateId: string;
    };
    requestBodies: never;
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
    sendEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe. The same key with the same body answers what was made before; with another body it is 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendEmailRequest"];
            };
        };
        responses: {
            /** @description The e-mail was accepted. */
            201: {
                headers: {
                    /** @description Present and `true` when the key had made this before. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailAccepted"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            409: components["responses"]["NotifyErrors"];
            413: components["responses"]["NotifyErrors"];
            415: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    sendSms: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe. The same key with the same body answers what was made before; with another body it is 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendSmsRequest"];
            };
        };
        responses: {
            /** @description The text message was accepted. */
            201: {
                headers: {
                    /** @description Present and `true` when the key had made this before. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsAccepted"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            409: components["responses"]["NotifyErrors"];
            413: components["responses"]["NotifyErrors"];
            415: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    sendLetter: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe. The same key with the same body answers what was made before; with another body it is 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendLetterRequest"];
            };
        };
        responses: {
            /** @description The letter was accepted. */
            201: {
                headers: {
                    /** @description Present and `true` when the key had made this before. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterAccepted"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            409: components["responses"]["NotifyErrors"];
            413: components["responses"]["NotifyErrors"];
            415: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description Only these kinds. */
                template_type?: string[];
                /** @description Only these statuses; `failed` is every kind of failure. */
                status?: string[];
                /** @description Only with this reference. */
                reference?: string;
                /** @description Only those before this notification. */
                older_than?: string;
                /** @description Accepted; there are no jobs. */
                include_jobs?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    getNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The notification's id. */
                notificationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            404: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    getLetterPdf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The letter's id. */
                notificationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            404: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    listTemplates: {
        parameters: {
            query?: {
                /** @description Only this kind. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Templates"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id. */
                templateId: components["parameters"]["TemplateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            404: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    getTemplateVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id. */
                templateId: components["parameters"]["TemplateId"];
                /** @description The version, from 1. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template as it was in that version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            404: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    previewTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id. */
                templateId: components["parameters"]["TemplateId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description The preview. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            404: components["responses"]["NotifyErrors"];
            413: components["responses"]["NotifyErrors"];
            415: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    listReceivedTexts: {
        parameters: {
            query?: {
                /** @description Only those before this one. */
                older_than?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedTexts"];
                };
            };
            400: components["responses"]["NotifyErrors"];
            401: components["responses"]["NotifyErrors"];
            403: components["responses"]["NotifyErrors"];
            429: components["responses"]["NotifyErrors"];
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the notification that the link was in. */
                notificationId: string;
                /** @description What makes the link one of ours. It is good for a year. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The wish is noted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unsubscribed"];
                };
            };
            /** @description The link is not one of ours, or too old. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotUnsubscribed"];
                };
            };
            500: components["responses"]["NotifyErrors"];
            503: components["responses"]["NotifyErrors"];
        };
    };
    listMessagingServices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The services. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messaging_services: components["schemas"]["MessagingService"][];
                    };
                };
            };
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    createMessagingService: {
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
                    name: components["schemas"]["ServiceSettings"]["name"];
                    email_from: components["schemas"]["ServiceSettings"]["email_from"];
                    sms_sender?: components["schemas"]["ServiceSettings"]["sms_sender"];
                    email_provider?: components["schemas"]["ServiceSettings"]["email_provider"];
                    sms_provider?: components["schemas"]["ServiceSettings"]["sms_provider"];
                    letter_provider?: components["schemas"]["ServiceSettings"]["letter_provider"];
                    international_sms?: components["schemas"]["ServiceSettings"]["international_sms"];
                    international_letters?: components["schemas"]["ServiceSettings"]["international_letters"];
                    rate_limit?: components["schemas"]["ServiceSettings"]["rate_limit"];
                    guest_list?: components["schemas"]["ServiceSettings"]["guest_list"];
                    team_members?: components["schemas"]["ServiceSettings"]["team_members"];
                    trial_mode?: components["schemas"]["ServiceSettings"]["trial_mode"];
                    channels?: components["schemas"]["ServiceSettings"]["channels"];
                    daily_limits?: components["schemas"]["ServiceSettings"]["daily_limits"];
                    retention_days?: components["schemas"]["RetentionDays"];
                    files_contact_link?: components["schemas"]["ServiceSettings"]["files_contact_link"];
                };
            };
        };
        responses: {
            /** @description The service was created, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagingService"];
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
    getMessagingService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagingService"];
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
    archiveMessagingService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service is archived. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    updateMessagingService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceSettings"];
            };
        };
        responses: {
            /** @description The service as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagingService"];
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
    createSender: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    type: components["schemas"]["SenderType"];
                    /** @description An e-mail address, or a name of 3 to 11 letters, digits and spaces or a number. */
                    value: string;
                    /**
                     * @description Whether it is used where a message names none.
                     * @default false
                     */
                    is_default?: boolean;
                };
            };
        };
        responses: {
            /** @description The sender, or the one that this key had made. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sender"];
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
    deleteSender: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description The sender's id. */
                sender_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sender is deleted. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
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
            422: components["responses"]["Invalid"];
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
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the key is for; the first part of it. */
                    name: string;
                    type: components["schemas"]["KeyType"];
                };
            };
        };
        responses: {
            /** @description The key, whole unless this is a replay. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"] & {
                        /** @description Name, service id and secret, as clients of GOV.UK Notify take it. It is shown once. */
                        key?: string;
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
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
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
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What it makes.
                     * @enum {string}
                     */
                    type: "email" | "sms" | "letter";
                    name: string;
                    /** @description Of e-mails and letters, and needed there. */
                    subject?: string;
                    body: string;
                    /**
                     * @description Of e-mails: whether those that bring no link to unsubscribe carry one of ours.
                     * @default false
                     */
                    has_unsubscribe_link?: boolean;
                    lane?: components["schemas"]["Lane"];
                    /**
                     * @description Of letters: how they travel at home; second unless told.
                     * @enum {string}
                     */
                    postage?: "first" | "second" | "economy";
                    /** @description Of letters: who writes them, in lines. */
                    contact_block?: string;
                };
            };
        };
        responses: {
            /** @description The template was created, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminTemplate"];
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
    createTemplateVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description The template's id. */
                template_id: components["parameters"]["AdminTemplateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description Of e-mails and letters, and needed there. */
                    subject?: string;
                    body: string;
                    /**
                     * @description Of e-mails: whether those that bring no link to unsubscribe carry one of ours.
                     * @default false
                     */
                    has_unsubscribe_link?: boolean;
                    lane?: components["schemas"]["Lane"];
                    /**
                     * @description Of letters: how they travel at home; second unless told.
                     * @enum {string}
                     */
                    postage?: "first" | "second" | "economy";
                    /** @description Of letters: who writes them, in lines. */
                    contact_block?: string;
                };
            };
        };
        responses: {
            /** @description The new version, or the one that this key had made. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminTemplate"];
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
    archiveTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description The template's id. */
                template_id: components["parameters"]["AdminTemplateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template is deleted. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    cancelLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description The notification's id. */
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The letter is cancelled. */
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
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveText: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whom it is from. */
                    user_number: string;
                    /** @description What it was sent to; what text messages come from unless told. */
                    notify_number?: string;
                    content: string;
                };
            };
        };
        responses: {
            /** @description The text message as the service reads it, or the one that this key had made. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        user_number: string;
                        notify_number: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: uuid */
                        service_id: string;
                        content: string;
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
    listUnsubscribeRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The requests. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        unsubscribe_requests: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            template_id: string;
                            /** Format: uuid */
                            notification_id: string;
                            email_address: string;
                            /** Format: date-time */
                            created_at: string;
                        }[];
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
    processUnsubscribeRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                };
            };
        };
        responses: {
            /** @description How many were marked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        processed: number;
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
    listSuppressions: {
        parameters: {
            query?: {
                /** @description Only those that are older than the one with this id. */
                before?: string;
                /** @description The most addresses of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        suppressions: components["schemas"]["Suppression"][];
                        /**
                         * Format: uuid
                         * @description The `before` of the next page; absent on the last.
                         */
                        next_before?: string;
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
    putSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email_address: string;
                    /**
                     * @description Why it is put there.
                     * @default manual
                     * @enum {string}
                     */
                    reason?: "hard_bounce" | "complaint" | "unsubscribe" | "manual";
                };
            };
        };
        responses: {
            /** @description What is on the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
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
    searchSuppressions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email_address: string;
                };
            };
        };
        responses: {
            /** @description It, or nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        suppressions: components["schemas"]["Suppression"][];
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
    deleteSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description The suppression's id. */
                suppression_id: components["parameters"]["SuppressionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not on the list any more. */
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
    getEmailSending: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
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
                    "application/json": {
                        state: components["schemas"]["EmailState"];
                        /**
                         * Format: date-time
                         * @description Of the state; null where it was always so.
                         */
                        since: string | null;
                        /** @description E-mails that carriers were handed. */
                        sent_last_day: number;
                        /** @description Those that came back for good. */
                        bounced_last_day: number;
                        counts_from: number;
                        warn_percent: number;
                        suspend_percent: number;
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
    liftEmailSuspension: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not suspended any more. */
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
    listCallbacks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The callbacks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        callbacks: components["schemas"]["Callback"][];
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
    putCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description What it tells of. */
                type: components["schemas"]["CallbackType"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An https address of a public domain. */
                    url: string;
                    /** @description Comes in the header Authorization. */
                    bearer_token: string;
                    /**
                     * @description Whether to make a new secret to sign with.
                     * @default false
                     */
                    new_signing_secret?: boolean;
                };
            };
        };
        responses: {
            /** @description The callback. The secret is shown only when it is new. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Callback"] & {
                        /** @description What requests are signed with, as Standard Webhooks writes it. */
                        signing_secret?: string;
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
    deleteCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description What it tells of. */
                type: components["schemas"]["CallbackType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The callback is deleted. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    listCallbackMessages: {
        parameters: {
            query?: {
                /** @description Only those that stand so. */
                status?: "pending" | "delivered" | "failed";
            };
            header?: never;
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        callback_messages: components["schemas"]["CallbackMessage"][];
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
    replayCallbackMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The messaging service's id. */
                id: components["parameters"]["ServiceId"];
                /** @description The message's id. */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It will be sent. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "pending";
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
    listSentNotifications: {
        parameters: {
            query?: {
                /** @description Only those that stand so. */
                status?: components["schemas"]["NotificationStatus"];
                /** @description Only those that travel so. */
                type?: components["schemas"]["NotificationType"];
                /** @description Only those of this bulk job. */
                bulk_job_id?: string;
                /** @description Only those that are older than the one with this id. */
                before?: string;
                /** @description The most notifications of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notifications: components["schemas"]["SentNotification"][];
                        /**
                         * Format: uuid
                         * @description The `before` of the next page; absent on the last.
                         */
                        next_before?: string;
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
    sendNotification: {
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
                "application/json": components["schemas"]["NewNotification"];
            };
        };
        responses: {
            /** @description The notification was accepted, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentNotification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSentNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The notification's id. */
                notification_id: components["parameters"]["NotificationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentNotification"];
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
    cancelNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The notification's id. */
                notification_id: components["parameters"]["NotificationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification, which is cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentNotification"];
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
    listBulkJobs: {
        parameters: {
            query?: {
                /** @description Only those that are older than the one with this id. */
                before?: string;
                /** @description The most jobs of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bulk_jobs: components["schemas"]["BulkJob"][];
                        /**
                         * Format: uuid
                         * @description The `before` of the next page; absent on the last.
                         */
                        next_before?: string;
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
    createBulkJob: {
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
                "application/json": components["schemas"]["NewBulkJob"];
            };
        };
        responses: {
            /** @description The job was accepted, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBulkJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The bulk job's id. */
                bulk_job_id: components["parameters"]["BulkJobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
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
    cancelBulkJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The bulk job's id. */
                bulk_job_id: components["parameters"]["BulkJobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, which is cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
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
    getRecipient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's own id of a person; neither an address nor a number. */
                recipient_id: components["parameters"]["RecipientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recipient"];
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
    setRecipient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's own id of a person; neither an address nor a number. */
                recipient_id: components["parameters"]["RecipientId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecipientPreferences"];
            };
        };
        responses: {
            /** @description The preferences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recipient"];
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
    deleteRecipient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's own id of a person; neither an address nor a number. */
                recipient_id: components["parameters"]["RecipientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing is known of the person any more. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    sendToRecipient: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The department's own id of a person; neither an address nor a number. */
                recipient_id: components["parameters"]["RecipientId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNotificationToRecipient"];
            };
        };
        responses: {
            /** @description The notification was accepted, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentNotification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessagingProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The providers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messaging_providers: components["schemas"]["MessagingProvider"][];
                    };
                };
            };
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMessagingProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What it carries. */
                channel: "email" | "sms";
                /** @description The provider's id. */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Its share against the others of the channel, and where it rests. */
                    weight?: number;
                    /** @description How many messages it takes a second, from all processes together; null for any number. */
                    rate_limit?: number | null;
                    script?: components["schemas"]["CarrierScript"];
                };
            };
        };
        responses: {
            /** @description The provider as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagingProvider"];
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
    receiveCarrierReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The provider that tells it. */
                provider_id: string;
                /** @description The message that it was given. */
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description It is noted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMailboxMessages: {
        parameters: {
            query?: {
                /** @description Only what was sent for this notification. */
                notification_id?: string;
                /** @description Only messages to the recipient that this key stands for; addresses stay out of URLs. */
                recipient_key?: components["schemas"]["RecipientKey"];
                /** @description Only messages that arrived before the one with this id. */
                before?: string;
                /** @description The most messages of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["MailboxEntry"][];
                        /**
                         * Format: uuid
                         * @description The `before` of the next page; absent on the last.
                         */
                        next_before?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMailboxMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The message's id in the mailbox. */
                message_id: components["parameters"]["MessageId"];
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
                    "application/json": components["schemas"]["MailboxMessage"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    showFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The file's id. */
                document_id: components["parameters"]["DocumentId"];
                /** @description The secret of its link. */
                key: components["parameters"]["DocumentKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The page again, with what is wrong. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A wrong address was given too often. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            404: components["responses"]["NoPage"];
            /** @description The file is no longer kept. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Try again in a moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    openFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The file's id. */
                document_id: components["parameters"]["DocumentId"];
                /** @description The secret of its link. */
                key: components["parameters"]["DocumentKey"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    email_address?: string;
                };
            };
        };
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The page again, with what is wrong. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A wrong address was given too often. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            404: components["responses"]["NoPage"];
            /** @description The file is no longer kept. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Try again in a moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    downloadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The file's id. */
                document_id: components["parameters"]["DocumentId"];
                /** @description The secret of its link. */
                key: components["parameters"]["DocumentKey"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description What the page gives to whom confirmed the address; good for an hour. */
                    proof?: string;
                };
            };
        };
        responses: {
            /** @description The file, or the page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                    "text/html": string;
                };
            };
            /** @description The page again, with what is wrong. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A wrong address was given too often. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            404: components["responses"]["NoPage"];
            /** @description The file is no longer kept. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Try again in a moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    showMailbox: {
        parameters: {
            query?: {
                /** @description Only messages to the recipient that this key stands for. */
                recipient?: string;
                /** @description Only messages that arrived before the one with this id. */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            404: components["responses"]["NoPage"];
        };
    };
    showMailboxMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The message's id in the mailbox. */
                message_id: components["parameters"]["MessageId"];
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
                    "text/html": string;
                };
            };
            404: components["responses"]["NoPage"];
        };
    };
    showMailboxSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The message's id in the mailbox. */
                message_id: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail (RFC 5322). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            404: components["responses"]["NoPage"];
        };
    };
    listSecureMessages: {
        parameters: {
            query?: {
                /** @description Only those that go this way. */
                direction?: components["schemas"]["SecureDirection"];
                /** @description Only those in this state. */
                state?: components["schemas"]["SecureState"];
                /** @description Only those of the thread that began with this message. */
                thread_uuid?: string;
                /** @description Only those that are older than the one with this id. */
                before?: string;
                /** @description The most messages of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secure_messages: components["schemas"]["SecureMessageEntry"][];
                        /**
                         * Format: uuid
                         * @description The `before` of the next page; absent on the last.
                         */
                        next_before?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendSecureMessage: {
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
                "application/json": components["schemas"]["NewSecureMessage"];
            };
        };
        responses: {
            /** @description The message was accepted, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecureMessageEntry"];
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
    getSecureMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secure message's id. */
                message_uuid: components["parameters"]["SecureMessageId"];
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
                    "application/json": components["schemas"]["SecureMessage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSecureMessageFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secure message's id. */
                message_uuid: components["parameters"]["SecureMessageId"];
                /** @description The file's number in the message. */
                number: components["parameters"]["SecureFileNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/pdf": string;
                    "image/png": string;
                    "image/jpeg": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSecureMessageEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secure message's id. */
                message_uuid: components["parameters"]["SecureMessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The evidence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceChain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEvidenceKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                        keys: {
                            kty: string;
                            kid: string;
                        }[];
                    };
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    showProviders: {
        parameters: {
            query?: {
                /** @description Only changes of weights from before the one that the page before ended with. */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["InboxPage"];
            303: components["responses"]["InboxWay"];
            403: components["responses"]["InboxProblem"];
            404: components["responses"]["InboxProblem"];
            503: components["responses"]["InboxProblem"];
        };
    };
    showInbox: {
        parameters: {
            query?: {
                /** @description Only messages that are older than the one with this id. */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["InboxPage"];
            303: components["responses"]["InboxWay"];
            404: components["responses"]["InboxProblem"];
            503: components["responses"]["InboxProblem"];
        };
    };
    beginInboxSignIn: {
        parameters: {
            query?: {
                /** @description The page to go to afterwards. */
                to?: string;
                /** @description The level that is needed. */
                assurance?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["InboxWay"];
            404: components["responses"]["InboxProblem"];
            503: components["responses"]["InboxProblem"];
        };
    };
    finishInboxSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["InboxWay"];
            400: components["responses"]["InboxProblem"];
            404: components["responses"]["InboxProblem"];
            503: components["responses"]["InboxProblem"];
        };
    };
    signOutInbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrf_token?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["InboxPage"];
            403: components["responses"]["InboxProblem"];
            404: components["responses"]["InboxProblem"];
        };
    };
    showSecureMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secure message's id. */
                message_uuid: components["parameters"]["SecureMessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["InboxPage"];
            303: components["responses"]["InboxWay"];
            403: components["responses"]["InboxProblem"];
            404: components["responses"]["InboxProblem"];
            503: components["responses"]["InboxProblem"];
        };
    };
    downloadSecureFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secure message's id. */
                message_uuid: components["parameters"]["SecureMessageId"];
                /** @description The file's number in the message. */
                number: components["parameters"]["SecureFileNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/pdf": string;
                    "image/png": string;
                    "image/jpeg": string;
                };
            };
            303: components["responses"]["InboxWay"];
            403: components["responses"]["InboxProblem"];
            404: components["responses"]["InboxProblem"];
            503: components["responses"]["InboxProblem"];
        };
    };
    replyToSecureMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secure message's id. */
                message_uuid: components["parameters"]["SecureMessageId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrf_token?: string;
                    once?: string;
                    text?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["InboxWay"];
            403: components["responses"]["InboxProblem"];
            404: components["responses"]["InboxProblem"];
            422: components["responses"]["InboxProblem"];
            503: components["responses"]["InboxProblem"];
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
