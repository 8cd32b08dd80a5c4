import type { Handler } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { findSchemas } from '../usecases/find-type.ts';
import { publisherOf } from './callers.ts';
import { notFound } from './errors.ts';

/** The document types that the caller's department may use, as the standard shows them. */
export function schemaHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<'listSchemas' | 'getSchema', Handler> {
  return {
    listSchemas: (request) => findSchemas(deps, publisherOf(request, siteDepartment).department),

    async getSchema(request) {
      const { schema_name: name } = request.params as { schema_name: string };
      const schemas = await findSchemas(deps, publisherOf(request, siteDepartment).department);
      if (!Object.hasOwn(schemas, name)) throw notFound(`Schema not found: ${name}`);
      // The standard answers under the path of the file that it keeps the schema in.
      return {
        [`/govuk/publishing-api/content_schemas/dist/formats/${name}/publisher_v2/schema.json`]:
          schemas[name],
      };
    },
  };
}
