import type { Handler } from '@ashlar/service-kit';
import type { DocumentTypes } from '../domain/ports.ts';
import { notFound } from './errors.ts';

/** The document types, as the standard shows them. */
export function schemaHandlers({ schemas }: DocumentTypes): Record<'listSchemas' | 'getSchema', Handler> {
  return {
    listSchemas: async () => Object.fromEntries(schemas),

    async getSchema(request) {
      const { schema_name: name } = request.params as { schema_name: string };
      const schema = schemas.get(name);
      if (!schema) throw notFound(`Schema not found: ${name}`);
      // The standard answers under the path of the file that it keeps the schema in.
      return {
        [`/govuk/publishing-api/content_schemas/dist/formats/${name}/publisher_v2/schema.json`]: schema,
      };
    },
  };
}
