import type { Contract, JsonSchema, OpenApiDocument, Operation, Standard } from '@ashlar/contracts';
import { type Field, listFields } from './fields.ts';

/** Operations of one origin, arranged by what they are about. */
export interface OperationSection {
  /** The existing standard, what we add, or what every component answers. */
  origin: Standard;
  groups: readonly OperationGroup[];
}

/** Operations that belong together (a tag of the contract). */
export interface OperationGroup {
  name: string;
  description: string;
  operations: readonly OperationView[];
}

/** An operation as the pages show it. */
export interface OperationView {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  /** Who may call, each line an alternative. */
  access: readonly string[];
  /** Whether it is a page for a person and not an interface for programs. */
  page: boolean;
  parameters: readonly Field[];
  /** What is sent, by media type. */
  bodies: ReadonlyArray<{ mediaType: string; fields: readonly Field[] }>;
  answers: ReadonlyArray<{ status: string; description: string; fields: readonly Field[] }>;
}

/** A way to prove who calls. */
export interface SecurityView {
  name: string;
  description: string;
  scopes: ReadonlyArray<{ name: string; description: string }>;
}

/** Arranges the operations of a contract: the existing standard first, then what we add, then what every component answers. */
export function arrangeOperations({ document, operations }: Contract): OperationSection[] {
  const origins: Standard[] = ['compat', 'ashlar', 'common'];
  return origins
    .map((origin) => {
      const own = operations.filter(({ standard }) => standard === origin);
      const tags = new Set(own.map(tagOf));
      const groups = [...tags].map((name) => ({
        name: sentence(name),
        description: document.tags?.find((tag) => tag.name === name)?.description ?? '',
        operations: own.filter((one) => tagOf(one) === name).map((one) => viewOperation(one, document)),
      }));
      return { origin, groups };
    })
    .filter(({ groups }) => groups.length > 0);
}

/** Describes the security schemes that the contract's operations use. */
export function describeSecurity({ document, operations }: Contract): SecurityView[] {
  const used = new Set(operations.flatMap(({ security }) => security.flat().map(({ scheme }) => scheme)));
  return Object.entries(document.components?.securitySchemes ?? {})
    .filter(([name]) => used.has(name))
    .map(([name, raw]) => {
      const scheme = raw as {
        description?: string;
        flows?: Record<string, { scopes?: Record<string, string> }>;
      };
      const scopes = Object.values(scheme.flows ?? {}).flatMap((flow) => Object.entries(flow.scopes ?? {}));
      return {
        name: schemeName(name),
        description: scheme.description ?? '',
        scopes: scopes.map(([scope, description]) => ({ name: scope, description })),
      };
    });
}

function viewOperation(operation: Operation, document: OpenApiDocument): OperationView {
  const { operationId, method, path, definition } = operation;
  const content = (
    holder: { content?: Operation['definition']['responses'][string]['content'] } | undefined,
  ) =>
    Object.entries(holder?.content ?? {}).map(([mediaType, { schema }]) => ({
      mediaType,
      fields: schema === undefined ? [] : listFields(schema, document, 3),
    }));
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    summary: definition.summary ?? '',
    description: definition.description ?? '',
    access: describeAccess(operation),
    page: definition['x-page'] === true,
    parameters: parametersOf(operation),
    bodies: content(definition.requestBody),
    answers: Object.entries(definition.responses).map(([status, response]) => ({
      status,
      description: response.description,
      // Errors share one shape, which the standard's own documents describe.
      fields: status.startsWith('2') ? (content(response)[0]?.fields ?? []) : [],
    })),
  };
}

function parametersOf({ definition }: Operation): Field[] {
  return (definition.parameters ?? []).map(
    ({ name, in: place, required = false, description = '', schema = {} }) => {
      const [field] = listFields({ type: 'object', properties: { [name]: schema as JsonSchema } });
      return {
        name,
        type: `${field?.type ?? 'text'}, in the ${place}`,
        required,
        meaning: description || (field?.meaning ?? ''),
        rules: field?.rules ?? [],
      };
    },
  );
}

function describeAccess({ security }: Operation): string[] {
  if (security.length === 0) return ['anybody'];
  const one = ({ scheme, scopes }: (typeof security)[number][number]) => {
    const name = schemeName(scheme).toLowerCase();
    return scopes.length > 0 ? `${name} with ${scopes.join(' and ')}` : name;
  };
  return security.map((all) => all.map(one).join(' and '));
}

const schemeNames: Readonly<Record<string, string>> = {
  apiKey: 'Key of the standard',
  oauth: 'Access token',
  gatewayKey: 'Key of the gateway',
};

function schemeName(scheme: string): string {
  return schemeNames[scheme] ?? scheme;
}

function tagOf({ definition }: Operation): string {
  return definition.tags?.[0] ?? 'other';
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
