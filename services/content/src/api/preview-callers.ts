import type { Authenticate, Caller } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { PreviewLink } from '../domain/entities.ts';

/** A caller that came by a preview link. */
interface PreviewCaller extends Caller {
  readonly preview: PreviewLink;
}

/** Reads the token of a preview link, which stands in the query so that an address alone opens the page. */
export function previewAuthentication(
  check: (token: string) => Promise<PreviewLink | undefined>,
): Authenticate {
  return async (request) => {
    const { token } = request.query as { token?: unknown };
    const preview = typeof token === 'string' ? await check(token) : undefined;
    if (!preview) return undefined;
    const { id: subject, department } = preview;
    const caller: PreviewCaller = { kind: 'api-key', subject, department, scopes: [], preview };
    return caller;
  };
}

/** The link that a request came by, if it came by one. */
export function previewOf({ caller }: FastifyRequest): PreviewLink | undefined {
  return caller && 'preview' in caller ? (caller as PreviewCaller).preview : undefined;
}
