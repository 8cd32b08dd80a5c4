// Made by `pnpm generate` from openapi/. Edit there.

import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';

/** A client of this contract. `baseUrl` is any implementation's root. */
export function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}

export interface paths {
    "/ashlar/v1/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List departments
         * @description By id. A token of one department sees that one.
         */
        get: operations["listDepartments"];
        put?: never;
        /**
         * Add a department
         * @description Operators only.
         */
        post: operations["createDepartment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/departments/{department}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a department
         * @description One department that the caller may see.
         */
        get: operations["getDepartment"];
        put?: never;
        post?: never;
        /**
         * Remove a department
         * @description Operators only. A department with services, bindings or entry points stays; `referred_by` in the problem names them.
         */
        delete: operations["removeDepartment"];
        options?: never;
        head?: never;
        /**
         * Change a department
         * @description Operators only.
         */
        patch: operations["changeDepartment"];
        trace?: never;
    };
    "/ashlar/v1/departments/{department}/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List services
         * @description By id.
         */
        get: operations["listServices"];
        put?: never;
        /**
         * Add a service
         * @description Operators only.
         */
        post: operations["createService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/departments/{department}/services/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a service
         * @description One service that the caller may see.
         */
        get: operations["getService"];
        put?: never;
        post?: never;
        /**
         * Remove a service
         * @description Operators only.
         */
        delete: operations["removeService"];
        options?: never;
        head?: never;
        /**
         * Change a service
         * @description Operators only.
         */
        patch: operations["changeService"];
        trace?: never;
    };
    "/ashlar/v1/implementations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List implementations
         * @description Oldest first. Only operators are shown where each is.
         */
        get: operations["listImplementations"];
        put?: never;
        /**
         * Register an implementation
         * @description Operators only, since gateways send traffic to the address that it names.
         */
        post: operations["registerImplementation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/implementations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an implementation
         * @description One implementation that the caller may see.
         */
        get: operations["getImplementation"];
        put?: never;
        post?: never;
        /**
         * Remove an implementation
         * @description Operators only. One that is bound stays; `referred_by` in the problem names its bindings.
         */
        delete: operations["removeImplementation"];
        options?: never;
        head?: never;
        /**
         * Change an implementation
         * @description Operators only. Gateways follow a new address within a second.
         */
        patch: operations["changeImplementation"];
        trace?: never;
    };
    "/ashlar/v1/implementations/{id}/attestations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The attestations of an implementation
         * @description Newest first, at most fifty. `fresh` says whether one still counts.
         */
        get: operations["listAttestations"];
        put?: never;
        /**
         * Store an attestation
         * @description Operators only. A result of the conformance gate, signed by this registry or by a key that it is configured to trust. It must be of this implementation as it is registered (`base_url`, `version`, `contract_hash`, `profile`), newer than a week by default, and without a failure; the problem's code says which of these it is not.
         */
        post: operations["storeAttestation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/implementations/{id}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check an implementation
         * @description Operators only. The registry runs the conformance gate against the implementation, as it is registered, in a process of its own, and stores the attestation that it signs when every case passes. The keys are of the implementation and are not kept; what the component's gate does not ask for is not looked at. It makes payments and accounts, or messages and services, and departments called `gate-…` there: use one that takes no traffic yet. One at a time: while one runs it is refused with 409 `check_in_progress`. Where there is no gate for the component it is refused with 422 `no_gate`; where the gate needs more than is given, for its component and profile, with 422 `invalid`, which names each.
         */
        post: operations["startCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/implementations/{id}/checks/{check_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a check
         * @description Operators only. How far it is, by section, and what failed.
         */
        get: operations["getCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List contracts
         * @description Every version of every contract, newest first, without what they say.
         */
        get: operations["listContracts"];
        put?: never;
        /**
         * Store a version of a contract
         * @description Operators only. A version is known by the hash of what it says, so that storing one twice changes nothing.
         */
        post: operations["storeContract"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/contracts/{component}/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a version of a contract
         * @description All that it says.
         */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/contracts/{component}/{hash}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions of a contract
         * @description What changed from `from` to this one, which of it breaks somebody who kept to the old one, and why. What cannot be shown to be harmless is said to break.
         */
        get: operations["diffContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List bindings
         * @description By component and department. A token of one department sees that one's and the defaults.
         */
        get: operations["listBindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/bindings/{component}/{department}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a binding
         * @description What answers for a component and a department. One that was removed still tells its epoch.
         */
        get: operations["getBinding"];
        /**
         * Bind or rebind
         * @description Names the epoch that it changes (0 where there never was a binding), so that of two changes at once one is refused with `epoch_conflict` and the present `epoch`. Sent again, it changes nothing more. A department's token may rebind its own department.
         */
        put: operations["setBinding"];
        post?: never;
        /**
         * Unbind
         * @description The default answers from then on. Refused where an entry point would be left with nothing behind it; `referred_by` names those.
         */
        delete: operations["removeBinding"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/entry-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List entry points
         * @description Oldest first. A token of one department sees its own.
         */
        get: operations["listEntryPoints"];
        put?: never;
        /**
         * Add an entry point
         * @description Operators only. Exactly one of `port`, `host` and `prefix` says where; no two may have the same.
         */
        post: operations["createEntryPoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/entry-points/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an entry point
         * @description One entry point that the caller may see.
         */
        get: operations["getEntryPoint"];
        put?: never;
        post?: never;
        /**
         * Remove an entry point
         * @description Operators only. Gateways close the place within a second and finish what is in flight.
         */
        delete: operations["removeEntryPoint"];
        options?: never;
        head?: never;
        /**
         * Change an entry point
         * @description Operators only. A new place replaces the old one.
         */
        patch: operations["changeEntryPoint"];
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
         * Who changed what
         * @description Newest first. A token of one department sees what concerns it.
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
    "/ashlar/v1/swaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List swaps
         * @description Newest first. A token of one department sees its own.
         */
        get: operations["listSwaps"];
        put?: never;
        /**
         * Start a swap
         * @description Names the epoch that the department is served with now, and the thumbprint of the key to which everything is encrypted for the new implementation: whoever starts the swap has compared it with what the new implementation's operators say. A department that the default serves gets a binding of its own first, to the same implementation. Refused with 409 `swap_in_progress` or `epoch_conflict`, and with 422 `not_attested`, `key_not_confirmed`, `not_compatible`, `same_implementation` or `wrong_unit`. A department's token may swap what is its own. A component whose hand-over says `whole` (an issuer of identities) is swapped for all departments at once, as `*`, and no other is.
         */
        post: operations["startSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/swaps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a swap, or watch it
         * @description Asked for `text/event-stream`, the answer stays open: an event `swap` with the whole resource at each change, its id the revision; it ends when the swap has. A reconnect sends the id back in `Last-Event-ID`.
         */
        get: operations["getSwap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/swaps/{id}/abort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Abort a swap
         * @description The old implementation goes on. Answered at once; `state` tells when it is done. Refused with 409 `committed` once the new implementation has the department, and with 409 `ended` for a swap that has ended otherwise. Sent again, it changes nothing more.
         */
        post: operations["abortSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/swaps/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Swap back
         * @description Starts a swap of the kind `rollback` to the implementation that was there before, which has followed since. Refused with 409 `no_standby` when it does not follow or the department has been swapped again.
         */
        post: operations["rollBackSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/swaps/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the standby go
         * @description The old implementation follows no longer; the swap cannot be rolled back after that. Sent again, it changes nothing more. Refused with 409 `unfinished` before the swap has completed.
         */
        post: operations["finishSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that the registry signs with
         * @description A JSON Web Key Set (RFC 7517), the key that signs first, then the next one, then those that signed before. Public.
         */
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/keys/rotations": {
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
         * @description Operators only. The next key signs from now on and a new next key is published; the one until now stays published for thirty days. The next key has to be published for ten minutes first, so that everybody who verifies has seen it; where a key was stolen, `at_once` goes without that. Grants are signed anew by themselves. Keys that are given by configuration are rotated there.
         */
        post: operations["rotateKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The table that gateways follow
         * @description Every entry point with the implementation that answers there, which is the one bound for its component and department, else the default. With `after` and `wait` an answer is held back until there is a newer table or the time is over. Gateways prove themselves by the key that they share with the components; through a gateway that key counts for nothing.
         */
        get: operations["getRouting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what is bound
         * @description Every binding with its implementation, epoch and time.
         */
        get: operations["showOperatorBindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/implementations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what runs
         * @description Every implementation with its version and address.
         */
        get: operations["showOperatorImplementations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/implementations/{implementation_id}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the checks of an implementation
         * @description Newest first, with what each came to, and a form that starts one.
         */
        get: operations["showOperatorChecks"];
        put?: never;
        /**
         * Start a check
         * @description Leads to its report. The keys are used for the check and not kept.
         */
        post: operations["startOperatorCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/checks/{check_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the report of a check
         * @description What the conformance gate found of an implementation, by section, and what failed.
         */
        get: operations["showOperatorCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/swaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the swaps
         * @description Newest first.
         */
        get: operations["showOperatorSwaps"];
        put?: never;
        /**
         * Start a swap
         * @description What the page before showed, confirmed.
         */
        post: operations["startOperatorSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/swaps/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Choose what to swap
         * @description First the department, then the new implementation, then the confirmation.
         */
        get: operations["showNewOperatorSwap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/swaps/{swap_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a swap
         * @description Its steps, progress and outcome.
         */
        get: operations["showOperatorSwap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/swaps/{swap_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a swap
         * @description What the page of the swap shows anew at each change.
         */
        get: operations["streamOperatorSwap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/swaps/{swap_id}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Confirm an action
         * @description What it does, and a button.
         */
        get: operations["showOperatorSwapAction"];
        put?: never;
        /**
         * Abort, roll back or finish a swap
         * @description Leads to the swap's page.
         */
        post: operations["takeOperatorSwapAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in
         * @description The ways to sign in.
         */
        get: operations["showOperatorSignIn"];
        put?: never;
        /**
         * Sign in with an access token
         * @description The session ends with the token.
         */
        post: operations["submitOperatorToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/sign-in/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in at the issuer
         * @description OpenID Connect, authorization code with PKCE.
         */
        get: operations["beginOperatorSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/callback": {
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
        get: operations["finishOperatorSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/sign-out": {
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
         * @description Ends the session of this browser.
         */
        post: operations["signOutOperator"];
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
        /** @description A department, or `*` for any. */
        AnyDepartment: string;
        Attestation: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            implementation_id: string;
            /** @description The JWS as it was given. */
            attestation: string;
            profile: components["schemas"]["Profile"];
            contract_hash: components["schemas"]["ContractHash"];
            suite_hash?: string;
            version: components["schemas"]["Version"];
            base_url: components["schemas"]["BaseUrl"];
            /** @description How many cases passed. */
            passed: number;
            /** @description By section of the gate, how many cases passed and failed. */
            sections?: Record<string, unknown>;
            /** Format: date-time */
            issued_at: string;
            /** Format: date-time */
            stored_at: string;
            /** @description Whether it is young enough and still of the implementation as it is registered. */
            fresh: boolean;
        };
        AuditEntry: {
            /** Format: int64 */
            id: number;
            /** Format: date-time */
            at: string;
            /** @description The client that made the change. */
            subject: string;
            subject_department: components["schemas"]["AnyDepartment"];
            request_id: string;
            /** @description What happened, such as `binding.changed`. */
            action: string;
            /** @description What it happened to, by its path below /ashlar/v1. */
            resource: string;
            department: components["schemas"]["AnyDepartment"];
            /** @description The resource before; absent where it was made. */
            before?: Record<string, unknown>;
            /** @description The resource after; absent where it was removed. */
            after?: Record<string, unknown>;
        };
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string;
        };
        /** @description An http or https address without credentials, path or query, such as http://payments:8180. */
        BaseUrl: string;
        Binding: {
            component: components["schemas"]["Component"];
            department: components["schemas"]["AnyDepartment"];
            /**
             * Format: uuid
             * @description Absent where the binding was removed.
             */
            implementation_id?: string;
            epoch: components["schemas"]["Epoch"];
            /** Format: date-time */
            changed_at: string;
        };
        BindingChange: {
            /** Format: uuid */
            implementation_id: string;
            expected_epoch: components["schemas"]["Epoch"];
        };
        BindingsPage: {
            bindings: components["schemas"]["Binding"][];
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string;
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
        Check: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            implementation_id: string;
            /** @enum {string} */
            state: "running" | "passed" | "failed";
            profile: components["schemas"]["Profile"];
            /** @description How many cases there are; absent until it is known. */
            cases?: number;
            /** @description By section of the gate, how many cases passed and failed so far. */
            sections: Record<string, unknown>;
            failures: {
                section: string;
                name: string;
                error: string;
            }[];
            /** @description What it came to in a sentence or two; absent while it runs. */
            outcome?: string;
            /**
             * Format: uuid
             * @description The attestation that was stored; absent unless it passed.
             */
            attestation_id?: string;
            /** Format: date-time */
            started_at: string;
            /**
             * Format: date-time
             * @description Absent while it runs.
             */
            ended_at?: string;
        };
        /** @description Which of them a check needs depends on the component and its profile. Payments: `api_key` and `other_api_key`, for the full profile `admin_token` and `account_id` too. Messaging: `api_key`, for the full profile `test_api_key` and `admin_token` too. Identity and content: `api_key`. */
        CheckSettings: {
            /** @description Payments: a key of a test account that may do everything. Messaging: a live key of a service that has a template of e-mails and one of text messages, each with a placeholder. Identity: an access token of the operators of the implementation itself, with the scopes `identity:admin` and `identity:changes`. Content: a publishing token of the department whose pages are read at the address. */
            api_key: string;
            /** @description Payments: a key of an account of another department, which may do nothing special. */
            other_api_key?: string;
            other_base_url?: components["schemas"]["BaseUrl"];
            /** @description Messaging: a key of type test of the same service. */
            test_api_key?: string;
            /** @description An access token that may administer, in payments the account of `api_key`, in messaging services of its department. */
            admin_token?: string;
            /** @description Payments: the id of the account of `api_key`. */
            account_id?: string;
        };
        /** @description The id of a component. */
        Component: string;
        Contract: {
            component: components["schemas"]["Component"];
            hash: components["schemas"]["ContractHash"];
            /** @description The version that its OpenAPI document names. */
            version?: string;
            /** Format: date-time */
            created_at: string;
        };
        ContractDiff: {
            /** @description Whether nothing breaks. */
            compatible: boolean;
            changes: {
                /** @description For programs, as `response-field-removed`. */
                kind: string;
                where: string;
                breaking: boolean;
                why: string;
            }[];
        };
        /** @description The hash of the contract that it says it fulfils. */
        ContractHash: string;
        Department: {
            id: components["schemas"]["Slug"];
            name: components["schemas"]["Label"];
            managed_by?: components["schemas"]["ManagedBy"];
            /** Format: date-time */
            created_at: string;
        };
        DepartmentChange: {
            name?: components["schemas"]["Label"];
        };
        DepartmentsPage: {
            departments: components["schemas"]["Department"][];
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string;
        };
        /** @description Its public key (RFC 7517, P-256), to which what is handed over to it is encrypted. */
        EncryptionKey: {
            /** @constant */
            kty: "EC";
            /** @constant */
            crv: "P-256";
            x: string;
            y: string;
            /** @constant */
            use?: "enc";
            /** @constant */
            alg?: "ECDH-ES";
            kid?: string;
        };
        EntryPoint: {
            /** Format: uuid */
            id: string;
            name: components["schemas"]["EntryPointName"];
            component: components["schemas"]["Component"];
            department: components["schemas"]["AnyDepartment"];
            port?: components["schemas"]["Port"];
            host?: components["schemas"]["Host"];
            prefix?: components["schemas"]["Prefix"];
            timeouts?: components["schemas"]["Timeouts"];
            managed_by?: components["schemas"]["ManagedBy"];
            /** Format: date-time */
            created_at: string;
        };
        EntryPointChange: {
            port?: components["schemas"]["Port"];
            host?: components["schemas"]["Host"];
            prefix?: components["schemas"]["Prefix"];
            timeouts?: components["schemas"]["Timeouts"];
        };
        /** @description What people and scripts call it, such as PAYMENTS_URL. */
        EntryPointName: string;
        EntryPointsPage: {
            entry_points: components["schemas"]["EntryPoint"][];
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string;
        };
        /**
         * Format: int64
         * @description Rises by one with each change and never falls.
         */
        Epoch: number;
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
         * @description Whether it publishes its events on the bus itself, or the registry takes them from its change feed.
         * @enum {string}
         */
        EventsVia: "publishes" | "feed";
        /** @description A host name in lower case, without a port. */
        Host: string;
        Implementation: {
            /** Format: uuid */
            id: string;
            component: components["schemas"]["Component"];
            name: components["schemas"]["Slug"];
            version: string;
            /**
             * Format: uri
             * @description Where gateways reach it; shown to operators.
             */
            base_url?: string;
            contract_hash?: components["schemas"]["ContractHash"];
            profile?: components["schemas"]["Profile"];
            key?: components["schemas"]["EncryptionKey"];
            key_thumbprint?: components["schemas"]["Thumbprint"];
            events?: components["schemas"]["EventsVia"];
            managed_by?: components["schemas"]["ManagedBy"];
            /** Format: date-time */
            created_at: string;
        };
        ImplementationChange: {
            version?: components["schemas"]["Version"];
            base_url?: components["schemas"]["BaseUrl"];
            contract_hash?: components["schemas"]["ContractHash"];
            profile?: components["schemas"]["Profile"];
            key?: components["schemas"]["EncryptionKey"];
            events?: components["schemas"]["EventsVia"];
        };
        ImplementationsPage: {
            implementations: components["schemas"]["Implementation"][];
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string;
        };
        KeyRotation: {
            /**
             * @description Goes without the ten minutes.
             * @default false
             */
            at_once?: boolean;
        };
        KeySet: {
            keys: {
                kty: string;
                crv: string;
                x: string;
                y: string;
                kid: string;
                alg: string;
                use: string;
            }[];
        };
        /** @description What people call it. */
        Label: string;
        Liveness: {
            /** @constant */
            status: "ok";
        };
        /** @description The tool that keeps it, which may remove it again. What people add has none. */
        ManagedBy: string;
        Milliseconds: number;
        NewContract: {
            component: components["schemas"]["Component"];
            /** @description A bundled OpenAPI 3.1 document: all of its references lead into itself. */
            openapi: Record<string, unknown>;
            /** @description What it publishes, as `{component, topic, types}`. */
            events?: Record<string, unknown> | null;
            /** @description What it hands over, as `{component, entities}`. */
            handover?: Record<string, unknown> | null;
        };
        NewDepartment: {
            id: components["schemas"]["Slug"];
            name: components["schemas"]["Label"];
            managed_by?: components["schemas"]["ManagedBy"];
        };
        NewEntryPoint: {
            name: components["schemas"]["EntryPointName"];
            component: components["schemas"]["Component"];
            department: components["schemas"]["AnyDepartment"];
            port?: components["schemas"]["Port"];
            host?: components["schemas"]["Host"];
            prefix?: components["schemas"]["Prefix"];
            timeouts?: components["schemas"]["Timeouts"];
            managed_by?: components["schemas"]["ManagedBy"];
        };
        NewImplementation: {
            component: components["schemas"]["Component"];
            name: components["schemas"]["Slug"];
            version: components["schemas"]["Version"];
            base_url: components["schemas"]["BaseUrl"];
            contract_hash?: components["schemas"]["ContractHash"];
            profile?: components["schemas"]["Profile"];
            key?: components["schemas"]["EncryptionKey"];
            events?: components["schemas"]["EventsVia"];
            managed_by?: components["schemas"]["ManagedBy"];
        };
        NewService: {
            id: components["schemas"]["Slug"];
            name: components["schemas"]["Label"];
            managed_by?: components["schemas"]["ManagedBy"];
        };
        NewSwap: {
            component: components["schemas"]["Component"];
            department: components["schemas"]["AnyDepartment"];
            /**
             * Format: uuid
             * @description The implementation that takes over.
             */
            implementation_id: string;
            expected_epoch: components["schemas"]["Epoch"];
            key_thumbprint: components["schemas"]["Thumbprint"];
        };
        /** @description A port of the gateways. */
        Port: number;
        /** @description A path such as /payments, without a slash at its end; the gateway strips it. */
        Prefix: string;
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
        /**
         * @description How much of the contract it says it fulfils.
         * @enum {string}
         */
        Profile: "core" | "full";
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
        /** @description What answers for a department that has a binding of its own but comes in at entry points of all departments. */
        RoutedBinding: {
            component: components["schemas"]["Component"];
            department: components["schemas"]["AnyDepartment"];
            /**
             * Format: uri
             * @description The address of the implementation.
             */
            upstream: string;
            /** Format: uuid */
            implementation_id: string;
            implementation: components["schemas"]["Slug"];
            version: components["schemas"]["Version"];
            epoch: components["schemas"]["Epoch"];
            /** @description That the implementation answers for the department at this epoch, signed by the registry (JWS, compact; type `grant+jwt`). Gateways send it on with each request. Its department is `*` where the default answers. */
            grant?: string;
            /** @description Gateways hold calls that change something until there is a newer table, and at most until then. */
            held?: {
                /** Format: date-time */
                until: string;
            };
            contract_hash?: components["schemas"]["ContractHash"];
            /** @description That the implementation passed the conformance gate (JWS, compact; type `attestation+jwt`). */
            attestation?: string;
        };
        /** @description Without `upstream` where nothing is bound. */
        RoutedEntryPoint: {
            /** Format: uuid */
            id: string;
            name: components["schemas"]["EntryPointName"];
            component: components["schemas"]["Component"];
            department: components["schemas"]["AnyDepartment"];
            port?: components["schemas"]["Port"];
            host?: components["schemas"]["Host"];
            prefix?: components["schemas"]["Prefix"];
            timeouts?: components["schemas"]["Timeouts"];
            /**
             * Format: uri
             * @description The address of the implementation.
             */
            upstream?: string;
            /** Format: uuid */
            implementation_id?: string;
            implementation?: components["schemas"]["Slug"];
            version?: components["schemas"]["Version"];
            epoch?: components["schemas"]["Epoch"];
            /** @description That the implementation answers for the department at this epoch, signed by the registry (JWS, compact; type `grant+jwt`). Gateways send it on with each request. Its department is `*` where the default answers. */
            grant?: string;
            /** @description Gateways hold calls that change something until there is a newer table, and at most until then. */
            held?: {
                /** Format: date-time */
                until: string;
            };
            contract_hash?: components["schemas"]["ContractHash"];
            /** @description That the implementation passed the conformance gate (JWS, compact; type `attestation+jwt`). */
            attestation?: string;
        };
        Routing: {
            /**
             * Format: int64
             * @description Rises with every change of the table.
             */
            version: number;
            entry_points: components["schemas"]["RoutedEntryPoint"][];
            bindings?: components["schemas"]["RoutedBinding"][];
        };
        Service: {
            department: components["schemas"]["Slug"];
            id: components["schemas"]["Slug"];
            name: components["schemas"]["Label"];
            managed_by?: components["schemas"]["ManagedBy"];
            /** Format: date-time */
            created_at: string;
        };
        ServiceChange: {
            name?: components["schemas"]["Label"];
        };
        ServicesPage: {
            services: components["schemas"]["Service"][];
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string;
        };
        /** @description A short name in lower case letters, digits and dashes. */
        Slug: string;
        Swap: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "swap" | "rollback";
            component: components["schemas"]["Component"];
            department: components["schemas"]["AnyDepartment"];
            from: components["schemas"]["SwapParty"];
            to: components["schemas"]["SwapParty"];
            state: components["schemas"]["SwapState"];
            epoch: components["schemas"]["Epoch"];
            /**
             * Format: int64
             * @description The epoch from which the new implementation serves; absent before.
             */
            new_epoch?: number;
            steps: {
                name: components["schemas"]["SwapStepName"];
                /** @enum {string} */
                state: "waiting" | "running" | "done" | "failed";
                /** Format: date-time */
                started_at?: string;
                /** Format: date-time */
                ended_at?: string;
                detail?: string;
            }[];
            /** @description How far the new implementation has taken over what there is. */
            progress?: {
                records: number;
                /**
                 * Format: int64
                 * @description Up to which it has applied the old one's log.
                 */
                position: number;
                /**
                 * Format: int64
                 * @description Where that log stands.
                 */
                of?: number;
            };
            /** @description Where the old implementation stopped to write, and for how long calls were held. */
            barrier?: {
                /** Format: int64 */
                position: number;
                held_ms?: number;
            };
            /** @description What came of it or what it waits for, in plain sentences. */
            outcome?: string;
            /**
             * @description Whether the old implementation follows the new one. `wanted` means that it will: once it answers, and once its key is registered.
             * @enum {string}
             */
            standby: "none" | "wanted" | "following" | "ending" | "ended";
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description The client that started it. */
            started_by: string;
        };
        SwapParty: {
            /** Format: uuid */
            implementation_id: string;
            name: components["schemas"]["Slug"];
        };
        /** @enum {string} */
        SwapState: "checking" | "seeding" | "verifying" | "switching" | "completed" | "aborting" | "aborted";
        /** @enum {string} */
        SwapStepName: "check" | "enlist_old" | "enlist_candidate" | "seed" | "compare" | "hold" | "freeze" | "catch_up" | "compare_again" | "commit" | "promote" | "release" | "standby" | "unfreeze" | "unhold" | "dismiss";
        SwapsPage: {
            swaps: components["schemas"]["Swap"][];
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string;
        };
        /** @description The SHA-256 thumbprint of a key (RFC 7638). */
        Thumbprint: string;
        /** @description How long a gateway waits for the implementation; what is left out is the gateway's own. */
        Timeouts: {
            connect_ms?: components["schemas"]["Milliseconds"];
            headers_ms?: components["schemas"]["Milliseconds"];
            idle_ms?: components["schemas"]["Milliseconds"];
            total_ms?: components["schemas"]["Milliseconds"];
        };
        /** @description The version or image digest of what runs there. */
        Version: string;
        WholeContract: components["schemas"]["Contract"] & {
            openapi: Record<string, unknown>;
            events: Record<string, unknown> | null;
            handover: Record<string, unknown> | null;
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
        /** @description A page that says what is wrong. */
        ErrorPage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
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
        /** @description The way on. */
        WayOn: {
            headers: {
                /** @description Where to. */
                Location?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        /** @description The `next_cursor` of the page before. */
        AuditCursor: string;
        /** @description The `next_cursor` of the page before. */
        BindingCursor: string;
        /** @description The department, or `*` for the default. */
        BoundDepartment: components["schemas"]["AnyDepartment"];
        /** @description Only those of this component. */
        ComponentFilter: components["schemas"]["Component"];
        /** @description The component. */
        ComponentId: components["schemas"]["Component"];
        /** @description The hash of the contract. */
        ContractHash: components["schemas"]["ContractHash"];
        /** @description The `next_cursor` of the page before. */
        Cursor: string;
        /** @description The department's id. */
        DepartmentId: components["schemas"]["Slug"];
        /** @description The entry point's id. */
        EntryPointId: string;
        /** @description The epoch that the change is meant for. */
        ExpectedEpoch: number;
        /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
        IdempotencyKey: string;
        /** @description The implementation's id. */
        ImplementationId: string;
        /** @description The greatest number of entries in one page. */
        Limit: number;
        /** @description The version that the caller has; any other one is answered at once. */
        RoutingAfter: number;
        /** @description Seconds to wait for a newer table. */
        RoutingWait: number;
        /** @description The service's id. */
        ServiceId: components["schemas"]["Slug"];
        /** @description The swap's id. */
        SwapId: string;
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
    listDepartments: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The greatest number of entries in one page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of departments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentsPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDepartment: {
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
                "application/json": components["schemas"]["NewDepartment"];
            };
        };
        responses: {
            /** @description The department was added, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Department"];
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
    getDepartment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The department. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Department"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeDepartment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    changeDepartment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepartmentChange"];
            };
        };
        responses: {
            /** @description The department as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Department"];
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
    listServices: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The greatest number of entries in one page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of services. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServicesPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    createService: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewService"];
            };
        };
        responses: {
            /** @description The service was added, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
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
    getService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
                /** @description The service's id. */
                service: components["parameters"]["ServiceId"];
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
                    "application/json": components["schemas"]["Service"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
                /** @description The service's id. */
                service: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    changeService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                department: components["parameters"]["DepartmentId"];
                /** @description The service's id. */
                service: components["parameters"]["ServiceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceChange"];
            };
        };
        responses: {
            /** @description The service as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
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
    listImplementations: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The greatest number of entries in one page. */
                limit?: components["parameters"]["Limit"];
                /** @description Only those of this component. */
                component?: components["parameters"]["ComponentFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of implementations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImplementationsPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    registerImplementation: {
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
                "application/json": components["schemas"]["NewImplementation"];
            };
        };
        responses: {
            /** @description The implementation was added, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Implementation"];
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
    getImplementation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The implementation's id. */
                id: components["parameters"]["ImplementationId"];
            };
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
                    "application/json": components["schemas"]["Implementation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeImplementation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The implementation's id. */
                id: components["parameters"]["ImplementationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    changeImplementation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The implementation's id. */
                id: components["parameters"]["ImplementationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImplementationChange"];
            };
        };
        responses: {
            /** @description The implementation as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Implementation"];
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
    listAttestations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The implementation's id. */
                id: components["parameters"]["ImplementationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The attestations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attestations: components["schemas"]["Attestation"][];
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
    storeAttestation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The implementation's id. */
                id: components["parameters"]["ImplementationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A JWS (compact, ES256, type `attestation+jwt`). */
                    attestation: string;
                };
            };
        };
        responses: {
            /** @description It is stored, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attestation"];
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
    startCheck: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The implementation's id. */
                id: components["parameters"]["ImplementationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckSettings"];
            };
        };
        responses: {
            /** @description It has begun, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
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
    getCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The implementation's id. */
                id: components["parameters"]["ImplementationId"];
                /** @description The check's id. */
                check_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The check. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContracts: {
        parameters: {
            query?: {
                /** @description Only those of this component. */
                component?: components["parameters"]["ComponentFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contracts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contracts: components["schemas"]["Contract"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    storeContract: {
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
                "application/json": components["schemas"]["NewContract"];
            };
        };
        responses: {
            /** @description It is stored, or had been before. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
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
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The component. */
                component: components["parameters"]["ComponentId"];
                /** @description The hash of the contract. */
                hash: components["parameters"]["ContractHash"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeContract"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    diffContract: {
        parameters: {
            query: {
                /** @description The hash of the older version. */
                from: components["schemas"]["ContractHash"];
            };
            header?: never;
            path: {
                /** @description The component. */
                component: components["parameters"]["ComponentId"];
                /** @description The hash of the contract. */
                hash: components["parameters"]["ContractHash"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The difference. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDiff"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBindings: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["BindingCursor"];
                /** @description The greatest number of entries in one page. */
                limit?: components["parameters"]["Limit"];
                /** @description Only those of this component. */
                component?: components["parameters"]["ComponentFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of bindings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BindingsPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The component. */
                component: components["parameters"]["ComponentId"];
                /** @description The department, or `*` for the default. */
                department: components["parameters"]["BoundDepartment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The binding. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Binding"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    setBinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The component. */
                component: components["parameters"]["ComponentId"];
                /** @description The department, or `*` for the default. */
                department: components["parameters"]["BoundDepartment"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BindingChange"];
            };
        };
        responses: {
            /** @description The binding as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Binding"];
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
    removeBinding: {
        parameters: {
            query: {
                /** @description The epoch that the change is meant for. */
                expected_epoch: components["parameters"]["ExpectedEpoch"];
            };
            header?: never;
            path: {
                /** @description The component. */
                component: components["parameters"]["ComponentId"];
                /** @description The department, or `*` for the default. */
                department: components["parameters"]["BoundDepartment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is unbound. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    listEntryPoints: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The greatest number of entries in one page. */
                limit?: components["parameters"]["Limit"];
                /** @description Only those of this component. */
                component?: components["parameters"]["ComponentFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entry points. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPointsPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEntryPoint: {
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
                "application/json": components["schemas"]["NewEntryPoint"];
            };
        };
        responses: {
            /** @description The entry point was added, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoint"];
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
    getEntryPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The entry point's id. */
                id: components["parameters"]["EntryPointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry point. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeEntryPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The entry point's id. */
                id: components["parameters"]["EntryPointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
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
            503: components["responses"]["Unavailable"];
        };
    };
    changeEntryPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The entry point's id. */
                id: components["parameters"]["EntryPointId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryPointChange"];
            };
        };
        responses: {
            /** @description The entry point as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoint"];
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
    listAudit: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["AuditCursor"];
                /** @description The greatest number of entries in one page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSwaps: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The greatest number of entries in one page. */
                limit?: components["parameters"]["Limit"];
                /** @description Only those of this component. */
                component?: components["parameters"]["ComponentFilter"];
                /** @description Only those of this department. */
                department?: components["schemas"]["Slug"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of swaps. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwapsPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    startSwap: {
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
                "application/json": components["schemas"]["NewSwap"];
            };
        };
        responses: {
            /** @description The swap is under way, or had been started with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swap"];
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
    getSwap: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision that the caller has. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The swap's id. */
                id: components["parameters"]["SwapId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The swap, or the stream of its changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swap"];
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    abortSwap: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The swap's id. */
                id: components["parameters"]["SwapId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The swap; it aborts, or had. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swap"];
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
    rollBackSwap: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The swap's id. */
                id: components["parameters"]["SwapId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The swap back. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swap"];
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
    finishSwap: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The swap's id. */
                id: components["parameters"]["SwapId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The swap. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swap"];
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
    listKeys: {
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
                    "application/json": components["schemas"]["KeySet"];
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    rotateKeys: {
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
                "application/json": components["schemas"]["KeyRotation"];
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
                    "application/json": components["schemas"]["KeySet"];
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
    getRouting: {
        parameters: {
            query?: {
                /** @description The version that the caller has; any other one is answered at once. */
                after?: components["parameters"]["RoutingAfter"];
                /** @description Seconds to wait for a newer table. */
                wait?: components["parameters"]["RoutingWait"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Routing"];
                };
            };
            /** @description There is nothing newer than `after`. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    showOperatorBindings: {
        parameters: {
            query?: {
                /** @description Where the page before ended. */
                cursor?: string;
            };
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
            303: components["responses"]["WayOn"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showOperatorImplementations: {
        parameters: {
            query?: {
                /** @description Where the page before ended. */
                cursor?: string;
            };
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
            303: components["responses"]["WayOn"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showOperatorChecks: {
        parameters: {
            query?: {
                /** @description Where the page before ended. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The implementation's id. */
                implementation_id: string;
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
            303: components["responses"]["WayOn"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    startOperatorCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The implementation's id. */
                implementation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrf_token?: string;
                    once?: string;
                    api_key?: string;
                    other_api_key?: string;
                    other_base_url?: string;
                    test_api_key?: string;
                    admin_token?: string;
                    account_id?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["WayOn"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            409: components["responses"]["ErrorPage"];
            422: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showOperatorCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The check's id. */
                check_id: string;
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
            303: components["responses"]["WayOn"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showOperatorSwaps: {
        parameters: {
            query?: {
                /** @description Where the page before ended. */
                cursor?: string;
            };
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
            303: components["responses"]["WayOn"];
            503: components["responses"]["ErrorPage"];
        };
    };
    startOperatorSwap: {
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
                    once?: string;
                    place?: string;
                    to?: string;
                    expected_epoch?: string;
                    key_thumbprint?: string;
                    confirmed?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["WayOn"];
            403: components["responses"]["ErrorPage"];
            409: components["responses"]["ErrorPage"];
            422: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showNewOperatorSwap: {
        parameters: {
            query?: {
                /** @description Component and department, with a slash between. */
                place?: string;
                /** @description The new implementation. */
                to?: string;
            };
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
            303: components["responses"]["WayOn"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showOperatorSwap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The swap's id. */
                swap_id: string;
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
            303: components["responses"]["WayOn"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    streamOperatorSwap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The swap's id. */
                swap_id: string;
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
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showOperatorSwapAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The swap's id. */
                swap_id: string;
                /** @description What is to be done: `abort`, `rollback` or `finish`. */
                action: string;
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
            303: components["responses"]["WayOn"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    takeOperatorSwapAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The swap's id. */
                swap_id: string;
                /** @description What is to be done: `abort`, `rollback` or `finish`. */
                action: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    csrf_token?: string;
                    once?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["WayOn"];
            403: components["responses"]["ErrorPage"];
            404: components["responses"]["ErrorPage"];
            409: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    showOperatorSignIn: {
        parameters: {
            query?: {
                /** @description The page to go to afterwards. */
                to?: string;
            };
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
            303: components["responses"]["WayOn"];
            503: components["responses"]["ErrorPage"];
        };
    };
    submitOperatorToken: {
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
                    token?: string;
                    to?: string;
                };
            };
        };
        responses: {
            303: components["responses"]["WayOn"];
            403: components["responses"]["ErrorPage"];
            422: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    beginOperatorSignIn: {
        parameters: {
            query?: {
                /** @description The page to go to afterwards. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["WayOn"];
            404: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    finishOperatorSignIn: {
        parameters: {
            query?: {
                /** @description The authorization code. */
                code?: string;
                /** @description What the sign-in began with. */
                state?: string;
                /** @description The issuer. */
                iss?: string;
                /** @description Why there is no code. */
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["WayOn"];
            400: components["responses"]["ErrorPage"];
            403: components["responses"]["ErrorPage"];
            503: components["responses"]["ErrorPage"];
        };
    };
    signOutOperator: {
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
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            303: components["responses"]["WayOn"];
            403: components["responses"]["ErrorPage"];
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
