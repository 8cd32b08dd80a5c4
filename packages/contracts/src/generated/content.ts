// Made by `pnpm generate` from openapi/. Edit there.

import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';

/** A client of this contract. `baseUrl` is any implementation's root. */
export function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}

export interface paths {
    "/v2/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List documents
         * @description Each document by its newest edition in one of the states, in pages. `link_<type>` with a content id keeps those that link to it, by their edition or link set; it may come for several types.
         */
        get: operations["listContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/content/{content_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an edition
         * @description The draft if there is one, else the live edition, else the newest; or the one that is asked for.
         */
        get: operations["getContent"];
        /**
         * Write a draft
         * @description Makes the document's draft, or replaces it, and reserves its path for the publishing application. The body is checked by the JSON Schema that `schema_name` names.
         */
        put: operations["putContent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/content/{content_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish the draft
         * @description It becomes the live edition at once and the one before it is superseded. Where its path changed, a redirect stays at the old one.
         */
        post: operations["publishContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/content/{content_id}/republish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show the live edition again
         * @description Writes the content item anew from the live edition.
         */
        post: operations["republishContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/content/{content_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a page away
         * @description It goes for good (gone), elsewhere (redirect), as if it had never been (vanish), or stays with a notice (withdrawal).
         */
        post: operations["unpublishContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/content/{content_id}/discard-draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard the draft
         * @description The live edition, if there is one, stays.
         */
        post: operations["discardDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/editions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List editions
         * @description Every edition, from a place on. What is written meanwhile moves nothing between the pages of those who follow the links.
         */
        get: operations["listEditions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/expanded-links/{content_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get expanded links
         * @description What a document links to, and what these link to where that is shown too, with what a link shows of each.
         */
        get: operations["getExpandedLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/linkables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what can be linked to
         * @description The pages of a document type in English, published ones before drafts.
         */
        get: operations["listLinkables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/linked/{content_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what links to a document
         * @description The draft or live editions of documents whose link set links to it.
         */
        get: operations["listLinked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/links/by-content-id": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get many link sets
         * @description Those of 1,000 content ids at most. One that has none has no links and version 0.
         */
        post: operations["getLinkSets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/links/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List changes of links
         * @description The newest 250 of link sets, newest first.
         */
        get: operations["listLinkChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/links/{content_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a link set
         * @description What all documents of a content id link to, whatever their language.
         */
        get: operations["getLinkSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a link set
         * @description Replaces the types of links that it names, in what all documents of the content id link to, and leaves the others. `GET /v2/links` shows it at once, a page when it is next published or republished. An empty list takes a type away.
         */
        patch: operations["patchLinkSet"];
        trace?: never;
    };
    "/v2/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the schemas
         * @description Every schema of what publishing applications may send, by its name.
         */
        get: operations["listSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/schemas/{schema_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a schema
         * @description The schema under the name of the file that holds it in the standard.
         */
        get: operations["getSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/paths/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Reserve a path
         * @description For a publishing application. `override_existing` takes it from the one that has it.
         */
        put: operations["reservePath"];
        post?: never;
        /**
         * Release a path
         * @description Only the application that has it may.
         */
        delete: operations["releasePath"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/publish-intent/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is announced for a path
         * @description The announcement as it was made. It is kept after its time until it is replaced or taken back.
         */
        get: operations["getPublishIntent"];
        /**
         * Announce that something will be published
         * @description For an application that keeps its own schedule. What anybody reads at the path, and at its routes, may then be kept until that time and no longer, 5 seconds at least; also that nothing is there. It publishes nothing. The path is reserved for the application.
         */
        put: operations["putPublishIntent"];
        post?: never;
        /**
         * Take an announcement back
         * @description The reservation of the path stays.
         */
        delete: operations["deletePublishIntent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lookup-by-base-path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find content ids by paths
         * @description Of live editions, and of drafts if `with_drafts` says so.
         */
        post: operations["lookUpByBasePath"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/content/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a page
         * @description The content item that is published at a path.
         */
        get: operations["readContentItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/content/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a page
         * @description The content item that is published at a path.
         */
        get: operations["readContentItemByApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/draft/api/content/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a page as it will be
         * @description The draft at a path, or the live page where its document has no draft. A draft with an access limit is for those whom it names.
         */
        get: operations["readDraftItemByApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/draft/content/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a page as it will be
         * @description The draft at a path, or the live page where its document has no draft. A draft with an access limit is for those whom it names.
         */
        get: operations["readDraftItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/content-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List everything that is published
         * @description What the public reads of the caller's department, in the order of paths, for whoever keeps a copy of it. The first page's `position` is that of the change log after which the copy is to be kept up; whatever has happened since may or may not be in the pages.
         */
        get: operations["listContentItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/document-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List document types
         * @description The names of the standard's own types, which every department has, and the department's own with their versions, by name.
         */
        get: operations["listDocumentTypes"];
        put?: never;
        /**
         * Register a document type
         * @description Its version 1. Pages may be written by it at once, in every process of the service.
         */
        post: operations["createDocumentType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/document-types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a document type
         * @description A type of the department's own, with its versions.
         */
        get: operations["getDocumentType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/document-types/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register the next version
         * @description It is in force at once; pages that were written by an earlier one stay as they are. A version that may refuse what the one before accepted, or lacks what that had, is refused with every change that breaks, unless it says that it is `breaking`.
         */
        post: operations["createDocumentTypeVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/document-types/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a version of a document type
         * @description With the schemas by which pages are checked.
         */
        get: operations["getDocumentTypeVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/documents/{content_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a document
         * @description Newest first, each with where its body differs from the version before. The body of a version is at `/v2/content/{content_id}?version=`. A draft that was discarded is in no list.
         */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/preview-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List preview links
         * @description The caller's department's newest 200, newest first, with those that are revoked or over. Never the tokens.
         */
        get: operations["listPreviewLinks"];
        put?: never;
        /**
         * Make a preview link
         * @description Whoever has its address reads one path of the draft store until it ends or is revoked. The token and the address are in this reply only; a replay of it leaves them out.
         */
        post: operations["createPreviewLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/preview-links/{id}": {
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
         * Revoke a preview link
         * @description From now on it opens nothing. Revoking it again changes nothing.
         */
        delete: operations["revokePreviewLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/publishing-applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List publishing applications
         * @description The caller's department's, oldest first, the first 200.
         */
        get: operations["listPublishingApplications"];
        put?: never;
        /**
         * Create a publishing application
         * @description For a service of the caller's department. An operator of the whole platform names the department.
         */
        post: operations["createPublishingApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/publishing-applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a publishing application
         * @description One application of the caller's department.
         */
        get: operations["getPublishingApplication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/publishing-applications/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an application's tokens
         * @description The newest 200, revoked ones too, oldest first. Never the tokens themselves.
         */
        get: operations["listPublishingTokens"];
        put?: never;
        /**
         * Create a token
         * @description The token itself is in this reply only; a replay of it leaves it out.
         */
        post: operations["createPublishingToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/publishing-applications/{id}/tokens/{token_id}": {
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
         * Revoke a token
         * @description Within five seconds nothing accepts the token any more. Revoking it again changes nothing.
         */
        delete: operations["revokePublishingToken"];
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
        AccessForbidden: {
            errors: {
                /** @constant */
                type: "access_forbidden";
                /** @constant */
                code: "403";
                message: string;
            };
        };
        BareLinkSet: {
            links: components["schemas"]["Links"];
            version: number;
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
        CommandError: {
            error: {
                code: number;
                message: string;
                /** @description Of 422s: a name that does not change with the words. */
                error_code?: string;
                fields?: {
                    [key: string]: string[];
                };
            };
        };
        CommandRequest: {
            /** @default en */
            locale?: string;
            previous_version?: components["schemas"]["Version"];
        };
        /** @description What the public reads; its keys come sorted. */
        ContentItem: {
            analytics_identifier?: string | null;
            base_path: string;
            content_id: components["schemas"]["Uuid"];
            description?: string | null;
            details?: Record<string, unknown>;
            document_type: string;
            first_published_at?: components["schemas"]["Time"];
            links: components["schemas"]["ItemLinks"];
            locale: string;
            phase?: string;
            public_updated_at?: components["schemas"]["Time"];
            publishing_app: string;
            redirects?: Record<string, unknown>[];
            rendering_app?: string | null;
            schema_name: string;
            title?: string | null;
            updated_at: components["schemas"]["Time"];
            withdrawn_notice?: {
                explanation?: string;
                withdrawn_at?: components["schemas"]["Time"];
            };
        };
        /** @description A JSON Schema (draft 4) of the `details` of a page. It may refer to definitions of its own and to those that all types have, as `#/definitions/markup`; not to itself, and to nothing outside. Patterns are matched in linear time: they neither look ahead nor refer back. */
        DetailsSchema: Record<string, unknown>;
        /** @description A version with its schemas. */
        DocumentType: components["schemas"]["DocumentTypeVersion"] & {
            /** Format: uuid */
            id: string;
            department: components["schemas"]["Name"];
            name: components["schemas"]["DocumentTypeName"];
            /** @description The JSON Schema (draft 4) of a whole page. */
            schema: Record<string, unknown>;
            /** @description The JSON Schema (draft 4) of what changes its link set. */
            links: Record<string, unknown>;
        };
        /**
         * @description What `schema_name` and `document_type` of a page say.
         * @example fishing_notice
         */
        DocumentTypeName: string;
        /** @description One version of a document type. It is never changed. */
        DocumentTypeVersion: {
            version: number;
            /** @description Whether it refuses what the version before accepted. */
            breaking: boolean;
            /** Format: date-time */
            created_at: string;
        };
        /** @description A document type of a department's own. */
        DocumentTypeVersions: {
            name: components["schemas"]["DocumentTypeName"];
            /** @description The newest. It is the one in force. */
            version: number;
            versions: components["schemas"]["DocumentTypeVersion"][];
        };
        /** @description What a document was in one version. */
        DocumentVersion: {
            version: number;
            /** @enum {string} */
            state: "draft" | "published" | "unpublished" | "superseded";
            base_path?: string;
            title?: string;
            update_type?: string;
            /** @description Of a major change. */
            change_note?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: date-time */
            published_at?: string;
            /** Format: date-time */
            public_updated_at?: string;
            /**
             * Format: date-time
             * @description As the publishing application said it.
             */
            last_edited_at?: string;
            unpublishing_type?: string;
            /** @description JSON pointers (RFC 6901) into the body: what differs from the version before. A list is told as a whole. */
            changed: string[];
        };
        Done: {
            content_id: components["schemas"]["Uuid"];
        };
        Edition: {
            content_id: components["schemas"]["Uuid"];
            locale: string;
            base_path?: string | null;
            title?: string | null;
            description?: string | null;
            document_type: string;
            schema_name: string;
            publishing_app: string;
            rendering_app?: string | null;
            details: Record<string, unknown>;
            links: Record<string, unknown>;
            routes: unknown[];
            redirects?: unknown[];
            update_type?: string | null;
            change_note?: string | null;
            /** @enum {string} */
            publication_state: "draft" | "published" | "unpublished" | "superseded";
            lock_version: number;
            user_facing_version: number;
            state_history: {
                [key: string]: string;
            };
            warnings: {
                [key: string]: string;
            };
            unpublishing?: Record<string, unknown> | null;
        };
        /** @description An edition. Its schema says more; see `GET /v2/schemas`. */
        EditionRequest: {
            /** @description Where it is to be published. */
            base_path?: string | null;
            document_type: string;
            schema_name: string;
            title?: string | null;
            description?: string | null;
            details?: Record<string, unknown>;
            publishing_app: string;
            rendering_app?: string | null;
            /** @default en */
            locale?: string;
            routes?: unknown[];
            redirects?: unknown[];
            /** @enum {string} */
            update_type?: "major" | "minor" | "republish";
            change_note?: string | null;
            /** @description Who may read the draft: `users` and `organisations` by their ids. */
            access_limited?: Record<string, unknown>;
            /** @description Ids that open the draft all the same. */
            auth_bypass_ids?: string[];
            previous_version?: components["schemas"]["Version"];
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
        ExpandedLinks: {
            content_id: components["schemas"]["Uuid"];
            locale: string;
            expanded_links: components["schemas"]["ItemLinks"];
            /** @description That of the link set. */
            version: number;
            generated: components["schemas"]["Time"];
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
        /** @description What links lead to, by their types. */
        ItemLinks: {
            [key: string]: components["schemas"]["LinkedItem"][];
        };
        LinkChanges: {
            link_changes: {
                source: Record<string, unknown> | null;
                target: Record<string, unknown> | null;
                link_type: string;
                /** @enum {string} */
                change: "add" | "remove";
                user_uid: string | null;
                created_at: components["schemas"]["Time"];
            }[];
        };
        /** @description The kinds of links that documents may have; those that all types have when it is left out. */
        LinkKinds: string[];
        LinkSet: components["schemas"]["BareLinkSet"] & {
            content_id: components["schemas"]["Uuid"];
        };
        LinkSetRequest: {
            links: components["schemas"]["Links"];
            previous_version?: components["schemas"]["Version"];
            /** @description Pages that link there may be shown anew after those that others changed. */
            bulk_publishing?: boolean;
        };
        LinkSetsRequest: {
            content_ids: components["schemas"]["Uuid"][];
        };
        Linkable: {
            title: string | null;
            internal_name: string | null;
            content_id: components["schemas"]["Uuid"];
            publication_state: string;
            base_path: string | null;
        };
        /** @description What a link shows of a page. */
        LinkedItem: {
            api_path?: string;
            api_url?: string;
            base_path?: string;
            content_id: components["schemas"]["Uuid"];
            document_type?: string;
            links: components["schemas"]["ItemLinks"];
            locale: string;
            public_updated_at?: string | null;
            schema_name?: string;
            title: string | null;
            web_url?: string;
            withdrawn?: boolean;
        };
        /** @description Content ids by the type of the link, in their order. */
        Links: {
            [key: string]: components["schemas"]["Uuid"][];
        };
        Liveness: {
            /** @constant */
            status: "ok";
        };
        LookUpRequest: {
            base_paths: string[];
            exclude_document_types?: string[];
            exclude_unpublishing_types?: string[];
            with_drafts?: boolean | string;
        };
        /**
         * @description The id of a department or service.
         * @example fishing-licence
         */
        Name: string;
        PageLink: {
            href: string;
            /** @enum {string} */
            rel: "next" | "previous" | "self";
        };
        PathRequest: {
            publishing_app: string;
            override_existing?: boolean | string;
        };
        /** @description An item and the ways into it. */
        PresentedItem: {
            department: components["schemas"]["Name"];
            base_path: string;
            /** @description Rises along a path: what is not higher than what is known comes late. */
            payload_version: number;
            /** @enum {integer} */
            status: 200 | 410;
            exact_routes: string[];
            prefix_routes: string[];
            /** @description The item as JSON, byte for byte as it is served. */
            body: string;
        };
        /** @description A link that opens one path of the draft store. */
        PreviewLink: {
            /** Format: uuid */
            id: string;
            base_path: string;
            /** Format: uuid */
            auth_bypass_id?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            revoked_at?: string;
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
        PublishIntent: {
            base_path?: string;
            publish_time: components["schemas"]["Time"];
            publishing_app: string;
            rendering_app: string;
            routes?: {
                path: string;
                /** @enum {string} */
                type: "exact" | "prefix";
            }[];
        };
        PublishRequest: {
            /** @description `major`, `minor`, `republish` or `links`; the draft's own without it. */
            update_type?: string | null;
            /** @default en */
            locale?: string;
            previous_version?: components["schemas"]["Version"];
        };
        /** @description A program that publishes for a department. */
        PublishingApplication: {
            /** Format: uuid */
            id: string;
            department: components["schemas"]["Name"];
            service: components["schemas"]["Name"];
            name: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description A token of a publishing application. */
        PublishingToken: {
            /** Format: uuid */
            id: string;
            description: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            revoked_at?: string;
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
        Reservation: {
            base_path: string;
            publishing_app: string;
            created_at?: components["schemas"]["Time"];
            updated_at?: components["schemas"]["Time"];
        };
        SchemaError: {
            schema: string;
            /** @example #/base_path */
            fragment: string;
            message: string;
            /** @example AllOf */
            failed_attribute: string;
        };
        /**
         * Format: date-time
         * @example 2026-01-02T03:04:05Z
         */
        Time: string;
        UnpublishRequest: {
            /** @description `gone`, `redirect`, `vanish` or `withdrawal`. */
            type: string;
            explanation?: string | null;
            alternative_path?: string | null;
            redirects?: unknown[];
            discard_drafts?: boolean;
            allow_draft?: boolean;
            unpublished_at?: components["schemas"]["Time"];
            /** @default en */
            locale?: string;
            previous_version?: components["schemas"]["Version"];
        };
        /** Format: uuid */
        Uuid: string;
        /** @description The lock version that the caller has seen; the answer is 409 if it is another one by now. */
        Version: string | number | null;
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
        /** @description What is wrong. */
        CommandError: {
            headers: {
                /** @description Seconds to wait, where waiting helps. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["CommandError"];
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
        /** @description The edition. */
        Edition: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Edition"];
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
    };
    parameters: {
        /** @description The publishing application's id. */
        ApplicationId: string;
        /** @description Opens a draft that has it among its `auth_bypass_ids`. */
        AuthBypassId: string;
        /** @description The content id of that person's organisation. */
        AuthenticatedOrganisation: string;
        /** @description Who is signed in at the site that asks; `invalid`, or nothing, if nobody is. */
        AuthenticatedUser: string;
        /** @description Makes a repeat safe for 24 hours: the same request with the same key is answered as accepted, with `Idempotent-Replayed: true` and what is there now, also where its `previous_version` is past by then. Another request with the key is 422. */
        CommandKey: string;
        /** @description The document's id, a UUID of the client's choice. */
        ContentId: string;
        /** @description Whose, for an operator of all departments; anybody else asks for the own. */
        Department: components["schemas"]["Name"];
        /** @description The document type's name. */
        DocumentTypeName: components["schemas"]["DocumentTypeName"];
        /** @description The department whose records are handed over. */
        HandoverDepartment: string;
        /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
        IdempotencyKey: string;
        /** @description The path on the site without its first slash; it may have slashes of its own. */
        Path: string;
    };
    requestBodies: never;
    headers: {
        /** @description Pages of any site may read it. */
        AnyOrigin: string;
        /** @description How long anybody may keep the answer. */
        CacheControl: string;
        /** @description The tag of these bytes. */
        ETag: string;
        /** @description Present and `true` when this is the stored reply to an earlier request. */
        IdempotentReplayed: "true";
        /** @description Seconds to wait before trying again. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listContent: {
        parameters: {
            query?: {
                /** @description Of this type only. */
                document_type?: string;
                /** @description The members to show; all without it. */
                "fields[]"?: string[];
                /** @description The language, `en` without it; `all` for every one. */
                locale?: string;
                /** @description What to sort by, with a minus before it from the end; `-public_updated_at` without it. */
                order?: string;
                /** @description Which page, from 1. */
                page?: string;
                /** @description How many to a page, 50 without it and 1,000 at most. */
                per_page?: string;
                /** @description Text to look for. */
                q?: string;
                /** @description Where to look for it: `title`, `base_path`, `description`, or a member of details as `details.name`; the first two without it. */
                "search_in[]"?: string[];
                /** @description Of this publishing application only. */
                publishing_app?: string;
                /** @description In these states; all but `superseded` without it. */
                "states[]"?: string[];
                /** @description With one of these aliases only. */
                "content_id_aliases[]"?: string[];
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
                    "application/json": {
                        total: number;
                        pages: number;
                        current_page: number;
                        links: components["schemas"]["PageLink"][];
                        results: Record<string, unknown>[];
                    };
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    getContent: {
        parameters: {
            query?: {
                /** @description The document's language; `en` without it. */
                locale?: string;
                /** @description The edition of this store only. */
                content_store?: string;
                /** @description The edition of this number only. */
                version?: string;
            };
            header?: never;
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Edition"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    putContent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe for 24 hours: the same request with the same key is answered as accepted, with `Idempotent-Replayed: true` and what is there now, also where its `previous_version` is past by then. Another request with the key is 422. */
                "Idempotency-Key"?: components["parameters"]["CommandKey"];
            };
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditionRequest"];
            };
        };
        responses: {
            200: components["responses"]["Edition"];
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            /** @description The body does not fit its schema, which is told as a list, or does not fit what is there. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemaError"][] | components["schemas"]["CommandError"];
                };
            };
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    publishContent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe for 24 hours: the same request with the same key is answered as accepted, with `Idempotent-Replayed: true` and what is there now, also where its `previous_version` is past by then. Another request with the key is 422. */
                "Idempotency-Key"?: components["parameters"]["CommandKey"];
            };
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PublishRequest"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    republishContent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe for 24 hours: the same request with the same key is answered as accepted, with `Idempotent-Replayed: true` and what is there now, also where its `previous_version` is past by then. Another request with the key is 422. */
                "Idempotency-Key"?: components["parameters"]["CommandKey"];
            };
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CommandRequest"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    unpublishContent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe for 24 hours: the same request with the same key is answered as accepted, with `Idempotent-Replayed: true` and what is there now, also where its `previous_version` is past by then. Another request with the key is 422. */
                "Idempotency-Key"?: components["parameters"]["CommandKey"];
            };
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnpublishRequest"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    discardDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe for 24 hours: the same request with the same key is answered as accepted, with `Idempotent-Replayed: true` and what is there now, also where its `previous_version` is past by then. Another request with the key is 422. */
                "Idempotency-Key"?: components["parameters"]["CommandKey"];
            };
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CommandRequest"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    listEditions: {
        parameters: {
            query?: {
                /** @description Of this type only. */
                document_type?: string;
                /** @description The members to show; all without it. */
                "fields[]"?: string[];
                /** @description The language; every one without it. */
                locale?: string;
                /** @description `updated_at` or `created_at`, with a minus before it from the end. */
                order?: string;
                /** @description What comes before this time and number; see the links. */
                before?: string;
                /** @description What comes after this time and number; see the links. */
                after?: string;
                /** @description How many, 100 without it and 1,000 at most. */
                per_page?: string;
                /** @description Of this publishing application only. */
                publishing_app?: string;
                /** @description In these states; in any without it. */
                "states[]"?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The editions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: Record<string, unknown>[];
                        links: components["schemas"]["PageLink"][];
                    };
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    getExpandedLinks: {
        parameters: {
            query?: {
                /** @description The language that is preferred; `en` without it. */
                locale?: string;
                /** @description Whether links lead to drafts too; they do without it. */
                with_drafts?: string;
                /** @description `true` makes them now. Without it, and without drafts, they are what the public reads. */
                generate?: string;
            };
            header?: never;
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpandedLinks"];
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    listLinkables: {
        parameters: {
            query: {
                /** @description The document type; placeholders of it are listed too. */
                document_type: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Linkable"][];
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    listLinked: {
        parameters: {
            query: {
                /** @description The type of the links. */
                link_type: string;
                /** @description What is told of each. */
                "fields[]": string[];
            };
            header?: never;
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The editions, with the fields that were asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>[];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    getLinkSets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkSetsRequest"];
            };
        };
        responses: {
            /** @description The link set of each content id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["BareLinkSet"];
                    };
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    listLinkChanges: {
        parameters: {
            query: {
                /** @description The types of links. */
                "link_types[]": string[];
                /** @description Only links from these. */
                "source_content_ids[]"?: string[];
                /** @description Only links to these. */
                "target_content_ids[]"?: string[];
                /** @description Only what these users changed. */
                "users[]"?: string[];
            };
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["LinkChanges"];
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    getLinkSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkSet"];
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    patchLinkSet: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who is signed in at the application. */
                "X-Govuk-Authenticated-User"?: string;
            };
            path: {
                /** @description The document's id, a UUID of the client's choice. */
                content_id: components["parameters"]["ContentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkSetRequest"];
            };
        };
        responses: {
            /** @description The link set as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkSet"];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    listSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schemas. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: Record<string, unknown>;
                    };
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    getSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The schema's name. */
                schema_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schema. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: Record<string, unknown>;
                    };
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    reservePath: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PathRequest"];
            };
        };
        responses: {
            /** @description It is reserved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    releasePath: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PathRequest"];
            };
        };
        responses: {
            /** @description It is free. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    getPublishIntent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The announcement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishIntent"];
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    putPublishIntent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishIntent"];
            };
        };
        responses: {
            /** @description It is announced. The body comes back. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishIntent"];
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            409: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    deletePublishIntent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            404: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    lookUpByBasePath: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookUpRequest"];
            };
        };
        responses: {
            /** @description The content id of each path that was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["Uuid"];
                    };
                };
            };
            400: components["responses"]["CommandError"];
            401: components["responses"]["CommandError"];
            403: components["responses"]["CommandError"];
            413: components["responses"]["CommandError"];
            415: components["responses"]["CommandError"];
            422: components["responses"]["CommandError"];
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    readContentItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content item. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    "Access-Control-Allow-Origin": components["headers"]["AnyOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            /** @description The path is part of another item, whose address follows. */
            303: {
                headers: {
                    /** @description The item. */
                    Location?: string;
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The reader has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nothing is published there. Without a body. */
            404: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was published there is gone. */
            410: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    readContentItemByApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content item. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    "Access-Control-Allow-Origin": components["headers"]["AnyOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            /** @description The path is part of another item, whose address follows. */
            303: {
                headers: {
                    /** @description The item. */
                    Location?: string;
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The reader has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nothing is published there. Without a body. */
            404: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was published there is gone. */
            410: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    readDraftItemByApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who is signed in at the site that asks; `invalid`, or nothing, if nobody is. */
                "X-Govuk-Authenticated-User"?: components["parameters"]["AuthenticatedUser"];
                /** @description The content id of that person's organisation. */
                "X-Govuk-Authenticated-User-Organisation"?: components["parameters"]["AuthenticatedOrganisation"];
                /** @description Opens a draft that has it among its `auth_bypass_ids`. */
                "Govuk-Auth-Bypass-Id"?: components["parameters"]["AuthBypassId"];
            };
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content item. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            /** @description The path is part of another item, whose address follows. */
            303: {
                headers: {
                    /** @description The item. */
                    Location?: string;
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The reader has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["CommandError"];
            /** @description The draft is limited to others, or the credential is not for drafts or not for this path. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessForbidden"] | components["schemas"]["CommandError"];
                };
            };
            /** @description Nothing is there. Without a body. */
            404: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was published there is gone. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    readDraftItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who is signed in at the site that asks; `invalid`, or nothing, if nobody is. */
                "X-Govuk-Authenticated-User"?: components["parameters"]["AuthenticatedUser"];
                /** @description The content id of that person's organisation. */
                "X-Govuk-Authenticated-User-Organisation"?: components["parameters"]["AuthenticatedOrganisation"];
                /** @description Opens a draft that has it among its `auth_bypass_ids`. */
                "Govuk-Auth-Bypass-Id"?: components["parameters"]["AuthBypassId"];
            };
            path: {
                /** @description The path on the site without its first slash; it may have slashes of its own. */
                path: components["parameters"]["Path"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content item. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            /** @description The path is part of another item, whose address follows. */
            303: {
                headers: {
                    /** @description The item. */
                    Location?: string;
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The reader has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["CommandError"];
            /** @description The draft is limited to others, or the credential is not for drafts or not for this path. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessForbidden"] | components["schemas"]["CommandError"];
                };
            };
            /** @description Nothing is there. Without a body. */
            404: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was published there is gone. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentItem"];
                };
            };
            500: components["responses"]["CommandError"];
            503: components["responses"]["CommandError"];
        };
    };
    listContentItems: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string;
                /** @description The greatest number of items in one page; about 4 MB are enough in any case. */
                limit?: number;
                /** @description Of an operator of all departments: only what belongs to this one. */
                department?: components["schemas"]["Name"];
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
                        /** @description The position of the change log that the page holds for. */
                        position: number;
                        /** @description Where the next page begins; absent in the last one. */
                        next?: string;
                        items: components["schemas"]["PresentedItem"][];
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
    listDocumentTypes: {
        parameters: {
            query?: {
                /** @description Whose, for an operator of all departments; anybody else asks for the own. */
                department?: components["parameters"]["Department"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The types. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        standard: components["schemas"]["DocumentTypeName"][];
                        document_types: components["schemas"]["DocumentTypeVersions"][];
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
    createDocumentType: {
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
                    name: components["schemas"]["DocumentTypeName"];
                    details: components["schemas"]["DetailsSchema"];
                    links?: components["schemas"]["LinkKinds"];
                };
            };
        };
        responses: {
            /** @description The type was registered, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentType"];
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
    getDocumentType: {
        parameters: {
            query?: {
                /** @description Whose, for an operator of all departments; anybody else asks for the own. */
                department?: components["parameters"]["Department"];
            };
            header?: never;
            path: {
                /** @description The document type's name. */
                name: components["parameters"]["DocumentTypeName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The type. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentTypeVersions"];
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
    createDocumentTypeVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The document type's name. */
                name: components["parameters"]["DocumentTypeName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    department?: components["schemas"]["Name"];
                    /** @description The number after the newest. */
                    version: number;
                    /**
                     * @description Whether it may break with the version before.
                     * @default false
                     */
                    breaking?: boolean;
                    details: components["schemas"]["DetailsSchema"];
                    links?: components["schemas"]["LinkKinds"];
                };
            };
        };
        responses: {
            /** @description The version was registered, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentType"];
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
    getDocumentTypeVersion: {
        parameters: {
            query?: {
                /** @description Whose, for an operator of all departments; anybody else asks for the own. */
                department?: components["parameters"]["Department"];
            };
            header?: never;
            path: {
                /** @description The document type's name. */
                name: components["parameters"]["DocumentTypeName"];
                /** @description Which version. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentType"];
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
    listVersions: {
        parameters: {
            query?: {
                /** @description The document's language. */
                locale?: string;
                /** @description The `next` of the page before. */
                before?: number;
                /** @description The greatest number of versions in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The document's content id. */
                content_id: string;
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
                        versions: components["schemas"]["DocumentVersion"][];
                        /** @description Where the next page begins; absent in the last one. */
                        next?: number;
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
    listPreviewLinks: {
        parameters: {
            query?: {
                /** @description Only those to this path. */
                base_path?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        preview_links: components["schemas"]["PreviewLink"][];
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
    createPreviewLink: {
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
                     * @description Where the draft is.
                     * @example /first-page
                     */
                    base_path: string;
                    /**
                     * Format: uuid
                     * @description Opens a draft with an access limit as long as it is among its `auth_bypass_ids`. Without it the link opens no draft with a limit.
                     */
                    auth_bypass_id?: string;
                    /**
                     * @description How long the link is good, in seconds; a week unless told.
                     * @default 604800
                     */
                    expires_in_s?: number;
                };
            };
        };
        responses: {
            /** @description The link, whole unless this is a replay. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewLink"] & {
                        /** @description What opens the path. It is shown once. */
                        token?: string;
                        /**
                         * Format: uri
                         * @description The address with the token, ready to be sent to somebody.
                         */
                        url?: string;
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
    revokePreviewLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The link's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link is revoked. */
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
    listPublishingApplications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The applications. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        publishing_applications: components["schemas"]["PublishingApplication"][];
                    };
                };
            };
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPublishingApplication: {
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
                    /** @description What people know it by. */
                    name: string;
                };
            };
        };
        responses: {
            /** @description The application was created, or had been with this key. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishingApplication"];
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
    getPublishingApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The publishing application's id. */
                id: components["parameters"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The application. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishingApplication"];
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
    listPublishingTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The publishing application's id. */
                id: components["parameters"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tokens: components["schemas"]["PublishingToken"][];
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
    createPublishingToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: the same key with the same body answers what was answered before, with `Idempotent-Replayed: true`; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The publishing application's id. */
                id: components["parameters"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the token is for. */
                    description: string;
                };
            };
        };
        responses: {
            /** @description The token, whole unless this is a replay. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishingToken"] & {
                        /** @description What clients send as their bearer token. It is shown once. */
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
    revokePublishingToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The publishing application's id. */
                id: components["parameters"]["ApplicationId"];
                /** @description The token's id. */
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token is revoked. */
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
