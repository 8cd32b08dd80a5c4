/** A JSON Schema of draft 2020-12, as plain JSON. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A `Parameter Object` with its references followed. */
export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: JsonSchema;
  readonly [extension: `x-${string}`]: unknown;
}

/** The `Media Type Object`s of a body by media type. */
export type OpenApiContent = { readonly [mediaType: string]: { readonly schema?: JsonSchema } };

/** A `Response Object` with its references followed. */
export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: { readonly [name: string]: { readonly schema?: JsonSchema } };
  readonly content?: OpenApiContent;
}

/** An `Operation Object` with its references followed (see {@link Operation.definition}). */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: OpenApiContent };
  readonly responses: { readonly [status: string]: OpenApiResponse };
  readonly security?: ReadonlyArray<{ readonly [scheme: string]: readonly string[] }>;
  readonly [extension: `x-${string}`]: unknown;
}

/** A bundled OpenAPI 3.1 document as it stands in the generated file: references are still references, all inside the document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: ReadonlyArray<{ readonly url: string }>;
  readonly tags?: ReadonlyArray<{ readonly name: string; readonly description?: string }>;
  readonly paths: { readonly [path: string]: { readonly [method: string]: RawOperation } };
  readonly components?: {
    readonly schemas?: { readonly [name: string]: JsonSchema };
    readonly [kind: string]: { readonly [name: string]: unknown } | undefined;
  };
  readonly [extension: `x-${string}`]: unknown;
}

/** An operation as written in the document; anything below it may be a reference. */
export interface RawOperation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: ReadonlyArray<{ readonly [scheme: string]: readonly string[] }>;
  readonly [key: string]: unknown;
}

/** The HTTP methods that a contract may use. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Where an operation comes from: the existing standard, our own addition to this component, or what every component has. */
export type Standard = 'compat' | 'ashlar' | 'common';

/** One operation of a contract, ready to be bound to a handler. */
export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  /** In OpenAPI's form: `/v1/payments/{paymentId}`. */
  readonly path: string;
  readonly standard: Standard;
  /** `own` (`x-validation: own`): the component validates in its own order and words; `contract`: by the schemas. */
  readonly validation: 'contract' | 'own';
  /** Alternatives, each a list of what must all hold; empty when anybody may call. */
  readonly security: ReadonlyArray<
    ReadonlyArray<{ readonly scheme: string; readonly scopes: readonly string[] }>
  >;
  /**
   * The operation with every reference followed. A reference to a component schema gives that schema itself, in which
   * references to other component schemas remain (schemas may be recursive).
   */
  readonly definition: OpenApiOperation;
}

/** Everything a component answers. */
export interface Contract {
  readonly component: string;
  readonly document: OpenApiDocument;
  /** In the order of the document. */
  readonly operations: readonly Operation[];
}

/** A kind of fact that a component publishes. */
export interface EventType {
  /** For example `payments.payment.captured.v1`. */
  readonly type: string;
  readonly summary: string;
  /** The `dataschema` of such an event: `urn:ashlar:event:<type>`. */
  readonly schemaId: string;
  /** The schema of `data`; self-contained. */
  readonly schema: JsonSchema;
  /** A value of `data` that the schema accepts. */
  readonly example: unknown;
}

/** Every kind of fact of one component and the topic they travel on. */
export interface EventCatalogue {
  readonly component: string;
  /** For example `ashlar.payments.v1`. */
  readonly topic: string;
  readonly types: readonly EventType[];
}

/** An AsyncAPI 3.0 document as plain JSON (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string; readonly [field: string]: unknown };
  readonly channels: { readonly [id: string]: Readonly<Record<string, unknown>> };
  readonly operations: { readonly [id: string]: Readonly<Record<string, unknown>> };
  readonly components: {
    readonly messages: { readonly [name: string]: AsyncApiMessage };
    readonly schemas: { readonly [name: string]: JsonSchema };
  };
  readonly [field: string]: unknown;
}

/** A `Message Object`: one type of event, with its envelope. */
export interface AsyncApiMessage {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly contentType: string;
  readonly headers: JsonSchema;
  readonly payload: JsonSchema;
  readonly examples: ReadonlyArray<{
    readonly headers: Readonly<Record<string, string>>;
    readonly payload: unknown;
  }>;
  readonly [field: string]: unknown;
}

/** What a component says of itself in its `component.yaml`. */
export interface ComponentFacts {
  readonly id: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** The existing standard that it speaks; a component of our own has none. */
  readonly standard?: string;
  /** Its sources below `openapi/`. */
  readonly contract: { readonly compat?: string; readonly ashlar?: string; readonly events?: string };
  readonly topics: { readonly produces: readonly string[]; readonly consumes: readonly string[] };
  /** OAuth scopes and what each is for. */
  readonly scopes: { readonly [scope: string]: string };
  /** What it keeps, and what of that is personal. */
  readonly data: readonly { readonly kind: string; readonly personal?: string; readonly kept?: string }[];
  /** Where it says whether it can serve. */
  readonly health: string;
}

/** One kind of thing that a component hands to its successor. */
export interface HandoverEntity {
  /** Which profile has to have it; `core` is both. */
  readonly profile: 'core' | 'full';
  readonly summary: string;
  /** Whether digests cover it. */
  readonly digest: boolean;
  /** Of its record. A member that says `x-digest: false` is not covered. */
  readonly schema: JsonSchema;
}

/** What a component hands to its successor, by entity. */
export interface HandoverSchemas {
  readonly component: string;
  /** Whether it is handed over for all departments at once, as `*`; absent where departments are handed over one by one. */
  readonly whole?: true;
  readonly entities: { readonly [entity: string]: HandoverEntity };
}
