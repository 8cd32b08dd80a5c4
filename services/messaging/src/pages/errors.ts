import type { ErrorShape } from '@ashlar/service-kit';
import { operatorFrame } from './providers.ts';
import { render } from './render.ts';

/** The kit's errors as pages. */
export const pageErrors: ErrorShape = (fault, request) => ({
  body: render(request, {
    view: isInbox(request.url) || isOperators(request.url) ? 'secure-message/says' : 'message',
    ...(isOperators(request.url) && operatorFrame),
    title: fault.kind === 'not_found' ? 'Page not found' : 'Sorry, there is a problem',
    text:
      fault.kind === 'not_found'
        ? 'If you typed the address, check that it is right.'
        : 'Try again in a moment.',
  }),
  contentType: 'text/html; charset=utf-8',
});

/** Whether an address is of the pages that people see of secure messages. */
function isInbox(url: string): boolean {
  return /^\/messages(?:[/?]|$)/.test(url);
}

function isOperators(url: string): boolean {
  return url.startsWith('/operator');
}
