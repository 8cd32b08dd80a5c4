import type { ErrorShape, FaultKind } from '@ashlar/service-kit';
import { pageHeaders, render } from './render.ts';
import type { Strings } from './strings/en.ts';
import { preferredLanguage, strings } from './strings/index.ts';

/** The kit's errors as pages: what happened in plain words, and what to do. */
export const pageErrors: ErrorShape = (fault, request) => {
  const language = preferredLanguage(request.headers['accept-language']);
  const message = strings[language].messages[messageOf(fault.kind)];
  return {
    body: render(request, { view: 'message', language, title: message.title, message }),
    contentType: 'text/html; charset=utf-8',
    headers: pageHeaders(),
  };
};

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
