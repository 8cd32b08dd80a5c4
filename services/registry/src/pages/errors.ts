import type { ErrorShape } from '@ashlar/service-kit';
import { render } from './render.ts';

/** The kit's errors as pages: what happened in plain words, and what to do. */
export const pageErrors: ErrorShape = (fault, request) => ({
  body: render(request, { view: 'message', ...(messages[fault.kind] ?? problem) }),
  contentType: 'text/html; charset=utf-8',
});

const problem = {
  title: 'Sorry, there is a problem',
  text: 'Nothing was changed by this request that the swap’s or the binding’s page does not show. Try again in a moment.',
};

const messages: Readonly<Record<string, typeof problem>> = {
  not_found: { title: 'Page not found', text: 'If you typed the address, check that it is right.' },
  unavailable: {
    title: 'Not now',
    text: 'The registry cannot reach its database or the issuer of sign-ins. Try again in a moment.',
  },
  overloaded: { title: 'Not now', text: 'The registry is busy. Try again in a moment.' },
};
