// Made by `pnpm generate` from openapi/. Edit there.

import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';

/** A client of this contract. `baseUrl` is any implementation's root. */
export function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}

export interface paths {
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the provider configuration
         * @description OpenID Connect Discovery 1.0 section 4.
         */
        get: operations["getOpenIdConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the authorization server metadata
         * @description RFC 8414.
         */
        get: operations["getAuthorizationServerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the signing keys
         * @description RFC 7517. The keys that ID tokens and access tokens are signed with.
         */
        get: operations["getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask that a person signs in
         * @description Leads the browser to the sign-in page, or straight back when there is nothing to ask. PKCE with S256 is required, unless the client was created without.
         */
        get: operations["authorize"];
        put?: never;
        /**
         * Ask that a person signs in, by a form
         * @description Leads to the same by GET (OpenID Connect Core 1.0 section 3.1.2.1).
         */
        post: operations["authorizeByPost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorize/{uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go on after a sign-in page
         * @description Where the sign-in pages lead; it leads on to the next page or back to the client.
         */
        get: operations["resumeAuthorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get tokens
         * @description For an authorization code, for a refresh token, or (client credentials) for the client itself. The access token of a component is a JWT (RFC 9068) whose audience is the component. A refresh token is used once and brings the next one; one that comes again ends everything that the person agreed to with it.
         */
        post: operations["requestToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a client
         * @description RFC 7591, with an initial access token that an administrator made, as a bearer token. The client belongs to the token's department.
         */
        post: operations["registerClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a registration
         * @description RFC 7592, with the client's registration access token as a bearer token. The secret is not told again.
         */
        get: operations["getRegistration"];
        /**
         * Replace a registration
         * @description RFC 7592 section 2.2. What is left out is as if it had been left out at first. The secret stays.
         */
        put: operations["replaceRegistration"];
        post?: never;
        /**
         * End a client
         * @description RFC 7592 section 2.3. For good.
         */
        delete: operations["deleteRegistration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/par": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Push a request for a sign-in
         * @description RFC 9126. The parameters of the request, or its request object, with what the client proves itself by. It can be begun within a minute, once.
         */
        post: operations["pushAuthorizationRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask what a token is worth
         * @description RFC 7662, for the client's own tokens that are no JWTs; whatever else is not active.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a token
         * @description RFC 7009, for the client's own tokens that are no JWTs. The other tokens of the same sign-in end with it. A token that is not known is taken for one that has ended.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/userinfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who signed in
         * @description The claims that the access token of a sign-in is for.
         */
        get: operations["getUserInfo"];
        put?: never;
        /**
         * Read who signed in, by POST
         * @description As by GET.
         */
        post: operations["postUserInfo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask that a person signs out
         * @description RP-Initiated Logout 1.0. The person confirms on a page.
         */
        get: operations["logOut"];
        put?: never;
        /**
         * Ask that a person signs out, by a form
         * @description Leads to the same by GET (RP-Initiated Logout 1.0 section 2).
         */
        post: operations["logOutByPost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout/confirm": {
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
         * @description Ends the session and leads back to the client. Clients that have an address for it are told (Back-Channel Logout 1.0), until they have heard.
         */
        post: operations["confirmLogOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout/success": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say that a person signed out
         * @description Where a sign-out ends when the client named no address.
         */
        get: operations["showLoggedOut"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trustmark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the levels in tokens mean
         * @description The levels of credentials (C) and of confidence (P) that the One Login issuer knows. Other issuers answer 404.
         */
        get: operations["getTrustmark"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/did.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the keys of core identities
         * @description The DID document (did:web) of the One Login issuer, with the keys that `coreIdentityJWT` is signed with. The next key is in it before it signs. Other issuers answer 404.
         */
        get: operations["getDidDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the page that is due
         * @description The form for email address and password, or the question whether the client may have what it asks for.
         */
        get: operations["showSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a password
         * @description An unknown address and a wrong password get the same answer.
         */
        post: operations["submitPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/create-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form to create an account
         * @description Asks for the email address. Where no messaging is configured it leads back to the sign-in.
         */
        get: operations["showCreateAccount"];
        put?: never;
        /**
         * Send a code to create an account
         * @description Sends a code to the address. An address with an account gets the same answer and the same code.
         */
        post: operations["submitCreateAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/forgotten-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form to replace a password
         * @description Asks for the email address. Where no messaging is configured it leads back to the sign-in.
         */
        get: operations["showForgottenPassword"];
        put?: never;
        /**
         * Send a code to replace a password
         * @description Sends a code to the address. An address without an account gets the same answer and the same code.
         */
        post: operations["submitForgottenPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form for the code
         * @description Asks for the code that was sent to the address.
         */
        get: operations["showCode"];
        put?: never;
        /**
         * Confirm an address by its code
         * @description Six wrong codes lock the address for 15 minutes, whether there is an account of it or not.
         */
        post: operations["submitCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/code/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send another code
         * @description The code before it works no longer.
         */
        post: operations["sendCodeAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/new-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form for a password
         * @description Asks for a password of whoever confirmed an address.
         */
        get: operations["showNewPassword"];
        put?: never;
        /**
         * Choose a password
         * @description Creates the account of the confirmed address; where there is one, this is its password from now on and its sessions end. The person is signed in.
         */
        post: operations["submitNewPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agree to share
         * @description The client gets what it asked for.
         */
        post: operations["submitConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from where the identity was proven
         * @description Where a provider of proofing leads a person back to, with what it has to say in the query.
         */
        get: operations["returnFromProofing"];
        put?: never;
        /**
         * Say who the person is, in a sandbox
         * @description The outcome that whoever tests has chosen.
         */
        post: operations["submitIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back without signing in
         * @description The client hears `access_denied`.
         */
        post: operations["cancelSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/upstreams/{upstream_id}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from an upstream identity provider
         * @description The redirect address to register there. It leads to the page that began the sign-in, which judges what came.
         */
        get: operations["returnFromUpstream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/upstreams/{upstream_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in by an upstream identity provider
         * @description Leads there. The answer is taken once, from the same browser.
         */
        get: operations["startUpstream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/returned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Judge the answer of an upstream identity provider
         * @description Whoever is known by a link is signed in; whoever is not is asked what to do.
         */
        get: operations["finishUpstream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/newcomer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask somebody whom an upstream identity provider signed in, and who is not known here
         * @description Whether to create an account, or to sign in to one so that the two are linked.
         */
        get: operations["showNewcomer"];
        put?: never;
        /**
         * Create an account, sign in to one, or forget who came
         * @description An e-mail address alone links nothing: the person signs in to the account first.
         */
        post: operations["submitNewcomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the own account
         * @description How the person signs in, where, and what happened lately. Whoever is not signed in does so first.
         */
        get: operations["showAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out another browser
         * @description Ends one of the own sessions, and what services got through it.
         */
        post: operations["endOwnSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form to change the password
         * @description After a recent sign-in.
         */
        get: operations["showChangePassword"];
        put?: never;
        /**
         * Change the password
         * @description Every other session ends, and a notice goes out by e-mail.
         */
        post: operations["submitChangePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form to change the email address
         * @description After a recent sign-in.
         */
        get: operations["showChangeEmail"];
        put?: never;
        /**
         * Send a code to a new email address
         * @description An address that another account has gets the same answer.
         */
        post: operations["submitChangeEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/email/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form for the code
         * @description Asks for the code that was sent to the new address.
         */
        get: operations["showEmailCode"];
        put?: never;
        /**
         * Change the email address
         * @description Takes the code; the address before hears of it.
         */
        post: operations["submitEmailCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form to add or change the phone number
         * @description After a recent sign-in. Where messaging sends no text messages it leads back to the account.
         */
        get: operations["showChangePhone"];
        put?: never;
        /**
         * Send a code to a phone number
         * @description By text message, to make sure that it is theirs.
         */
        post: operations["submitChangePhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/phone/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask for the code that was sent to the phone
         * @description Of this session.
         */
        get: operations["showPhoneCode"];
        put?: never;
        /**
         * Prove the phone number
         * @description It is the one of the account from then on, and the e-mail address hears of it.
         */
        post: operations["submitPhoneCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/phone/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove the phone number
         * @description The account has none any more.
         */
        post: operations["removePhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether to delete the account
         * @description After a recent sign-in.
         */
        get: operations["showErase"];
        put?: never;
        /**
         * Delete the account
         * @description Erases the account for good. Its id is never given again.
         */
        post: operations["submitErase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey
         * @description What the authenticator signed says whose passkey it is. Every refusal is the same.
         */
        post: operations["submitPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/passkey-offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Offer a passkey
         * @description To whoever has just created an account in this sign-in.
         */
        get: operations["showPasskeyOffer"];
        put?: never;
        /**
         * Add a passkey to a new account, or go on without
         * @description Takes what the authenticator made; without it the sign-in goes on.
         */
        post: operations["submitPasskeyOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask for the second factor
         * @description After the password of an account with an authenticator app.
         */
        get: operations["showSecondFactor"];
        put?: never;
        /**
         * Give the second factor
         * @description A code of the app or a recovery code; each works once.
         */
        post: operations["submitSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{uid}/authenticator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Have an authenticator app set up in a sign-in
         * @description Where the client asks for two factors and the person has one.
         */
        get: operations["showSignInAuthenticator"];
        put?: never;
        /**
         * Set up an authenticator app in a sign-in
         * @description Takes its first code, shows the recovery codes once, and leads on.
         */
        post: operations["submitSignInAuthenticator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a passkey
         * @description Takes what the authenticator made.
         */
        post: operations["submitNewPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/passkeys/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form to add a passkey
         * @description After a recent sign-in. Where the host of the issuer is an IP address there are no passkeys, and it leads back to the account.
         */
        get: operations["showNewPasskey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/passkeys/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a passkey
         * @description It signs in no more. Never the last way in.
         */
        post: operations["removeOwnPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/upstreams/{upstream_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Link an upstream identity provider
         * @description After a recent sign-in. Leads there; `token` is that of the page which the link stands on.
         */
        get: operations["startOwnLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/upstreams/returned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Judge the answer of an upstream identity provider
         * @description From then on it signs in to this account.
         */
        get: operations["finishOwnLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/upstreams/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a link to an upstream identity provider
         * @description Never the last way in.
         */
        post: operations["removeOwnLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/authenticator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the key for an authenticator app
         * @description After a recent sign-in, as a QR code and in letters.
         */
        get: operations["showAuthenticator"];
        put?: never;
        /**
         * Set up an authenticator app
         * @description Takes its first code, and shows the recovery codes once.
         */
        post: operations["submitAuthenticator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/authenticator/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove the authenticator app
         * @description The recovery codes go with it.
         */
        post: operations["removeAuthenticator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get new recovery codes
         * @description Those before work no more. They are shown once.
         */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or find accounts
         * @description Every account, oldest first; with `Account-Email` the one of that address, if there is one.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Create an account
         * @description A person's account, who signs in with the address and the password.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account
         * @description One account.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        /**
         * Erase an account
         * @description For good, as its person can do it: all that is kept of the account goes, clients hear that its sessions end, and the address gets a notice. The id is never given again.
         */
        delete: operations["eraseAccount"];
        options?: never;
        head?: never;
        /**
         * Disable or enable an account
         * @description A disabled account signs in nowhere: its sessions and the tokens of its sign-ins are worth nothing from then on, and clients hear that it is signed out. Enabled again, it is as it was; sessions that have not ended by then go on. Enabling unlocks a locked account too.
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/ashlar/v1/accounts/{id}/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Lock an account
         * @description A locked account is disabled, and all its sessions, what people agreed to with it and its tokens end; clients hear of it. A lock takes the place of the one before.
         */
        put: operations["lockAccount"];
        post?: never;
        /**
         * Unlock an account
         * @description Ends a lock, and forgets failed sign-ins, codes and second factors of its address on every device, so that its person can try again at once. An account that is disabled without a lock stays so.
         */
        delete: operations["unlockAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/accounts/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions of an account
         * @description Every session that goes on, at every issuer, the one that lasts longest first; a thousand at most.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End every session of an account
         * @description With what the person agreed to and its tokens, refresh tokens too. Clients hear of it.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/accounts/{id}/sessions/{session_id}": {
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
         * End a session of an account
         * @description With the tokens that services got through it. Clients hear of it.
         */
        delete: operations["endAccountSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/accounts/{id}/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the factors of an account
         * @description What a person signs in with beside the password.
         */
        get: operations["listFactors"];
        put?: never;
        post?: never;
        /**
         * Reset the factors of an account
         * @description For a person who has lost them, and has shown otherwise who they are: with the password alone they sign in from then on, and add new ones. All sessions end, since a lost device may be signed in; clients hear of it, and the person gets an e-mail.
         */
        delete: operations["resetFactors"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/accounts/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the history of an account
         * @description What happened with it in the last year, newest first, as its person sees it.
         */
        get: operations["listAccountHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List clients
         * @description The clients of the caller's department, oldest first, revoked ones too.
         */
        get: operations["listClients"];
        put?: never;
        /**
         * Create a client
         * @description A client with redirect addresses signs people in; one with scopes asks for access tokens of its own. The secret, if it has one, is in this reply only; a replay of it leaves the secret out.
         */
        post: operations["createClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/clients/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a client
         * @description A client of the caller's department. Never the secret.
         */
        get: operations["getClient"];
        put?: never;
        post?: never;
        /**
         * Revoke a client
         * @description For good. Within five seconds it gets no tokens and signs nobody in any more; access tokens that it has for components hold until they end, ten minutes at most. One that is revoked stays as it is.
         */
        delete: operations["revokeClient"];
        options?: never;
        head?: never;
        /**
         * Change a client
         * @description What is not named stays as it is; null takes a member away. It holds within five seconds.
         */
        patch: operations["updateClient"];
        trace?: never;
    };
    "/ashlar/v1/clients/{client_id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a client's secret
         * @description The new secret is in this reply only; a replay of it leaves the secret out. It works at once, the one before it for as long as is asked, so that a program can change over without a pause. Any older one ends within five seconds.
         */
        post: operations["changeClientSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/initial-access-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens with which clients register themselves
         * @description Those of the caller's department, oldest first, until a day after their time; never the tokens themselves.
         */
        get: operations["listInitialAccessTokens"];
        put?: never;
        /**
         * Make a token with which clients register themselves
         * @description An initial access token (RFC 7591) for `/register`. The token is in this reply only; a replay of it leaves the token out.
         */
        post: operations["createInitialAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/initial-access-tokens/{id}": {
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
         * End a token with which clients register themselves
         * @description Clients that registered with it stay.
         */
        delete: operations["deleteInitialAccessToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/upstreams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List upstream identity providers
         * @description Oldest first.
         */
        get: operations["listUpstreams"];
        put?: never;
        /**
         * Register an upstream identity provider
         * @description Any OpenID provider that has a discovery document. Register the `redirect_uris` of the reply there, and with `private_key_jwt` its `jwks`. Unless `state` says otherwise it is not offered before it is enabled.
         */
        post: operations["createUpstream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/upstreams/{upstream_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an upstream identity provider
         * @description Never the secret.
         */
        get: operations["getUpstream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an upstream identity provider
         * @description What is not named stays as it is. To put another provider in its place, enable the other one and have this one `closing`: sign-ins that are under way there are finished, and no new ones begin.
         */
        patch: operations["updateUpstream"];
        trace?: never;
    };
    "/ashlar/v1/upstreams/{upstream_id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who is linked to an upstream identity provider
         * @description Each account with the `sub` that the provider has for its person, oldest link first. This is what its successor needs to know of them.
         */
        get: operations["listUpstreamLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Import links to an upstream identity provider
         * @description For people whom the provider takes over from another one: each item says whose account it is, by its id or by the `sub` at the provider before. What is linked already stays as it is, so the same items can be sent again. An item that cannot be linked is named in the reply and stands against no other.
         */
        patch: operations["importUpstreamLinks"];
        trace?: never;
    };
    "/ashlar/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List organisations
         * @description The organisations of the caller's department, oldest first.
         */
        get: operations["listOrganisations"];
        put?: never;
        /**
         * Record an organisation
         * @description A company or other body that people act for.
         */
        post: operations["createOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/organisations/{organisation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organisation
         * @description An organisation of the caller's department.
         */
        get: operations["getOrganisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an organisation
         * @description What is not named stays as it is.
         */
        patch: operations["updateOrganisation"];
        trace?: never;
    };
    "/ashlar/v1/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List staff
         * @description The staff of the caller's department, longest in it first.
         */
        get: operations["listStaff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/staff/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make somebody staff
         * @description A caseworker or operator of the department, who signs in as everybody does. Clients of the department that ask for `staff` are told the roles. The roles take the place of those before.
         */
        put: operations["putStaffMember"];
        post?: never;
        /**
         * End a membership
         * @description Whoever is no member stays so.
         */
        delete: operations["removeStaffMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List mandates
         * @description The mandates that the caller's department recorded, oldest first, revoked and expired ones too.
         */
        get: operations["listMandates"];
        put?: never;
        /**
         * Grant a mandate
         * @description A person may act for an organisation of the department, or for another person, as far as `scope` says. Its clients are told so as long as it is in force. Two of one person for the same party and scope cannot overlap.
         */
        post: operations["grantMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/mandates/{mandate_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a mandate
         * @description A mandate that the caller's department recorded.
         */
        get: operations["getMandate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/mandates/{mandate_id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Revoke a mandate
         * @description For good, and at once: it is in no token and no userinfo that is asked for from then on. One that is revoked stays as it is.
         */
        put: operations["revokeMandate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List signing keys
         * @description Every key that is published, the one that signs first.
         */
        get: operations["listSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/signing-keys/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the next key sign
         * @description The next key signs from now on, the one until now stays published for two hours, and a new next key is published. The next key has to be published for ten minutes first, so that everybody who verifies tokens has seen it; where a key was stolen, `at_once` goes without that, and the old key is then to be withdrawn.
         */
        post: operations["rotateSigningKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/signing-keys/{kid}": {
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
         * Withdraw a key that signed before
         * @description For a key that was stolen: its tokens are worth nothing once everybody who verifies tokens has read the keys again, at most ten minutes later. The key that signs and the next one cannot be withdrawn: rotate first.
         */
        delete: operations["withdrawSigningKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit
         * @description Entries of the caller's department, or of everything for operators of the platform; an entry is there within two seconds. Who wants to follow it asks for the oldest first and goes on from the last cursor.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/audit/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed end of the audit
         * @description Kept elsewhere, it tells later whether anything was cut off or changed: `pnpm identity:verify-audit --head FILE` takes this reply. Operators of the platform only.
         */
        get: operations["getAuditHead"];
        put?: never;
        post?: never;
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
        /** @description A person's account. */
        Account: {
            /** Format: uuid */
            id: string;
            email: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Only while it is disabled.
             */
            disabled_at?: string;
            lock?: components["schemas"]["Lock"];
        };
        /** @description Absolute addresses over TLS. On a loopback address any port matches. */
        Addresses: string[];
        /** @description Whether somebody who is not known here may get an account. Not, unless said. */
        AdmitsNewcomers: boolean;
        /** @description One thing that was done, failed or was refused. Its hash is over the canonical JSON (RFC 8785) of all other members, those that are null too. */
        AuditEntry: {
            /** @description From 1, without gaps. */
            number: number;
            /** @description The hash of the entry before it. */
            previous: string | null;
            hash: string;
            /** Format: date-time */
            at: string;
            /** @description The id of a client or an account; `identity` for the service itself, `anonymous` for whoever proved nothing. */
            actor: string;
            /** @example account.disabled */
            what: string;
            /** @description The id of whom or what it was done to. */
            subject: string | null;
            /** @description Whose that is; `*` is the platform. */
            department: string;
            outcome: components["schemas"]["Outcome"];
            /** @description `X-Request-Id` of the request, also in the logs. */
            request_id: string | null;
            /** @description More of it, never of a person and never a secret. */
            detail: Record<string, unknown>;
        };
        /** @description Which entry was the last one, signed. */
        AuditHead: {
            number: number;
            hash: string;
            /** Format: date-time */
            signed_at: string;
            /** @description A JWS (ES256) of the type `audit-head+jws` over `iss`, `number`, `hash` and `time`. */
            head: string;
            /** @description The public keys (RFC 7517) of all heads that were ever signed here. */
            keys: {
                kty: string;
                kid: string;
            }[];
        };
        /**
         * @description How it proves itself at the token endpoint (RFC 7591 section 2). `none` is a public client, which has no secret. Without it `client_secret_basic`, and `private_key_jwt` at the One Login issuer.
         * @enum {string}
         */
        AuthMethod: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
        /**
         * Format: uri
         * @description An address over TLS, at a public domain and port 443, at which the client is called.
         */
        CallableAddress: string;
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
        /** @description A program of a department. */
        Client: {
            client_id: string;
            department: components["schemas"]["Name"];
            service: components["schemas"]["Name"];
            name: string;
            redirect_uris: components["schemas"]["Addresses"];
            post_logout_redirect_uris: components["schemas"]["Addresses"];
            scopes: components["schemas"]["Scope"][];
            token_endpoint_auth_method: components["schemas"]["AuthMethod"];
            grant_types: components["schemas"]["GrantTypes"];
            require_pkce: boolean;
            jwks?: components["schemas"]["ClientKeys"];
            jwks_uri?: components["schemas"]["CallableAddress"];
            require_signed_request_object?: boolean;
            require_pushed_authorization_requests?: boolean;
            dpop_bound_access_tokens?: boolean;
            id_token_signed_response_alg?: components["schemas"]["IdTokenAlgorithm"];
            backchannel_logout_uri?: components["schemas"]["CallableAddress"];
            backchannel_logout_session_required?: boolean;
            quotas?: components["schemas"]["Quotas"];
            one_login?: components["schemas"]["OneLogin"];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Only when it is revoked.
             */
            revoked_at?: string;
            /**
             * Format: date-time
             * @description Until when the secret before the present one works, if it does.
             */
            previous_secret_ends_at?: string;
        };
        /** @description The public keys (RFC 7517) that it signs assertions and request objects with. Not together with `jwks_uri`. */
        ClientKeys: {
            keys: {
                /** @enum {string} */
                kty: "EC" | "OKP" | "RSA";
                kid?: string;
            }[];
        };
        /** @description RFC 7591 section 2. What is not known is passed over. */
        ClientMetadata: {
            client_name?: string;
            redirect_uris?: string[];
            post_logout_redirect_uris?: string[];
            /** @description Only `code`. */
            response_types?: string[];
            grant_types?: string[];
            token_endpoint_auth_method?: string;
            /** @description Of components, such as the initial access token allows. */
            scope?: string;
            jwks?: Record<string, unknown>;
            jwks_uri?: string;
            /** @description `ES256` or `RS256`. */
            id_token_signed_response_alg?: string;
            require_signed_request_object?: boolean;
            require_pushed_authorization_requests?: boolean;
            dpop_bound_access_tokens?: boolean;
            backchannel_logout_uri?: string;
            backchannel_logout_session_required?: boolean;
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
        /** @description What a person signs in with beside the password. Nothing that signs in. */
        Factors: {
            passkeys: {
                id: string;
                /** @description As its person calls it. */
                name: string;
                /** @description Whether it may be on several devices. */
                synced: boolean;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description Only when it was used.
                 */
                last_used_at?: string;
            }[];
            /** @description Only when there is one. */
            authenticator_app?: {
                /** Format: date-time */
                confirmed_at: string;
            };
            recovery_codes_left: number;
        };
        /** @description How it may get tokens. Without it `authorization_code` with redirect addresses, and `client_credentials` with scopes. With `refresh_token` it may ask for `offline_access`. */
        GrantTypes: ("authorization_code" | "client_credentials" | "refresh_token")[];
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
        /** @description One thing that happened. */
        HistoryLine: {
            /** Format: date-time */
            at: string;
            /** @example signed_in */
            what: string;
            /** @description The name of what was signed in to. */
            client?: string;
            /** @description Browser and system. */
            agent?: string;
        };
        /**
         * @description What ID tokens and logout tokens are signed with; ES256 where it is left out. RS256 is for clients that know nothing else.
         * @enum {string}
         */
        IdTokenAlgorithm: "ES256" | "RS256";
        /** @description A token with which clients register themselves, as far as it is told. */
        InitialAccessToken: {
            id: string;
            department: components["schemas"]["Name"];
            service: components["schemas"]["Name"];
            scopes: components["schemas"]["Scope"][];
            /** @description 0 when it was used up or ended. */
            uses_left: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ends_at: string;
        };
        /** @description RFC 7517 section 5. */
        KeySet: {
            keys: Record<string, unknown>[];
        };
        Liveness: {
            /** @constant */
            status: "ok";
        };
        /** @description Why an account is locked, and until when. */
        Lock: {
            /** @enum {string} */
            reason: "suspected_compromise" | "suspected_fraud" | "asked_by_person" | "asked_by_authority" | "other";
            /**
             * @description The number of a case. Nothing of the person.
             * @example CASE-2026/117
             */
            reference?: string;
            /** @description When it is unlocked by itself; without it somebody has to. */
            until?: components["schemas"]["Moment"];
        };
        /** @description That a person may act for an organisation or another person. */
        Mandate: {
            /** Format: uuid */
            id: string;
            department: components["schemas"]["Name"];
            /** Format: uuid */
            account_id: string;
            /** Format: uuid */
            organisation_id?: string;
            /** Format: uuid */
            principal_id?: string;
            scope: components["schemas"]["MandateScope"];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until?: string;
            /** @description The client that recorded it. */
            granted_by: string;
            /** Format: date-time */
            created_at: string;
            in_force: boolean;
            revoked?: {
                /** Format: date-time */
                at: string;
                /** @description The client that revoked it. */
                by: string;
                reason: string;
                reference?: string;
            };
        };
        /**
         * @description What may be done. Where it names scopes of components, tokens for the party hold no others.
         * @example [
         *       "returns:submit",
         *       "payments:admin"
         *     ]
         */
        MandateScope: string[];
        /**
         * Format: date-time
         * @description A time after the year 0, at less than 16 hours from UTC.
         */
        Moment: string;
        /**
         * @description The id of a department or service.
         * @example licensing
         */
        Name: string;
        /** @description What went wrong. */
        OAuthError: {
            error: string;
            error_description?: string;
        };
        /** @description Makes it a client of the One Login issuer and of no other: what it may ask for there. `identity_verification`, `sector_identifier` and `permit_missing_nonce` are for operators of the platform to say. */
        OneLogin: {
            /** @description The host that stands for all parties which know a person by one name. Without it the host of the first redirect address. */
            sector_identifier?: string;
            /** @description What it may ask `scope` for. Without it openid, email and phone. */
            sign_in_scopes?: ("openid" | "email" | "phone" | "offline_access" | "wallet-subject-id")[];
            /** @description What it may ask `claims` for. */
            claims?: ("https://vocab.account.gov.uk/v1/coreIdentityJWT" | "https://vocab.account.gov.uk/v1/address" | "https://vocab.account.gov.uk/v1/passport" | "https://vocab.account.gov.uk/v1/drivingPermit" | "https://vocab.account.gov.uk/v1/inheritedIdentityJWT" | "https://vocab.account.gov.uk/v1/returnCode")[];
            /** @description Which levels it may ask `vtr` for. Without it P0, and P2 too where identities may be asked for. */
            levels_of_confidence?: ("P0" | "P1" | "P2" | "P3")[];
            /** @description Whether it may ask who a person is. Needs `private_key_jwt`. */
            identity_verification?: boolean;
            /** @description Whether a request may lack `nonce`. */
            permit_missing_nonce?: boolean;
            /** @description Whether `max_age` is heeded. */
            max_age?: boolean;
        };
        /** @description A company or other body that people act for. */
        Organisation: {
            /** Format: uuid */
            id: string;
            department: components["schemas"]["Name"];
            name: string;
            kind: components["schemas"]["OrganisationKind"];
            /** Format: date-time */
            created_at: string;
        };
        /** @enum {string} */
        OrganisationKind: "company" | "charity" | "public_body" | "partnership" | "other";
        /**
         * @description Done, failed as a wrong password, or refused.
         * @enum {string}
         */
        Outcome: "done" | "failed" | "refused";
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
        /** @description OpenID Connect Discovery 1.0 section 3. */
        ProviderMetadata: {
            issuer: string;
            authorization_endpoint: string;
            token_endpoint: string;
            userinfo_endpoint?: string;
            jwks_uri: string;
            end_session_endpoint?: string;
            introspection_endpoint?: string;
            revocation_endpoint?: string;
            pushed_authorization_request_endpoint?: string;
            registration_endpoint?: string;
            backchannel_logout_supported?: boolean;
            backchannel_logout_session_supported?: boolean;
            response_types_supported: string[];
            subject_types_supported: string[];
            id_token_signing_alg_values_supported?: string[];
            code_challenge_methods_supported?: string[];
        };
        /** @description How many tokens it may have, its own and those of sign-ins; for operators of the platform to say. Beyond that the token endpoint answers 429 with `Retry-After`. 0 is as many as it likes; what is not said is as the service is configured. Both refill all the time. They hold within five seconds. */
        Quotas: {
            tokens_per_minute?: number;
            tokens_per_day?: number;
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
        /** @description RFC 7591 section 3.2.1. */
        Registration: components["schemas"]["ClientMetadata"] & {
            client_id: string;
            client_id_issued_at: number;
            /** @description It is shown once. */
            client_secret?: string;
            client_secret_expires_at?: number;
            registration_access_token: string;
            registration_client_uri: string;
        };
        /**
         * @description The component, a colon, and what may be done there.
         * @example payments:admin
         */
        Scope: string;
        /** @description A browser that is signed in. */
        Session: {
            /** @description It tells sessions apart and opens none. */
            id: string;
            /** Format: date-time */
            started_at: string;
            /** @description How the person proved who it is (RFC 8176). */
            methods: string[];
            /** @description Where it signed in. */
            clients: string[];
            /**
             * @description Browser and system, as far as they are known.
             * @example Firefox, Linux
             */
            agent?: string;
        };
        /** @description The keys that are published. */
        SigningKeys: {
            signing_keys: {
                /** @description RFC 7638 thumbprint. */
                kid: string;
                /** @enum {string} */
                state: "current" | "next" | "retired";
                /**
                 * Format: date-time
                 * @description From when it has been in that state.
                 */
                since: string;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When a retired key is no longer published.
                 */
                ends_at?: string;
            }[];
        };
        /** @description A caseworker or operator of a department. */
        StaffMember: {
            /** Format: uuid */
            account_id: string;
            department: components["schemas"]["Name"];
            roles: string[];
            /** Format: date-time */
            since: string;
        };
        /** @description RFC 7009 section 2.1 and RFC 7662 section 2.1, with what the client proves itself by. */
        TokenInQuestion: {
            token: string;
            token_type_hint?: string;
            client_id?: string;
            client_secret?: string;
            client_assertion_type?: string;
            client_assertion?: string;
        };
        /** @description RFC 6749 sections 4.1.3, 4.4.2 and 6. */
        TokenRequest: {
            /** @enum {string} */
            grant_type: "authorization_code" | "client_credentials" | "refresh_token";
            code?: string;
            refresh_token?: string;
            code_verifier?: string;
            redirect_uri?: string;
            scope?: string;
            /** @description `urn:ashlar:` and a component. Without it the first scope tells the component. */
            resource?: string;
            client_id?: string;
            client_secret?: string;
            /** @description RFC 7523 section 2.2. */
            client_assertion_type?: string;
            client_assertion?: string;
        };
        /** @description RFC 6749 section 5.1, with the ID token. */
        Tokens: {
            access_token: string;
            /**
             * @description `DPoP`: it is bound to the key of the proof that came with the request (RFC 9449).
             * @enum {string}
             */
            token_type: "Bearer" | "DPoP";
            expires_in: number;
            scope?: string;
            id_token?: string;
            /** @description For scope `offline_access`, where the client may have one. It works for two weeks. */
            refresh_token?: string;
        };
        /** @description Whether an e-mail address counts as proven that it says is verified (`email_verified`); not, unless said. A newcomer's account gets it, where otherwise a code is sent there. It never links an account by itself: whoever has the account signs in to it first. */
        TrustsEmail: boolean;
        /** @description What people see, in English and Welsh. */
        TwoNames: {
            en: string;
            cy: string;
        };
        /** @description An upstream identity provider. */
        Upstream: {
            id: components["schemas"]["Name"];
            names: components["schemas"]["TwoNames"];
            issuer: string;
            client_id: string;
            token_endpoint_auth_method: string;
            /** @description The public key that we prove ourselves with there, with `private_key_jwt`. */
            jwks?: Record<string, unknown>;
            scopes: components["schemas"]["UpstreamScopes"];
            levels: components["schemas"]["UpstreamLevels"];
            admits_newcomers: boolean;
            trusts_email: boolean;
            /** @enum {string} */
            state: "enabled" | "closing" | "disabled";
            /** @description What is to be registered there. */
            redirect_uris: string[];
            /** Format: date-time */
            created_at: string;
        };
        /** @description What we are called there. */
        UpstreamClientId: string;
        /** @description What a sign-in there is worth here: the best level whose `acr`, or one of whose `amr`, the ID token holds. Without any it is `Cl`. */
        UpstreamLevels: {
            acr?: string;
            amr?: string;
            /** @enum {string} */
            level: "Cl" | "Cl.Cm";
        }[];
        /** @description What is asked for there beside `openid`: without it `email`. */
        UpstreamScopes: string[];
        /** @description Kept sealed and never shown. */
        UpstreamSecret: string;
        /**
         * @description `enabled`: people are offered it. `closing`: no longer, but sign-ins that are under way there are finished. `disabled`: it signs nobody in, as unless said.
         * @enum {string}
         */
        UpstreamState: "enabled" | "closing" | "disabled";
        /** @description `sub` at the provider. */
        UpstreamSubject: string;
        /** @description OpenID Connect Core 1.0 section 5.3. */
        UserInfo: {
            sub: string;
            email?: string;
            email_verified?: boolean;
            /** @description E.164. */
            phone_number?: string;
            phone_number_verified?: boolean;
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
        /** @description A page that says what is wrong; to a program that asks for no page, RFC 6749 section 5.2. */
        ErrorPage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/json": components["schemas"]["OAuthError"];
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
        /** @description This issuer has none. */
        NotHere: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": Record<string, unknown>;
            };
        };
        /** @description RFC 6749 section 5.2. */
        OAuthError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The way on. */
        Redirect: {
            headers: {
                /** @description Where to. */
                Location?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description RFC 7591 section 3.2.2; for what is no request at all, RFC 9457. */
        RegistrationError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
                "application/problem+json": Record<string, unknown>;
            };
        };
        /** @description Too many wrong secrets of the client came from this network address (`invalid_client`). For a while none is looked at. */
        TooManyFailures: {
            headers: {
                /** @description In seconds. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
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
        /** @description The client has had as many tokens as its quota says (`temporarily_unavailable`), or too many wrong secrets of it came from this network address (`invalid_client`). */
        TooManyTokens: {
            headers: {
                /** @description In seconds. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description A page that says that it was tried too often. */
        TooOften: {
            headers: {
                /** @description After so many seconds at the latest the next try counts. */
                "Retry-After": number;
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
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
        /** @description The `next_cursor` of the page before. */
        Cursor: string;
        /** @description The department whose records are handed over. */
        HandoverDepartment: string;
        /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
        IdempotencyKey: string;
        /** @description Whose keys. The standard issuer's, those of the One Login issuer, or those that core identities are signed with. */
        KeySet: "standard" | "one_login" | "core_identity";
        /** @description In which language the person is written to. */
        Language: "en" | "cy";
        /** @description How many at most. */
        Limit: number;
        /** @description One sign-in. */
        Uid: string;
        /** @description An upstream identity provider. */
        UpstreamId: string;
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
    getOpenIdConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider's metadata. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderMetadata"];
                };
            };
        };
    };
    getAuthorizationServerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider's metadata. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderMetadata"];
                };
            };
        };
    };
    getJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jwk-set+json": components["schemas"]["KeySet"];
                };
            };
        };
    };
    authorize: {
        parameters: {
            query: {
                /** @description Who asks. */
                client_id: string;
                /** @description Always `code`. */
                response_type: string;
                /** @description With `openid`. */
                scope: string;
                /** @description One that the client registered. */
                redirect_uri?: string;
                /** @description Comes back as it is. */
                state?: string;
                /** @description Comes back in the ID token. */
                nonce?: string;
                /** @description RFC 7636. */
                code_challenge?: string;
                /** @description Always `S256`. */
                code_challenge_method?: string;
                /** @description `urn:ashlar:acr:Cl.Cm` asks for two factors. */
                acr_values?: string;
                /** @description `en` or `cy`. */
                ui_locales?: string;
                /** @description `login`, `consent` or `none`. `offline_access` needs `consent`. */
                prompt?: string;
                /** @description For how many seconds a sign-in counts. */
                max_age?: string;
                /** @description An ID token of the person who is meant. */
                id_token_hint?: string;
                /** @description OpenID Connect Core 1.0 section 5.5. */
                claims?: string;
                /** @description RFC 9101: the request, signed by one of the client's keys. */
                request?: string;
                /** @description RFC 9126: what pushing the request was answered with. */
                request_uri?: string;
                /** @description `urn:ashlar:` and a component, where the client wants a token for it in the person's name. */
                resource?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            302: components["responses"]["Redirect"];
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    authorizeByPost: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": Record<string, unknown>;
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    resumeAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            302: components["responses"]["Redirect"];
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    requestToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description The tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["OAuthError"];
            401: components["responses"]["OAuthError"];
            429: components["responses"]["TooManyTokens"];
            503: components["responses"]["OAuthError"];
        };
    };
    registerClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientMetadata"];
            };
        };
        responses: {
            /** @description The client, with its secret and the token by which it changes its registration. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            400: components["responses"]["RegistrationError"];
            401: components["responses"]["OAuthError"];
            503: components["responses"]["RegistrationError"];
        };
    };
    getRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client's id. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            401: components["responses"]["OAuthError"];
            503: components["responses"]["RegistrationError"];
        };
    };
    replaceRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client's id. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientMetadata"];
            };
        };
        responses: {
            /** @description The client as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            400: components["responses"]["RegistrationError"];
            401: components["responses"]["OAuthError"];
            503: components["responses"]["RegistrationError"];
        };
    };
    deleteRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client's id. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client is revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["OAuthError"];
            503: components["responses"]["RegistrationError"];
        };
    };
    pushAuthorizationRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": Record<string, unknown>;
            };
        };
        responses: {
            /** @description What stands for the request. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        request_uri: string;
                        expires_in: number;
                    };
                };
            };
            400: components["responses"]["OAuthError"];
            401: components["responses"]["OAuthError"];
            429: components["responses"]["TooManyFailures"];
            503: components["responses"]["OAuthError"];
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TokenInQuestion"];
            };
        };
        responses: {
            /** @description What it is worth. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        active: boolean;
                        client_id?: string;
                        sub?: string;
                        scope?: string;
                        exp?: number;
                    };
                };
            };
            400: components["responses"]["OAuthError"];
            401: components["responses"]["OAuthError"];
            429: components["responses"]["TooManyFailures"];
            503: components["responses"]["OAuthError"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TokenInQuestion"];
            };
        };
        responses: {
            /** @description It has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["OAuthError"];
            401: components["responses"]["OAuthError"];
            429: components["responses"]["TooManyFailures"];
            503: components["responses"]["OAuthError"];
        };
    };
    getUserInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claims. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfo"];
                };
            };
            400: components["responses"]["OAuthError"];
            401: components["responses"]["OAuthError"];
            503: components["responses"]["OAuthError"];
        };
    };
    postUserInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": Record<string, unknown>;
            };
        };
        responses: {
            /** @description The claims. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfo"];
                };
            };
            400: components["responses"]["OAuthError"];
            401: components["responses"]["OAuthError"];
            503: components["responses"]["OAuthError"];
        };
    };
    logOut: {
        parameters: {
            query?: {
                /** @description The ID token of the sign-in. */
                id_token_hint?: string;
                /** @description Who asks. */
                client_id?: string;
                /** @description One that the client registered. */
                post_logout_redirect_uri?: string;
                /** @description Comes back as it is. */
                state?: string;
                /** @description `en` or `cy`. */
                ui_locales?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page that asks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            302: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    logOutByPost: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": Record<string, unknown>;
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    confirmLogOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": Record<string, unknown>;
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showLoggedOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    getTrustmark: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trustmark. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        idp: string;
                        trustmark_provider: string;
                        C: string[];
                        P: string[];
                    };
                };
            };
            /** @description The caller says not what it is (`User-Agent`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotHere"];
        };
    };
    getDidDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        assertionMethod: {
                            type: string;
                            id: string;
                            controller: string;
                            publicKeyJwk: Record<string, unknown>;
                        }[];
                    };
                };
            };
            /** @description The caller says not what it is (`User-Agent`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotHere"];
        };
    };
    showSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    email?: string;
                    password?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showCreateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitCreateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    email?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showForgottenPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitForgottenPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    email?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    code?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    sendCodeAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showNewPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitNewPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    password?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    returnFromProofing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    outcome?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    cancelSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    returnFromUpstream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An upstream identity provider. */
                upstream_id: components["parameters"]["UpstreamId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    startUpstream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
                /** @description An upstream identity provider. */
                upstream_id: components["parameters"]["UpstreamId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    finishUpstream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showNewcomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitNewcomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    choice?: "create" | "existing" | "forget";
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            409: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    endOwnSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    session?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showChangePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitChangePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    password?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showChangeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitChangeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    email?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showEmailCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitEmailCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    code?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            409: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showChangePhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitChangePhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    phone?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showPhoneCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitPhoneCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    code?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    removePhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showErase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitErase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    confirm?: string;
                    csrfToken?: string;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    response?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showPasskeyOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitPasskeyOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    response?: string;
                    name?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    code?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showSignInAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitSignInAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One sign-in. */
                uid: components["parameters"]["Uid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    code?: string;
                    csrfToken?: string;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitNewPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    response?: string;
                    name?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showNewPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    removeOwnPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    passkey?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            409: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    startOwnLink: {
        parameters: {
            query?: {
                /** @description Of the page. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description An upstream identity provider. */
                upstream_id: components["parameters"]["UpstreamId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    finishOwnLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    removeOwnLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    upstream?: string;
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            409: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    code?: string;
                    csrfToken?: string;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    removeAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrfToken?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrfToken?: string;
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
            303: components["responses"]["Redirect"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            429: components["responses"]["TooOften"];
            503: components["responses"]["ErrorPage"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: {
                /** @description An email address, in a header so that it stands in no log of addresses. Upper and lower case are the same; UTF-8. */
                "Account-Email"?: string;
            };
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
                        accounts: components["schemas"]["Account"][];
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
    createAccount: {
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
                    /**
                     * Format: email
                     * @description Upper and lower case are the same.
                     */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description The account was created, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
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
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
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
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    eraseAccount: {
        parameters: {
            query?: {
                /** @description In which language the person is written to. */
                language?: components["parameters"]["Language"];
            };
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is erased. */
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
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    disabled: boolean;
                };
            };
        };
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    lockAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Lock"];
            };
        };
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
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
    unlockAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is not locked. */
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
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["Session"][];
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
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account has no session. */
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
    endAccountSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
                /** @description The session's id. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
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
    listFactors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The factors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factors"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetFactors: {
        parameters: {
            query?: {
                /** @description Which of them; all without it. An authenticator app goes with its recovery codes. */
                kind?: "passkeys" | "authenticator_app" | "recovery_codes";
                /** @description In which language the person is written to. */
                language?: components["parameters"]["Language"];
            };
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account has none of these. */
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
    listAccountHistory: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /** @description The account's id. */
                id: string;
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
                        history: components["schemas"]["HistoryLine"][];
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
    listClients: {
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
                        clients: components["schemas"]["Client"][];
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
    createClient: {
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
                    /** @description What people see when they sign in. */
                    name: string;
                    redirect_uris?: components["schemas"]["Addresses"];
                    post_logout_redirect_uris?: components["schemas"]["Addresses"];
                    scopes?: components["schemas"]["Scope"][];
                    token_endpoint_auth_method?: components["schemas"]["AuthMethod"];
                    grant_types?: components["schemas"]["GrantTypes"];
                    /**
                     * @description Whether a sign-in needs PKCE (RFC 7636). Only an operator of the platform may waive it, and only for a client that proves itself.
                     * @default true
                     */
                    require_pkce?: boolean;
                    jwks?: components["schemas"]["ClientKeys"];
                    jwks_uri?: components["schemas"]["CallableAddress"];
                    id_token_signed_response_alg?: components["schemas"]["IdTokenAlgorithm"];
                    /** @description Whether a request for a sign-in has to be signed (RFC 9101). */
                    require_signed_request_object?: boolean;
                    /** @description Whether it has to be pushed (RFC 9126). */
                    require_pushed_authorization_requests?: boolean;
                    /** @description Whether its tokens are bound to a key of its own (RFC 9449). */
                    dpop_bound_access_tokens?: boolean;
                    backchannel_logout_uri?: components["schemas"]["CallableAddress"];
                    /** @description Whether it has to hear of which session. */
                    backchannel_logout_session_required?: boolean;
                    quotas?: components["schemas"]["Quotas"];
                    one_login?: components["schemas"]["OneLogin"];
                };
            };
        };
        responses: {
            /** @description The client, with its secret if it has one and this is no replay. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"] & {
                        /** @description It is shown once. */
                        client_secret?: string;
                    };
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
    getClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client's id. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client's id. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client is revoked. */
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
    updateClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client's id. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    redirect_uris?: components["schemas"]["Addresses"];
                    post_logout_redirect_uris?: components["schemas"]["Addresses"];
                    scopes?: components["schemas"]["Scope"][];
                    token_endpoint_auth_method?: components["schemas"]["AuthMethod"];
                    grant_types?: components["schemas"]["GrantTypes"];
                    require_pkce?: boolean;
                    jwks?: components["schemas"]["ClientKeys"] | null;
                    jwks_uri?: components["schemas"]["CallableAddress"] | null;
                    id_token_signed_response_alg?: components["schemas"]["IdTokenAlgorithm"];
                    require_signed_request_object?: boolean;
                    require_pushed_authorization_requests?: boolean;
                    dpop_bound_access_tokens?: boolean;
                    backchannel_logout_uri?: components["schemas"]["CallableAddress"] | null;
                    backchannel_logout_session_required?: boolean;
                    quotas?: components["schemas"]["Quotas"] | null;
                    one_login?: components["schemas"]["OneLogin"];
                };
            };
        };
        responses: {
            /** @description The client as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
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
    changeClientSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The client's id. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description For how many seconds the secret until now works too.
                     * @default 0
                     */
                    keep_previous_for_s?: number;
                };
            };
        };
        responses: {
            /** @description The client, with its new secret unless this is a replay. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"] & {
                        /** @description It is shown once. */
                        client_secret?: string;
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
    listInitialAccessTokens: {
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
                        initial_access_tokens: components["schemas"]["InitialAccessToken"][];
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
    createInitialAccessToken: {
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
                    /** @description What a client may have at components. */
                    scopes?: components["schemas"]["Scope"][];
                    /**
                     * @description How many clients may register with it.
                     * @default 1
                     */
                    uses?: number;
                    /** @default 86400 */
                    expires_in_s?: number;
                };
            };
        };
        responses: {
            /** @description The token, unless this is a replay. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InitialAccessToken"] & {
                        /** @description It is shown once. */
                        token?: string;
                    };
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
    deleteInitialAccessToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody registers with it any more. */
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
    listUpstreams: {
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
                        upstreams: components["schemas"]["Upstream"][];
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
    createUpstream: {
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
                    id: components["schemas"]["Name"];
                    names: components["schemas"]["TwoNames"];
                    /**
                     * Format: uri
                     * @description As it stands in its ID tokens. It cannot be changed.
                     */
                    issuer: string;
                    client_id: components["schemas"]["UpstreamClientId"];
                    client_secret?: components["schemas"]["UpstreamSecret"];
                    /**
                     * @description With `private_key_jwt` a key is made here, and there is no secret.
                     * @default client_secret_basic
                     * @enum {string}
                     */
                    token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt";
                    /**
                     * @description What the key is for.
                     * @default ES256
                     * @enum {string}
                     */
                    token_endpoint_auth_signing_alg?: "ES256" | "PS256" | "RS256";
                    scopes?: components["schemas"]["UpstreamScopes"];
                    levels?: components["schemas"]["UpstreamLevels"];
                    admits_newcomers?: components["schemas"]["AdmitsNewcomers"];
                    trusts_email?: components["schemas"]["TrustsEmail"];
                    state?: components["schemas"]["UpstreamState"];
                };
            };
        };
        responses: {
            /** @description The provider, or the one that was registered with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upstream"];
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
    getUpstream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The provider's id. */
                upstream_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upstream"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateUpstream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The provider's id. */
                upstream_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names?: components["schemas"]["TwoNames"];
                    client_id?: components["schemas"]["UpstreamClientId"];
                    client_secret?: components["schemas"]["UpstreamSecret"];
                    scopes?: components["schemas"]["UpstreamScopes"];
                    levels?: components["schemas"]["UpstreamLevels"];
                    admits_newcomers?: components["schemas"]["AdmitsNewcomers"];
                    trusts_email?: components["schemas"]["TrustsEmail"];
                    state?: components["schemas"]["UpstreamState"];
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
                    "application/json": components["schemas"]["Upstream"];
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
    listUpstreamLinks: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /** @description The provider's id. */
                upstream_id: string;
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
                        links: {
                            /** Format: uuid */
                            account_id: string;
                            subject: string;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            last_used_at?: string;
                        }[];
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
    importUpstreamLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The provider's id. */
                upstream_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    links: {
                        subject: components["schemas"]["UpstreamSubject"];
                        /** Format: uuid */
                        account_id?: string;
                        before?: {
                            upstream_id: components["schemas"]["Name"];
                            subject: components["schemas"]["UpstreamSubject"];
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description What became of the items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        linked: number;
                        /** @description They were linked so before. */
                        unchanged: number;
                        refused: {
                            /** @description Of the item, from 0. */
                            index: number;
                            /**
                             * @description There is no such account, or none with such a link; the `sub` is linked to another account; the account is linked to another `sub`.
                             * @enum {string}
                             */
                            reason: "unknown_account" | "subject_taken" | "account_linked";
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
    listOrganisations: {
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
                        organisations: components["schemas"]["Organisation"][];
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
    createOrganisation: {
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
                    name: string;
                    kind: components["schemas"]["OrganisationKind"];
                };
            };
        };
        responses: {
            /** @description The organisation, or the one that was recorded with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
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
    getOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's id. */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's id. */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    kind?: components["schemas"]["OrganisationKind"];
                };
            };
        };
        responses: {
            /** @description The organisation as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
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
    listStaff: {
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
                        staff: components["schemas"]["StaffMember"][];
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
    putStaffMember: {
        parameters: {
            query?: {
                /** @description Whose; only operators of the platform may say so, and have to. */
                department?: components["schemas"]["Name"];
            };
            header?: never;
            path: {
                /** @description The account's id. */
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    roles: string[];
                };
            };
        };
        responses: {
            /** @description The member. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
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
    removeStaffMember: {
        parameters: {
            query?: {
                /** @description Whose; only operators of the platform may say so, and have to. */
                department?: components["schemas"]["Name"];
            };
            header?: never;
            path: {
                /** @description The account's id. */
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Is no member of the department. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMandates: {
        parameters: {
            query?: {
                /** @description Who acts. */
                account_id?: string;
                /** @description For which organisation. */
                organisation_id?: string;
                /** @description For which person. */
                principal_id?: string;
                /** @description Whether it is in force now. */
                in_force?: boolean;
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
                        mandates: components["schemas"]["Mandate"][];
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
    grantMandate: {
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
                    /**
                     * Format: uuid
                     * @description Who acts.
                     */
                    account_id: string;
                    /** Format: uuid */
                    organisation_id?: string;
                    /**
                     * Format: uuid
                     * @description Another person, in place of an organisation.
                     */
                    principal_id?: string;
                    scope: components["schemas"]["MandateScope"];
                    /** @description Now, unless said. */
                    from?: components["schemas"]["Moment"];
                    /** @description For ever, unless said. */
                    until?: components["schemas"]["Moment"];
                };
            };
        };
        responses: {
            /** @description The mandate, or the one that was granted with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
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
    getMandate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The mandate's id. */
                mandate_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mandate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeMandate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The mandate's id. */
                mandate_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "left" | "ended" | "replaced" | "mistake" | "misuse" | "other";
                    /** @description The number of a case, and nothing of a person. */
                    reference?: string;
                };
            };
        };
        responses: {
            /** @description The mandate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
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
    listSigningKeys: {
        parameters: {
            query?: {
                /** @description Whose keys. The standard issuer's, those of the One Login issuer, or those that core identities are signed with. */
                key_set?: components["parameters"]["KeySet"];
            };
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
                    "application/json": components["schemas"]["SigningKeys"];
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
    rotateSigningKeys: {
        parameters: {
            query?: {
                /** @description Whose keys. The standard issuer's, those of the One Login issuer, or those that core identities are signed with. */
                key_set?: components["parameters"]["KeySet"];
            };
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
                    /** @default false */
                    at_once?: boolean;
                };
            };
        };
        responses: {
            /** @description The keys as they are now. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeys"];
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
    withdrawSigningKey: {
        parameters: {
            query?: {
                /** @description Whose keys. The standard issuer's, those of the One Login issuer, or those that core identities are signed with. */
                key_set?: components["parameters"]["KeySet"];
            };
            header?: never;
            path: {
                /** @description The key's id. */
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is withdrawn. */
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
    listAudit: {
        parameters: {
            query?: {
                /** @description Who did it: the id of a client or an account. */
                actor?: string;
                /** @description The id of whom or what it was done to. */
                subject?: string;
                /** @description What was done, such as `account.disabled`. */
                what?: string;
                /** @description How it ended. */
                outcome?: components["schemas"]["Outcome"];
                /** @description Not before this time. */
                since?: components["schemas"]["Moment"];
                /** @description Before this time. */
                until?: components["schemas"]["Moment"];
                /** @description The oldest or the newest first. */
                order?: "asc" | "desc";
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
                        audit: components["schemas"]["AuditEntry"][];
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
    getAuditHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest head. One is signed once a minute where there is something new. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditHead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
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
