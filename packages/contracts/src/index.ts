export { type ContractBundle, contractHash, hashOf, loadBundle } from './bundle.ts';
export { canonicalJson } from './canonical.ts';
export type { Change } from './diff/change.ts';
export { type ContractDiff, diffContracts } from './diff/index.ts';
export {
  isHandedOverWhole,
  listComponents,
  loadAsyncApi,
  loadComponents,
  loadContract,
  loadEvents,
  loadHandover,
} from './load.ts';
export type {
  AsyncApiDocument,
  AsyncApiMessage,
  ComponentFacts,
  Contract,
  EventCatalogue,
  EventType,
  HandoverEntity,
  HandoverSchemas,
  JsonSchema,
  Method,
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
  Operation,
  Standard,
} from './types.ts';
export {
  createEventValidator,
  createHandoverValidator,
  createSchemaValidator,
  type SchemaValidator,
  type Validator,
} from './validate.ts';
