// Made by `pnpm generate` from openapi/. Edit there.

/** The `data` of each type of event. */
export interface EventData {
  /** A draft was written. */
  'content.edition.drafted.v1': components['schemas']['content.edition.drafted.v1'];
  /** An edition is live, in place of the one before it if there was one. Republishing says this again. */
  'content.edition.published.v1': components['schemas']['content.edition.published.v1'];
  /** A page was taken away or marked as withdrawn; `unpublishing_type` says how. */
  'content.edition.unpublished.v1': components['schemas']['content.edition.unpublished.v1'];
  /** A draft was discarded. */
  'content.edition.discarded.v1': components['schemas']['content.edition.discarded.v1'];
  /** The public reads this at a path from now on. Said of each item that is shown, anew or changed. */
  'content.item.presented.v1': components['schemas']['content.item.presented.v1'];
  /** The public reads nothing at a path any longer. */
  'content.item.removed.v1': components['schemas']['content.item.removed.v1'];
  /** A link set was changed. What all documents of the content id link to is another from now on. */
  'content.links.changed.v1': components['schemas']['content.links.changed.v1'];
  /** A person got an account. */
  'identity.account.created.v1': components['schemas']['identity.account.created.v1'];
  /** A department got a client. */
  'identity.client.created.v1': components['schemas']['identity.client.created.v1'];
  /** An account signs in nowhere any more. */
  'identity.account.disabled.v1': components['schemas']['identity.account.disabled.v1'];
  /** A disabled account is as it was. */
  'identity.account.enabled.v1': components['schemas']['identity.account.enabled.v1'];
  /** An administrator changed a client. */
  'identity.client.changed.v1': components['schemas']['identity.client.changed.v1'];
  /** An account has another password; its sessions have ended. */
  'identity.account.password_changed.v1': components['schemas']['identity.account.password_changed.v1'];
  /** An account has another email address, which its person proved. */
  'identity.account.email_changed.v1': components['schemas']['identity.account.email_changed.v1'];
  /** An account has one more passkey. */
  'identity.account.passkey_added.v1': components['schemas']['identity.account.passkey_added.v1'];
  /** An account has one passkey less. */
  'identity.account.passkey_removed.v1': components['schemas']['identity.account.passkey_removed.v1'];
  /** An account has a second factor, or new recovery codes. */
  'identity.account.second_factor_added.v1': components['schemas']['identity.account.second_factor_added.v1'];
  /** An account has no second factor beside passkeys. */
  'identity.account.second_factor_removed.v1': components['schemas']['identity.account.second_factor_removed.v1'];
  /** An operator removed factors of an account; its sessions have ended. */
  'identity.account.factors_reset.v1': components['schemas']['identity.account.factors_reset.v1'];
  /** An account is no more; its id is never given again. */
  'identity.account.erased.v1': components['schemas']['identity.account.erased.v1'];
  /** A person signed in. */
  'identity.session.started.v1': components['schemas']['identity.session.started.v1'];
  /** A session was ended from another one or by an operator, or every session of the account was. */
  'identity.session.ended.v1': components['schemas']['identity.session.ended.v1'];
  /** A client has a new secret. */
  'identity.client.secret_changed.v1': components['schemas']['identity.client.secret_changed.v1'];
  /** A client is no more. */
  'identity.client.revoked.v1': components['schemas']['identity.client.revoked.v1'];
  /** A key signs from now on. */
  'identity.signing_key.activated.v1': components['schemas']['identity.signing_key.activated.v1'];
  /** A key that signed before is trusted no longer. */
  'identity.signing_key.withdrawn.v1': components['schemas']['identity.signing_key.withdrawn.v1'];
  /** An account is signed in to by an upstream identity provider too. */
  'identity.account.upstream_linked.v1': components['schemas']['identity.account.upstream_linked.v1'];
  /** An account is not signed in to by an upstream identity provider any more. */
  'identity.account.upstream_unlinked.v1': components['schemas']['identity.account.upstream_unlinked.v1'];
  /** An upstream identity provider was registered. */
  'identity.upstream.created.v1': components['schemas']['identity.upstream.created.v1'];
  /** An upstream identity provider was changed. */
  'identity.upstream.changed.v1': components['schemas']['identity.upstream.changed.v1'];
  /** The end of the audit's chain was signed. Whoever keeps this sees later whether anything was cut off. */
  'identity.audit.sealed.v1': components['schemas']['identity.audit.sealed.v1'];
  /** A department recorded an organisation. */
  'identity.organisation.created.v1': components['schemas']['identity.organisation.created.v1'];
  /** An organisation was changed. */
  'identity.organisation.changed.v1': components['schemas']['identity.organisation.changed.v1'];
  /** A person may act for an organisation or another person. */
  'identity.mandate.granted.v1': components['schemas']['identity.mandate.granted.v1'];
  /** A mandate is in force no more. */
  'identity.mandate.revoked.v1': components['schemas']['identity.mandate.revoked.v1'];
  /** Somebody is staff of a department, with these roles. */
  'identity.staff.changed.v1': components['schemas']['identity.staff.changed.v1'];
  /** Somebody is no staff of a department any more. */
  'identity.staff.removed.v1': components['schemas']['identity.staff.removed.v1'];
  /** An account has a phone number, or another one, which its person proved. */
  'identity.account.phone_changed.v1': components['schemas']['identity.account.phone_changed.v1'];
  /** An account has no phone number any more. */
  'identity.account.phone_removed.v1': components['schemas']['identity.account.phone_removed.v1'];
  /** A service asked for a message to be sent, and it was accepted. */
  'messaging.notification.created.v1': components['schemas']['messaging.notification.created.v1'];
  /** The provider took the message. */
  'messaging.notification.sending.v1': components['schemas']['messaging.notification.sending.v1'];
  /** The message was delivered, as far as the provider can tell. */
  'messaging.notification.delivered.v1': components['schemas']['messaging.notification.delivered.v1'];
  /** The message was not delivered and will not be; `status` says which kind of failure it is. */
  'messaging.notification.failed.v1': components['schemas']['messaging.notification.failed.v1'];
  /** The message was cancelled before it was given to its provider. */
  'messaging.notification.cancelled.v1': components['schemas']['messaging.notification.cancelled.v1'];
  /** A person sent a text message to a service. */
  'messaging.text.received.v1': components['schemas']['messaging.text.received.v1'];
  /** A service's e-mails do not go to an address any more. */
  'messaging.suppression.added.v1': components['schemas']['messaging.suppression.added.v1'];
  /** A service's e-mails go to an address again. */
  'messaging.suppression.removed.v1': components['schemas']['messaging.suppression.removed.v1'];
  /** So many of a service's e-mails come back that it may be suspended. */
  'messaging.service.bounce_rate_warned.v1': components['schemas']['messaging.service.bounce_rate_warned.v1'];
  /** Few enough of a service's e-mails come back again. */
  'messaging.service.bounce_rate_recovered.v1': components['schemas']['messaging.service.bounce_rate_recovered.v1'];
  /** Too many of a service's e-mails come back: it may not send any until an operator lifts that. */
  'messaging.service.email_suspended.v1': components['schemas']['messaging.service.email_suspended.v1'];
  /** An operator let a suspended service send e-mails again. */
  'messaging.service.email_resumed.v1': components['schemas']['messaging.service.email_resumed.v1'];
  /** A secure message was accepted. */
  'messaging.mailbox.submitted.v1': components['schemas']['messaging.mailbox.submitted.v1'];
  /** The message is available in the mailbox. */
  'messaging.mailbox.delivered.v1': components['schemas']['messaging.mailbox.delivered.v1'];
  /** The person was told by e-mail or text message that there is something in the mailbox. */
  'messaging.mailbox.notice_sent.v1': components['schemas']['messaging.mailbox.notice_sent.v1'];
  /** The person could not be told. */
  'messaging.mailbox.notice_failed.v1': components['schemas']['messaging.mailbox.notice_failed.v1'];
  /** The person opened the message for the first time. */
  'messaging.mailbox.opened.v1': components['schemas']['messaging.mailbox.opened.v1'];
  /** The person replied to the message. */
  'messaging.mailbox.replied.v1': components['schemas']['messaging.mailbox.replied.v1'];
  /** The message is not shown any more. */
  'messaging.mailbox.expired.v1': components['schemas']['messaging.mailbox.expired.v1'];
  /** A service created a payment. */
  'payments.payment.created.v1': components['schemas']['payments.payment.created.v1'];
  /** The payer opened the payment's page, or the payment waits for its agreement to be charged. */
  'payments.payment.started.v1': components['schemas']['payments.payment.started.v1'];
  /** The provider authorised the card. The payer has not confirmed yet. */
  'payments.payment.authorised.v1': components['schemas']['payments.payment.authorised.v1'];
  /** The payer confirmed, or the payment's agreement was charged. The payment is a success, or waits for the service to capture it. */
  'payments.payment.confirmed.v1': components['schemas']['payments.payment.confirmed.v1'];
  /** The service had a delayed payment captured. The payment is a success, and the money follows. */
  'payments.payment.capture_requested.v1': components['schemas']['payments.payment.capture_requested.v1'];
  /** The provider took the money, and the ledger says so. */
  'payments.payment.captured.v1': components['schemas']['payments.payment.captured.v1'];
  /** The provider declined the card. */
  'payments.payment.declined.v1': components['schemas']['payments.payment.declined.v1'];
  /** The service (P0040) or the payer (P0030) cancelled the payment. */
  'payments.payment.cancelled.v1': components['schemas']['payments.payment.cancelled.v1'];
  /** The payment was not paid in time. */
  'payments.payment.expired.v1': components['schemas']['payments.payment.expired.v1'];
  /** The provider met a fault, or did not know the payment. */
  'payments.payment.failed.v1': components['schemas']['payments.payment.failed.v1'];
  /** A service asked for money of a payment to be given back, and the amount was set aside. */
  'payments.refund.submitted.v1': components['schemas']['payments.refund.submitted.v1'];
  /** The provider gave the money back, and the ledger says so. */
  'payments.refund.succeeded.v1': components['schemas']['payments.refund.succeeded.v1'];
  /** The provider refused the refund. Its amount can be given back again. */
  'payments.refund.failed.v1': components['schemas']['payments.refund.failed.v1'];
  /** A payer challenged a payment at their bank. The provider holds the amount back, and nothing of the payment can be given back. */
  'payments.dispute.created.v1': components['schemas']['payments.dispute.created.v1'];
  /** The bank was given evidence and reviews the payment. */
  'payments.dispute.evidence_submitted.v1': components['schemas']['payments.dispute.evidence_submitted.v1'];
  /** The bank decided for the service. The provider no longer holds the amount back, and it can be given back to the payer. */
  'payments.dispute.won.v1': components['schemas']['payments.dispute.won.v1'];
  /** The bank decided for the payer, who has the amount. The provider takes it and its fee. */
  'payments.dispute.lost.v1': components['schemas']['payments.dispute.lost.v1'];
  /** A service created an agreement for recurring payments. */
  'payments.agreement.created.v1': components['schemas']['payments.agreement.created.v1'];
  /** A payer set a card up for the agreement, or another one. Payments can be taken with it. */
  'payments.agreement.activated.v1': components['schemas']['payments.agreement.activated.v1'];
  /** The service cancelled the agreement. No payment can be taken with it. */
  'payments.agreement.cancelled.v1': components['schemas']['payments.agreement.cancelled.v1'];
  /** The agreement's card was declined for good. A card has to be set up again. */
  'payments.agreement.deactivated.v1': components['schemas']['payments.agreement.deactivated.v1'];
  /** A service got an account to take payments with. */
  'payments.gateway_account.created.v1': components['schemas']['payments.gateway_account.created.v1'];
  /** Payments that are created from now on begin with another credential, at the same provider or another. Earlier ones finish where they began. */
  'payments.gateway_account.provider_switched.v1': components['schemas']['payments.gateway_account.provider_switched.v1'];
  /** A department joined. */
  'registry.department.created.v1': components['schemas']['registry.department.created.v1'];
  /** A department has another name. */
  'registry.department.changed.v1': components['schemas']['registry.department.changed.v1'];
  /** A department left. */
  'registry.department.removed.v1': components['schemas']['registry.department.removed.v1'];
  /** A department has a new service. */
  'registry.service.created.v1': components['schemas']['registry.service.created.v1'];
  /** A service has another name. */
  'registry.service.changed.v1': components['schemas']['registry.service.changed.v1'];
  /** A service is no more. */
  'registry.service.removed.v1': components['schemas']['registry.service.removed.v1'];
  /** An implementation of a component can be bound. */
  'registry.implementation.registered.v1': components['schemas']['registry.implementation.registered.v1'];
  /** An implementation has another version or address. */
  'registry.implementation.changed.v1': components['schemas']['registry.implementation.changed.v1'];
  /** An implementation can no longer be bound. */
  'registry.implementation.removed.v1': components['schemas']['registry.implementation.removed.v1'];
  /** Another implementation answers for a component and a department, or none does. */
  'registry.binding.changed.v1': components['schemas']['registry.binding.changed.v1'];
  /** Gateways take traffic at a new place. */
  'registry.entry_point.created.v1': components['schemas']['registry.entry_point.created.v1'];
  /** An entry point has another place or other timeouts. */
  'registry.entry_point.changed.v1': components['schemas']['registry.entry_point.changed.v1'];
  /** Gateways no longer take traffic at a place. */
  'registry.entry_point.removed.v1': components['schemas']['registry.entry_point.removed.v1'];
  /** The registry signs with another key. */
  'registry.signing_key.activated.v1': components['schemas']['registry.signing_key.activated.v1'];
  /** An implementation is to take over a department. */
  'registry.swap.started.v1': components['schemas']['registry.swap.started.v1'];
  /** A swap is at its next step. */
  'registry.swap.moved.v1': components['schemas']['registry.swap.moved.v1'];
  /** Somebody wants a swap aborted. */
  'registry.swap.abort_requested.v1': components['schemas']['registry.swap.abort_requested.v1'];
  /** The new implementation serves the department. */
  'registry.swap.completed.v1': components['schemas']['registry.swap.completed.v1'];
  /** The old implementation serves the department as before. */
  'registry.swap.aborted.v1': components['schemas']['registry.swap.aborted.v1'];
  /** The old implementation need not follow any longer. */
  'registry.swap.finished.v1': components['schemas']['registry.swap.finished.v1'];
  /** A component has another version of its contract. */
  'registry.contract.stored.v1': components['schemas']['registry.contract.stored.v1'];
  /** An implementation passed the conformance gate. */
  'registry.attestation.stored.v1': components['schemas']['registry.attestation.stored.v1'];
  /** The conformance gate runs against an implementation. */
  'registry.check.started.v1': components['schemas']['registry.check.started.v1'];
  /** A run of the conformance gate is over. */
  'registry.check.ended.v1': components['schemas']['registry.check.ended.v1'];
}

