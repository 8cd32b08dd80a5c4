import type { Contract } from '@ashlar/contracts';
import swagger, { type StaticDocumentSpec } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './logger.ts';

/** Serves the contract itself: as a page at /docs, and as a document at /openapi.json, both with the caller's base address. */
export async function registerDocs(app: FastifyInstance, contract: Contract): Promise<void> {
  const { document } = contract;
  const addressed = (request: FastifyRequest) => ({ ...document, servers: [{ url: request.publicUrl }] });

  await app.register(swagger, {
    mode: 'static',
    specification: { document: document as unknown as StaticDocumentSpec['document'] },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The base layout has no bar, and so neither another project's logo nor a field for another contract's address.
    uiConfig: { deepLinking: true, docExpansion: 'list', layout: 'BaseLayout' },
    staticCSP: pageRules,
    theme: {
      title: `${document.info.title.replaceAll(/[<>&]/g, '')}: documentation`,
      favicon: [{ filename: 'icon.svg', rel: 'icon', type: svg, sizes: 'any', content: icon }],
    },
    uiHooks: {
      onRequest: async (request, reply) => {
        // The page names its files relative to itself, which needs the slash and the caller's own prefix.
        if (pathOf(request.url) === '/docs') return reply.redirect(`${request.publicUrl}/docs/`);
      },
    },
    transformSpecificationClone: false,
    transformSpecification: (_document, request) => addressed(request),
  });
  app.get('/openapi.json', (request) => addressed(request));
}

/** What the page needs: its own files, and styles that its scripts set. */
const pageRules = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'style-src': ["'self'", "'unsafe-inline'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

const svg = 'image/svg+xml';

/** Two courses of dressed stone. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#1d70b8" d="M2 4h18v11H2zm20 0h8v11h-8zM2 17h8v11H2zm10 0h18v11H12z"/></svg>';
