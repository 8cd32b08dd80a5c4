import type { Operation } from '@ashlar/contracts';
import { declaresHtml, hasErrorPages } from './fault-replies.ts';

/**
 * The security headers of an operation's replies, as one constant object per kind of reply. @fastify/helmet sets a dozen headers
 * through a chain of functions on each request; these are the ones that say something for an API or a page.
 */
export function securityHeaders(operation: Operation | undefined): Readonly<Record<string, string>> {
  if (operation === undefined) return common;
  const known = headersOf.get(operation) ?? (isPage(operation) ? page : api);
  headersOf.set(operation, known);
  return known;
}

function isPage(operation: Operation): boolean {
  return hasErrorPages(operation) || declaresHtml(operation, /./);
}

/** Whether an operation is a page takes a walk through its responses: once is enough. */
const headersOf = new WeakMap<Operation, Readonly<Record<string, string>>>();

const common = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  // Browsers heed it over TLS only, which the gateway or what stands before it ends.
  'strict-transport-security': 'max-age=31536000',
};

const api = { ...common, 'cache-control': 'no-store' };

/** No `form-action`: browsers apply it to the redirect back to the department's own site too. */
const page = {
  ...api,
  // With no-referrer a browser sends `Origin: null` on a form, and the page could not tell its own form from a foreign one.
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
};
