// Made by `pnpm generate` from openapi/. Edit there.

import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';

/** A client of this contract. `baseUrl` is any implementation's root. */
export function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The index page
         * @description For architects and developers; what is bound where, with links to contracts and events.
         */
        get: operations["index"];
        put?: never;
        post?: never;
        delete?: never;
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
         * What is bound where
         * @description Every entry point of the platform, in the order of its configuration. Addresses of the implementations behind them are not shown.
         */
        get: operations["listEntryPoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contracts/{component}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A component's contract as a page */
        get: operations["showContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contracts/{component}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A component's contract as one OpenAPI document */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ashlar/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every event that components publish
         * @description The event catalogue for programs. Each component's topic, its AsyncAPI document, and each type with where its schema is.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The event catalogue as a page */
        get: operations["showEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{component}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a component publishes, as a page */
        get: operations["showComponentEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{component}/asyncapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a component publishes, as one AsyncAPI document */
        get: operations["getAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{component}/asyncapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same AsyncAPI document in YAML */
        get: operations["getAsyncApiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{component}/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event type as a page */
        get: operations["showEventType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{component}/{type}/schema.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The JSON Schema of an event type's data */
        get: operations["getEventSchema"];
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AsyncApi: {
            /** @constant */
            asyncapi: "3.0.0";
            info: Record<string, unknown>;
            channels: Record<string, unknown>;
            operations: Record<string, unknown>;
        };
        /** @description One component for one department. Exactly one of `port`, `host` and `prefix` says where. */
        EntryPoint: {
            component: string;
            department: string;
            /**
             * Format: uri
             * @description The root to call.
             */
            url: string;
            /** @description The name of what answers there, when the registry says it. */
            implementation?: string;
            /** @description The version of the implementation. */
            version?: string;
            /** @description Rises with each change of the binding. */
            epoch?: number;
            port?: number;
            host?: string;
            prefix?: string;
            /** @description Whether the implementation said, a few seconds ago at most, that it can serve. */
            ready?: boolean;
            /** @description Why it is not ready. */
            reason?: string;
            /** @description Why a newer binding is not served here; what was bound before it is served instead, if there was anything. */
            refused?: string;
        };
        EntryPoints: {
            entry_points: components["schemas"]["EntryPoint"][];
        };
        EventCatalogue: {
            components: {
                component: string;
                /** @description Where it is on the bus, for components. */
                topic: string;
                /**
                 * Format: uri
                 * @description The AsyncAPI document.
                 */
                asyncapi_url: string;
                /** @description The components that read the topic. */
                consumers: string[];
                types: {
                    type: string;
                    summary: string;
                    /**
                     * Format: uri
                     * @description What such an event names as its schema.
                     */
                    dataschema: string;
                    /**
                     * Format: uri
                     * @description Where that schema is.
                     */
                    schema_url: string;
                }[];
            }[];
        };
        Liveness: {
            /** @constant */
            status: "ok";
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
    };
    responses: {
        /** @description There is no such thing, or it belongs to another department. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The page. */
        Page: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
    };
    parameters: {
        /** @description The id of a component, for example `payments`. */
        Component: string;
        /** @description The event type, for example `payments.payment.captured.v1`. */
        EventType: string;
    };
    requestBodies: never;
    headers: {
        /** @description Seconds to wait before trying again. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    index: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
        };
    };
    listEntryPoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All entry points. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPoints"];
                };
            };
        };
    };
    showContract: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a component, for example `payments`. */
                component: components["parameters"]["Component"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            404: components["responses"]["NotFound"];
        };
    };
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a component, for example `payments`. */
                component: components["parameters"]["Component"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI 3.1 document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                        info: Record<string, unknown>;
                        paths: Record<string, unknown>;
                    };
                };
            };
            404: components["responses"]["NotFound"];
        };
    };
    listEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All event types. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventCatalogue"];
                };
            };
        };
    };
    showEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
        };
    };
    showComponentEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a component, for example `payments`. */
                component: components["parameters"]["Component"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            404: components["responses"]["NotFound"];
        };
    };
    getAsyncApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a component, for example `payments`. */
                component: components["parameters"]["Component"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The AsyncAPI 3.0 document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AsyncApi"];
                };
            };
            404: components["responses"]["NotFound"];
        };
    };
    getAsyncApiYaml: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a component, for example `payments`. */
                component: components["parameters"]["Component"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The AsyncAPI 3.0 document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            404: components["responses"]["NotFound"];
        };
    };
    showEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a component, for example `payments`. */
                component: components["parameters"]["Component"];
                /** @description The event type, for example `payments.payment.captured.v1`. */
                type: components["parameters"]["EventType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            404: components["responses"]["NotFound"];
        };
    };
    getEventSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a component, for example `payments`. */
                component: components["parameters"]["Component"];
                /** @description The event type, for example `payments.payment.captured.v1`. */
                type: components["parameters"]["EventType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The JSON Schema; its `$id` is the event's `dataschema`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": Record<string, unknown>;
                };
            };
            404: components["responses"]["NotFound"];
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
}
