import type { ErrorShape, FaultKind } from '@ashlar/service-kit';
import { renderMessage } from './render.ts';
import type { Strings } from './strings/en.ts';
import { preferredLanguage } from './strings/index.ts';

/** The kit's errors as pages: what happened in plain words, and what to do. */
export const pageErrors: ErrorShape = (fault, request) => ({
  body: renderMessage(preferredLanguage(request.headers['accept-language']), messageOf(fault.kind)),
  contentType: 'text/html; charset=utf-8',
});

function messageOf(kind: FaultKind): keyof Strings['messages'] {
  switch (kind) {
    case 'not_found':
      return 'notFound';
    case 'unavailable':
    case 'overloaded':
    case 'rate_limited':
      return 'unavailable';
    case 'unexpected':
      return 'problem';
    default:
      return 'badRequest';
  }
}
