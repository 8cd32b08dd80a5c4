export {
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
  createSchemaValidator,
  type SchemaValidator,
  type Validator,
} from './validate.ts';
