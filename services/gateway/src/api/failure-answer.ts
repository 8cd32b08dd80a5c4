import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeFailure, type FailureCode } from '../domain/failures.ts';
import { renderFailurePage } from '../pages/failure.ts';

/** A failure to answer, and to whom. */
export interface FailureAnswer {
  request: IncomingMessage;
  response: ServerResponse;
  failure: FailureCode;
  requestId: string;
  component?: string;
}

/** Answers in the gateway's own name: a problem document (RFC 9457), or a page for a browser. */
export function answerFailure({ request, response, failure, requestId, component }: FailureAnswer): void {
  const text = describeFailure(failure, component);
  const asPage = wantsPage(request.headers.accept);
  const problem = {
    type: 'about:blank',
    title: text.title,
    status: text.status,
    detail: text.detail,
    code: failure,
    instance: `urn:ashlar:request:${requestId}`,
    ...(component === undefined ? {} : { component }),
  };
  const body = Buffer.from(
    asPage
      ? renderFailurePage({ failure, status: text.status, requestId, component })
      : JSON.stringify(problem),
  );
  response.writeHead(text.status, {
    'content-type': asPage ? 'text/html; charset=utf-8' : 'application/problem+json',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(asPage ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" } : {}),
    ...(text.retryAfterS === undefined ? {} : { 'retry-after': String(text.retryAfterS) }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

// A browser names text/html before anything else; a client that wants JSON too is served JSON.
function wantsPage(accept: string | undefined): boolean {
  return accept !== undefined && /^\s*text\/html/i.test(accept) && !/json/i.test(accept);
}