interface components {
    schemas: {
        "content.edition.drafted.v1": {
            /** Format: uuid */
            content_id: string;
            locale: string;
            /** @description Where the edition is or is to be published. */
            base_path: string | null;
            document_type: string;
            schema_name: string;
            /** @description What kind of change it is: major, minor, republish or links. */
            update_type: string | null;
            /** @description The number of the edition in its document. */
            version: number;
            /** @description Rises with each change of a document; a reader drops what is not higher than what it has. */
            payload_version: number;
            /**
             * @description How it was taken away.
             * @enum {string}
             */
            unpublishing_type?: "gone" | "redirect" | "vanish" | "withdrawal" | "substitute";
        };
        "content.edition.published.v1": {
            /** Format: uuid */
            content_id: string;
            locale: string;
            /** @description Where the edition is or is to be published. */
            base_path: string | null;
            document_type: string;
            schema_name: string;
            /** @description What kind of change it is: major, minor, republish or links. */
            update_type: string | null;
            /** @description The number of the edition in its document. */
            version: number;
            /** @description Rises with each change of a document; a reader drops what is not higher than what it has. */
            payload_version: number;
            /**
             * @description How it was taken away.
             * @enum {string}
             */
            unpublishing_type?: "gone" | "redirect" | "vanish" | "withdrawal" | "substitute";
        };
        "content.edition.unpublished.v1": {
            /** Format: uuid */
            content_id: string;
            locale: string;
            /** @description Where the edition is or is to be published. */
            base_path: string | null;
            document_type: string;
            schema_name: string;
            /** @description What kind of change it is: major, minor, republish or links. */
            update_type: string | null;
            /** @description The number of the edition in its document. */
            version: number;
            /** @description Rises with each change of a document; a reader drops what is not higher than what it has. */
            payload_version: number;
            /**
             * @description How it was taken away.
             * @enum {string}
             */
            unpublishing_type?: "gone" | "redirect" | "vanish" | "withdrawal" | "substitute";
        };
        "content.edition.discarded.v1": {
            /** Format: uuid */
            content_id: string;
            locale: string;
            /** @description Where the edition is or is to be published. */
            base_path: string | null;
            document_type: string;
            schema_name: string;
            /** @description What kind of change it is: major, minor, republish or links. */
            update_type: string | null;
            /** @description The number of the edition in its document. */
            version: number;
            /** @description Rises with each change of a document; a reader drops what is not higher than what it has. */
            payload_version: number;
            /**
             * @description How it was taken away.
             * @enum {string}
             */
            unpublishing_type?: "gone" | "redirect" | "vanish" | "withdrawal" | "substitute";
        };
        "content.item.presented.v1": {
            base_path: string;
            /** @description Rises along a path: what is not higher than what is known comes late. */
            payload_version: number;
            /** @enum {integer} */
            status: 200 | 410;
            /** @description Paths beside the base path that lead to it. */
            exact_routes: string[];
            /** @description Paths below which everything leads to it. */
            prefix_routes: string[];
            /** @description The item as JSON, byte for byte as it is served. */
            body: string;
        };
        "content.item.removed.v1": {
            base_path: string;
            /** @description Rises along a path: what is not higher than what is known comes late. */
            payload_version: number;
        };
        "content.links.changed.v1": {
            /** Format: uuid */
            content_id: string;
            /** @description The link set's lock version. */
            version: number;
            /** @description The types of links that are others now. */
            link_types: string[];
            /** @description Rises with each change of a link set; a reader drops what is not higher than what it has. */
            payload_version: number;
        };
        "identity.account.created.v1": {
            /**
             * Format: uuid
             * @description The account that was created.
             */
            account_id: string;
        };
        "identity.client.created.v1": {
            /**
             * @description The client that was created.
             * @example fishing-licences
             */
            client_id: string;
            /**
             * @description What it may ask for.
             * @example [
             *       "openid",
             *       "email"
             *     ]
             */
            scopes: string[];
            /** @description Whether it signs people in. */
            signs_in: boolean;
        };
        "identity.account.disabled.v1": {
            /** Format: uuid */
            account_id: string;
            /**
             * @description Why, where an operator locked it.
             * @example suspected_fraud
             */
            reason?: string;
            /** @description The number of a case. */
            reference?: string;
            /**
             * Format: date-time
             * @description When it is unlocked by itself.
             */
            until?: string;
        };
        "identity.account.enabled.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.client.changed.v1": {
            client_id: string;
            /** @description What it may ask for now. */
            scopes: string[];
            /** @description Whether it signs people in. */
            signs_in: boolean;
        };
        "identity.account.password_changed.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.email_changed.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.passkey_added.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.passkey_removed.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.second_factor_added.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.second_factor_removed.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.factors_reset.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.erased.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.session.started.v1": {
            /** Format: uuid */
            account_id: string;
            /**
             * @description Where to.
             * @example fishing-licences
             */
            client_id: string;
            /**
             * @description How the person proved who it is (RFC 8176).
             * @example [
             *       "pwd"
             *     ]
             */
            methods: string[];
        };
        "identity.session.ended.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.client.secret_changed.v1": {
            client_id: string;
        };
        "identity.client.revoked.v1": {
            client_id: string;
        };
        "identity.signing_key.activated.v1": {
            /** @description RFC 7638 thumbprint of the public key. */
            kid: string;
        };
        "identity.signing_key.withdrawn.v1": {
            /** @description RFC 7638 thumbprint of the public key. */
            kid: string;
        };
        "identity.account.upstream_linked.v1": {
            /** Format: uuid */
            account_id: string;
            /**
             * @description The upstream identity provider.
             * @example tax-id
             */
            upstream_id: string;
        };
        "identity.account.upstream_unlinked.v1": {
            /** Format: uuid */
            account_id: string;
            /**
             * @description The upstream identity provider.
             * @example tax-id
             */
            upstream_id: string;
        };
        "identity.upstream.created.v1": {
            /** @example tax-id */
            upstream_id: string;
            /** @enum {string} */
            state: "enabled" | "closing" | "disabled";
        };
        "identity.upstream.changed.v1": {
            /** @example tax-id */
            upstream_id: string;
            /** @enum {string} */
            state: "enabled" | "closing" | "disabled";
        };
        "identity.audit.sealed.v1": {
            /** @description Of the last entry. */
            number: number;
            /** @description SHA-256 of that entry, base64url. */
            hash: string;
        };
        "identity.organisation.created.v1": {
            /** Format: uuid */
            organisation_id: string;
        };
        "identity.organisation.changed.v1": {
            /** Format: uuid */
            organisation_id: string;
        };
        "identity.mandate.granted.v1": {
            /** Format: uuid */
            mandate_id: string;
            /** Format: uuid */
            account_id: string;
            /** Format: uuid */
            organisation_id?: string;
            /** Format: uuid */
            principal_id?: string;
        };
        "identity.mandate.revoked.v1": {
            /** Format: uuid */
            mandate_id: string;
            /** Format: uuid */
            account_id: string;
            /** Format: uuid */
            organisation_id?: string;
            /** Format: uuid */
            principal_id?: string;
        };
        "identity.staff.changed.v1": {
            /** Format: uuid */
            account_id: string;
            /**
             * @example [
             *       "caseworker"
             *     ]
             */
            roles: string[];
        };
        "identity.staff.removed.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.phone_changed.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "identity.account.phone_removed.v1": {
            /** Format: uuid */
            account_id: string;
        };
        "messaging.notification.created.v1": {
            /**
             * Format: uuid
             * @description The message that it is about.
             */
            notification_id: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * Format: uuid
             * @description The template that it is made from.
             */
            template_id: string;
            /** @description The version of the template. */
            template_version: number;
            /**
             * @description How it travels.
             * @enum {string}
             */
            type: "email" | "sms" | "letter";
            /**
             * @description The kind of key that it was asked for with.
             * @enum {string}
             */
            key_type: "live" | "team" | "test";
            /**
             * @description The provider that the notification goes through.
             * @example smtp
             */
            provider: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            status: "created" | "sending" | "delivered" | "permanent-failure" | "temporary-failure" | "technical-failure" | "validation-failed" | "cancelled";
        };
        "messaging.notification.sending.v1": {
            /**
             * Format: uuid
             * @description The message that it is about.
             */
            notification_id: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * Format: uuid
             * @description The template that it is made from.
             */
            template_id: string;
            /** @description The version of the template. */
            template_version: number;
            /**
             * @description How it travels.
             * @enum {string}
             */
            type: "email" | "sms" | "letter";
            /**
             * @description The kind of key that it was asked for with.
             * @enum {string}
             */
            key_type: "live" | "team" | "test";
            /**
             * @description The provider that the notification goes through.
             * @example smtp
             */
            provider: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            status: "created" | "sending" | "delivered" | "permanent-failure" | "temporary-failure" | "technical-failure" | "validation-failed" | "cancelled";
        };
        "messaging.notification.delivered.v1": {
            /**
             * Format: uuid
             * @description The message that it is about.
             */
            notification_id: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * Format: uuid
             * @description The template that it is made from.
             */
            template_id: string;
            /** @description The version of the template. */
            template_version: number;
            /**
             * @description How it travels.
             * @enum {string}
             */
            type: "email" | "sms" | "letter";
            /**
             * @description The kind of key that it was asked for with.
             * @enum {string}
             */
            key_type: "live" | "team" | "test";
            /**
             * @description The provider that the notification goes through.
             * @example smtp
             */
            provider: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            status: "created" | "sending" | "delivered" | "permanent-failure" | "temporary-failure" | "technical-failure" | "validation-failed" | "cancelled";
        };
        "messaging.notification.failed.v1": {
            /**
             * Format: uuid
             * @description The message that it is about.
             */
            notification_id: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * Format: uuid
             * @description The template that it is made from.
             */
            template_id: string;
            /** @description The version of the template. */
            template_version: number;
            /**
             * @description How it travels.
             * @enum {string}
             */
            type: "email" | "sms" | "letter";
            /**
             * @description The kind of key that it was asked for with.
             * @enum {string}
             */
            key_type: "live" | "team" | "test";
            /**
             * @description The provider that the notification goes through.
             * @example smtp
             */
            provider: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            status: "created" | "sending" | "delivered" | "permanent-failure" | "temporary-failure" | "technical-failure" | "validation-failed" | "cancelled";
        };
        "messaging.notification.cancelled.v1": {
            /**
             * Format: uuid
             * @description The message that it is about.
             */
            notification_id: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * Format: uuid
             * @description The template that it is made from.
             */
            template_id: string;
            /** @description The version of the template. */
            template_version: number;
            /**
             * @description How it travels.
             * @enum {string}
             */
            type: "email" | "sms" | "letter";
            /**
             * @description The kind of key that it was asked for with.
             * @enum {string}
             */
            key_type: "live" | "team" | "test";
            /**
             * @description The provider that the notification goes through.
             * @example smtp
             */
            provider: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            status: "created" | "sending" | "delivered" | "permanent-failure" | "temporary-failure" | "technical-failure" | "validation-failed" | "cancelled";
        };
        "messaging.text.received.v1": {
            /**
             * Format: uuid
             * @description The text message.
             */
            text_id: string;
            /**
             * Format: uuid
             * @description The messaging service that it was sent to.
             */
            messaging_service_id: string;
        };
        "messaging.suppression.added.v1": {
            /**
             * Format: uuid
             * @description The entry of the service's list.
             */
            suppression_id: string;
            /**
             * Format: uuid
             * @description The messaging service.
             */
            messaging_service_id: string;
            /**
             * @description Why it was put there.
             * @enum {string}
             */
            reason: "hard_bounce" | "complaint" | "unsubscribe" | "manual";
        };
        "messaging.suppression.removed.v1": {
            /**
             * Format: uuid
             * @description The entry of the service's list.
             */
            suppression_id: string;
            /**
             * Format: uuid
             * @description The messaging service.
             */
            messaging_service_id: string;
            /**
             * @description Why it was put there.
             * @enum {string}
             */
            reason: "hard_bounce" | "complaint" | "unsubscribe" | "manual";
        };
        "messaging.service.bounce_rate_warned.v1": {
            /**
             * Format: uuid
             * @description The messaging service.
             */
            messaging_service_id: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            email_state: "normal" | "warned" | "suspended";
        };
        "messaging.service.bounce_rate_recovered.v1": {
            /**
             * Format: uuid
             * @description The messaging service.
             */
            messaging_service_id: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            email_state: "normal" | "warned" | "suspended";
        };
        "messaging.service.email_suspended.v1": {
            /**
             * Format: uuid
             * @description The messaging service.
             */
            messaging_service_id: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            email_state: "normal" | "warned" | "suspended";
        };
        "messaging.service.email_resumed.v1": {
            /**
             * Format: uuid
             * @description The messaging service.
             */
            messaging_service_id: string;
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            email_state: "normal" | "warned" | "suspended";
        };
        "messaging.mailbox.submitted.v1": {
            /**
             * Format: uuid
             * @description The secure message that it is about.
             */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * @description Whether the department sent it, or the person as a reply.
             * @enum {string}
             */
            direction: "to_recipient" | "from_recipient";
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            state: "submitted" | "delivered" | "opened" | "replied" | "expired";
        };
        "messaging.mailbox.delivered.v1": {
            /**
             * Format: uuid
             * @description The secure message that it is about.
             */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * @description Whether the department sent it, or the person as a reply.
             * @enum {string}
             */
            direction: "to_recipient" | "from_recipient";
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            state: "submitted" | "delivered" | "opened" | "replied" | "expired";
        };
        "messaging.mailbox.notice_sent.v1": {
            /**
             * Format: uuid
             * @description The secure message that it is about.
             */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * @description Whether the department sent it, or the person as a reply.
             * @enum {string}
             */
            direction: "to_recipient" | "from_recipient";
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            state: "submitted" | "delivered" | "opened" | "replied" | "expired";
        };
        "messaging.mailbox.notice_failed.v1": {
            /**
             * Format: uuid
             * @description The secure message that it is about.
             */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * @description Whether the department sent it, or the person as a reply.
             * @enum {string}
             */
            direction: "to_recipient" | "from_recipient";
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            state: "submitted" | "delivered" | "opened" | "replied" | "expired";
        };
        "messaging.mailbox.opened.v1": {
            /**
             * Format: uuid
             * @description The secure message that it is about.
             */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * @description Whether the department sent it, or the person as a reply.
             * @enum {string}
             */
            direction: "to_recipient" | "from_recipient";
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            state: "submitted" | "delivered" | "opened" | "replied" | "expired";
        };
        "messaging.mailbox.replied.v1": {
            /**
             * Format: uuid
             * @description The secure message that it is about.
             */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * @description Whether the department sent it, or the person as a reply.
             * @enum {string}
             */
            direction: "to_recipient" | "from_recipient";
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            state: "submitted" | "delivered" | "opened" | "replied" | "expired";
        };
        "messaging.mailbox.expired.v1": {
            /**
             * Format: uuid
             * @description The secure message that it is about.
             */
            message_uuid: string;
            /**
             * Format: uuid
             * @description The message that its thread began with.
             */
            thread_uuid: string;
            /**
             * Format: uuid
             * @description The messaging service that sends it.
             */
            messaging_service_id: string;
            /**
             * @description Whether the department sent it, or the person as a reply.
             * @enum {string}
             */
            direction: "to_recipient" | "from_recipient";
            /**
             * @description How it stands after this.
             * @enum {string}
             */
            state: "submitted" | "delivered" | "opened" | "replied" | "expired";
        };
        "payments.payment.created.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.started.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.authorised.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.confirmed.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.capture_requested.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.captured.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.declined.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.cancelled.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.expired.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.payment.failed.v1": {
            /**
             * @description The payment that it is about.
             * @example hu20sqlact5260q2nanm0q8u93
             */
            payment_id: string;
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that the payment was created for.
             * @example sandbox
             */
            provider: string;
            /** @description How the payment stands after this, as the payment itself says it. */
            state: {
                /**
                 * @description The state that the service sees.
                 * @enum {string}
                 */
                status: "created" | "started" | "submitted" | "capturable" | "success" | "failed" | "cancelled" | "error";
                /** @description Whether nothing more can happen. */
                finished: boolean;
                /**
                 * @description Why it did not succeed.
                 * @enum {string}
                 */
                code?: "P0010" | "P0020" | "P0030" | "P0040" | "P0050";
                /** @description The code in words. */
                message?: string;
            };
        };
        "payments.refund.submitted.v1": {
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example act4c33g40j3edfmi8jknab84a */
            refund_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 1250
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that took the payment.
             * @example sandbox
             */
            provider: string;
            /** @enum {string} */
            status: "submitted" | "success" | "error";
            /**
             * @description What of the payment can still be given back afterwards.
             * @example 2500
             */
            refund_amount_available: number;
        };
        "payments.refund.succeeded.v1": {
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example act4c33g40j3edfmi8jknab84a */
            refund_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 1250
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that took the payment.
             * @example sandbox
             */
            provider: string;
            /** @enum {string} */
            status: "submitted" | "success" | "error";
            /**
             * @description What of the payment can still be given back afterwards.
             * @example 2500
             */
            refund_amount_available: number;
        };
        "payments.refund.failed.v1": {
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example act4c33g40j3edfmi8jknab84a */
            refund_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /**
             * @description In minor units of the currency.
             * @example 1250
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that took the payment.
             * @example sandbox
             */
            provider: string;
            /** @enum {string} */
            status: "submitted" | "success" | "error";
            /**
             * @description What of the payment can still be given back afterwards.
             * @example 2500
             */
            refund_amount_available: number;
        };
        "payments.dispute.created.v1": {
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example 8mm4ub2t0ct3bd9ltc0g4hq4mv */
            dispute_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /**
             * @description What is challenged, in minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that took the payment.
             * @example sandbox
             */
            provider: string;
            /**
             * @description Why the payer challenges the payment.
             * @enum {string}
             */
            reason: "credit_not_processed" | "duplicate" | "fraudulent" | "general" | "product_not_received" | "product_unacceptable" | "unrecognised" | "subscription_cancelled" | "other";
            /**
             * @description Where the dispute is after this.
             * @enum {string}
             */
            status: "needs_response" | "under_review" | "won" | "lost";
            /**
             * @description What the provider keeps for its work, as far as it has said so.
             * @example 2000
             */
            fee: number;
        };
        "payments.dispute.evidence_submitted.v1": {
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example 8mm4ub2t0ct3bd9ltc0g4hq4mv */
            dispute_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /**
             * @description What is challenged, in minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that took the payment.
             * @example sandbox
             */
            provider: string;
            /**
             * @description Why the payer challenges the payment.
             * @enum {string}
             */
            reason: "credit_not_processed" | "duplicate" | "fraudulent" | "general" | "product_not_received" | "product_unacceptable" | "unrecognised" | "subscription_cancelled" | "other";
            /**
             * @description Where the dispute is after this.
             * @enum {string}
             */
            status: "needs_response" | "under_review" | "won" | "lost";
            /**
             * @description What the provider keeps for its work, as far as it has said so.
             * @example 2000
             */
            fee: number;
        };
        "payments.dispute.won.v1": {
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example 8mm4ub2t0ct3bd9ltc0g4hq4mv */
            dispute_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /**
             * @description What is challenged, in minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that took the payment.
             * @example sandbox
             */
            provider: string;
            /**
             * @description Why the payer challenges the payment.
             * @enum {string}
             */
            reason: "credit_not_processed" | "duplicate" | "fraudulent" | "general" | "product_not_received" | "product_unacceptable" | "unrecognised" | "subscription_cancelled" | "other";
            /**
             * @description Where the dispute is after this.
             * @enum {string}
             */
            status: "needs_response" | "under_review" | "won" | "lost";
            /**
             * @description What the provider keeps for its work, as far as it has said so.
             * @example 2000
             */
            fee: number;
        };
        "payments.dispute.lost.v1": {
            /** @example hu20sqlact5260q2nanm0q8u93 */
            payment_id: string;
            /** @example 8mm4ub2t0ct3bd9ltc0g4hq4mv */
            dispute_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /**
             * @description What is challenged, in minor units of the currency.
             * @example 3750
             */
            amount: number;
            /**
             * @description ISO 4217.
             * @example GBP
             */
            currency: string;
            /** @description False for a payment with a test account. */
            live: boolean;
            /**
             * @description The provider that took the payment.
             * @example sandbox
             */
            provider: string;
            /**
             * @description Why the payer challenges the payment.
             * @enum {string}
             */
            reason: "credit_not_processed" | "duplicate" | "fraudulent" | "general" | "product_not_received" | "product_unacceptable" | "unrecognised" | "subscription_cancelled" | "other";
            /**
             * @description Where the dispute is after this.
             * @enum {string}
             */
            status: "needs_response" | "under_review" | "won" | "lost";
            /**
             * @description What the provider keeps for its work, as far as it has said so.
             * @example 2000
             */
            fee: number;
        };
        "payments.agreement.created.v1": {
            /**
             * @description The agreement that it is about.
             * @example cgc1ocvh0pt9fqs0ma67r42l58
             */
            agreement_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /** @description False for an agreement of a test account. */
            live: boolean;
            /**
             * @description How the agreement stands after this.
             * @enum {string}
             */
            status: "created" | "active" | "cancelled" | "inactive";
        };
        "payments.agreement.activated.v1": {
            /**
             * @description The agreement that it is about.
             * @example cgc1ocvh0pt9fqs0ma67r42l58
             */
            agreement_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /** @description False for an agreement of a test account. */
            live: boolean;
            /**
             * @description How the agreement stands after this.
             * @enum {string}
             */
            status: "created" | "active" | "cancelled" | "inactive";
        };
        "payments.agreement.cancelled.v1": {
            /**
             * @description The agreement that it is about.
             * @example cgc1ocvh0pt9fqs0ma67r42l58
             */
            agreement_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /** @description False for an agreement of a test account. */
            live: boolean;
            /**
             * @description How the agreement stands after this.
             * @enum {string}
             */
            status: "created" | "active" | "cancelled" | "inactive";
        };
        "payments.agreement.deactivated.v1": {
            /**
             * @description The agreement that it is about.
             * @example cgc1ocvh0pt9fqs0ma67r42l58
             */
            agreement_id: string;
            /** @example 0o6q9fk2s8d1r4tm */
            gateway_account_id: string;
            /** @description False for an agreement of a test account. */
            live: boolean;
            /**
             * @description How the agreement stands after this.
             * @enum {string}
             */
            status: "created" | "active" | "cancelled" | "inactive";
        };
        "payments.gateway_account.created.v1": {
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description Whether real money moves.
             * @enum {string}
             */
            type: "test" | "live";
            /**
             * @description The provider that its payments go through.
             * @example sandbox
             */
            provider: string;
        };
        "payments.gateway_account.provider_switched.v1": {
            /**
             * @description The account that takes the money.
             * @example 0o6q9fk2s8d1r4tm
             */
            gateway_account_id: string;
            /**
             * @description Whether real money moves.
             * @enum {string}
             */
            type: "test" | "live";
            /**
             * @description The provider that its payments go through.
             * @example sandbox-b
             */
            provider: string;
            /**
             * Format: uuid
             * @description What the account is known by there.
             * @example 0198c2f0-a1b2-7c33-8d44-5e66f7a8b9c0
             */
            credential_id: string;
            /**
             * @description The provider that its payments went through before.
             * @example sandbox-a
             */
            previous_provider: string;
            /**
             * Format: uuid
             * @description What the account was known by there.
             * @example 0198c2f0-a1b2-7c33-8d44-5e66f7a8b9bf
             */
            previous_credential_id?: string;
        };
        "registry.department.created.v1": {
            department_id: string;
            name: string;
        };
        "registry.department.changed.v1": {
            department_id: string;
            name: string;
        };
        "registry.department.removed.v1": {
            department_id: string;
            name: string;
        };
        "registry.service.created.v1": {
            department_id: string;
            service_id: string;
            name: string;
        };
        "registry.service.changed.v1": {
            department_id: string;
            service_id: string;
            name: string;
        };
        "registry.service.removed.v1": {
            department_id: string;
            service_id: string;
            name: string;
        };
        "registry.implementation.registered.v1": {
            /** Format: uuid */
            implementation_id: string;
            component: string;
            name: string;
            version: string;
        };
        "registry.implementation.changed.v1": {
            /** Format: uuid */
            implementation_id: string;
            component: string;
            name: string;
            version: string;
        };
        "registry.implementation.removed.v1": {
            /** Format: uuid */
            implementation_id: string;
            component: string;
            name: string;
            version: string;
        };
        "registry.binding.changed.v1": {
            component: string;
            /** @description `*` is the default. */
            department_id: string;
            epoch: number;
            /** Format: uuid */
            implementation_id: string | null;
            /** Format: uuid */
            previous_implementation_id: string | null;
        };
        "registry.entry_point.created.v1": {
            /** Format: uuid */
            entry_point_id: string;
            name: string;
            component: string;
            /** @description `*` is any. */
            department_id: string;
            port?: number;
            host?: string;
            prefix?: string;
        };
        "registry.entry_point.changed.v1": {
            /** Format: uuid */
            entry_point_id: string;
            name: string;
            component: string;
            /** @description `*` is any. */
            department_id: string;
            port?: number;
            host?: string;
            prefix?: string;
        };
        "registry.entry_point.removed.v1": {
            /** Format: uuid */
            entry_point_id: string;
            name: string;
            component: string;
            /** @description `*` is any. */
            department_id: string;
            port?: number;
            host?: string;
            prefix?: string;
        };
        "registry.signing_key.activated.v1": {
            /** @description RFC 7638 thumbprint. */
            kid: string;
        };
        "registry.swap.started.v1": {
            /** Format: uuid */
            swap_id: string;
            /** @enum {string} */
            kind: "swap" | "rollback";
            component: string;
            department_id: string;
            /** @enum {string} */
            state: "checking" | "seeding" | "verifying" | "switching" | "completed" | "aborting" | "aborted";
            step: string;
            /** Format: uuid */
            from_implementation_id: string;
            /** Format: uuid */
            to_implementation_id: string;
            /** @description Before the swap. */
            epoch: number;
            /** @description Once the new implementation has the department. */
            new_epoch?: number;
        };
        "registry.swap.moved.v1": {
            /** Format: uuid */
            swap_id: string;
            /** @enum {string} */
            kind: "swap" | "rollback";
            component: string;
            department_id: string;
            /** @enum {string} */
            state: "checking" | "seeding" | "verifying" | "switching" | "completed" | "aborting" | "aborted";
            step: string;
            /** Format: uuid */
            from_implementation_id: string;
            /** Format: uuid */
            to_implementation_id: string;
            /** @description Before the swap. */
            epoch: number;
            /** @description Once the new implementation has the department. */
            new_epoch?: number;
        };
        "registry.swap.abort_requested.v1": {
            /** Format: uuid */
            swap_id: string;
            /** @enum {string} */
            kind: "swap" | "rollback";
            component: string;
            department_id: string;
            /** @enum {string} */
            state: "checking" | "seeding" | "verifying" | "switching" | "completed" | "aborting" | "aborted";
            step: string;
            /** Format: uuid */
            from_implementation_id: string;
            /** Format: uuid */
            to_implementation_id: string;
            /** @description Before the swap. */
            epoch: number;
            /** @description Once the new implementation has the department. */
            new_epoch?: number;
        };
        "registry.swap.completed.v1": {
            /** Format: uuid */
            swap_id: string;
            /** @enum {string} */
            kind: "swap" | "rollback";
            component: string;
            department_id: string;
            /** @enum {string} */
            state: "checking" | "seeding" | "verifying" | "switching" | "completed" | "aborting" | "aborted";
            step: string;
            /** Format: uuid */
            from_implementation_id: string;
            /** Format: uuid */
            to_implementation_id: string;
            /** @description Before the swap. */
            epoch: number;
            /** @description Once the new implementation has the department. */
            new_epoch?: number;
        };
        "registry.swap.aborted.v1": {
            /** Format: uuid */
            swap_id: string;
            /** @enum {string} */
            kind: "swap" | "rollback";
            component: string;
            department_id: string;
            /** @enum {string} */
            state: "checking" | "seeding" | "verifying" | "switching" | "completed" | "aborting" | "aborted";
            step: string;
            /** Format: uuid */
            from_implementation_id: string;
            /** Format: uuid */
            to_implementation_id: string;
            /** @description Before the swap. */
            epoch: number;
            /** @description Once the new implementation has the department. */
            new_epoch?: number;
        };
        "registry.swap.finished.v1": {
            /** Format: uuid */
            swap_id: string;
            /** @enum {string} */
            kind: "swap" | "rollback";
            component: string;
            department_id: string;
            /** @enum {string} */
            state: "checking" | "seeding" | "verifying" | "switching" | "completed" | "aborting" | "aborted";
            step: string;
            /** Format: uuid */
            from_implementation_id: string;
            /** Format: uuid */
            to_implementation_id: string;
            /** @description Before the swap. */
            epoch: number;
            /** @description Once the new implementation has the department. */
            new_epoch?: number;
        };
        "registry.contract.stored.v1": {
            component: string;
            /** @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 */
            contract_hash: string;
        };
        "registry.attestation.stored.v1": {
            /** Format: uuid */
            attestation_id: string;
            /** Format: uuid */
            implementation_id: string;
            profile: string;
            /** @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 */
            contract_hash: string;
            version: string;
        };
        "registry.check.started.v1": {
            /** Format: uuid */
            check_id: string;
            /** Format: uuid */
            implementation_id: string;
            profile: string;
            /** @enum {string} */
            state: "running" | "passed" | "failed";
        };
        "registry.check.ended.v1": {
            /** Format: uuid */
            check_id: string;
            /** Format: uuid */
            implementation_id: string;
            profile: string;
            /** @enum {string} */
            state: "running" | "passed" | "failed";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
