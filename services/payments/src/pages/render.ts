import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import nunjucks from 'nunjucks';
import { formatPounds } from '../domain/money.ts';
import type { PayerPayment } from '../usecases/read-payment-for-payer.ts';
import { type Language, strings } from './strings/index.ts';

const govuk = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))), 'dist');

/** The folder of this service's own styles. */
export const ownStyles = fileURLToPath(new URL('./assets', import.meta.url));

/** GOV.UK Frontend's styles without its typeface, which may be used on GOV.UK's own domains only. */
export const govukStyles = readFileSync(join(govuk, 'govuk/govuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\s*\{[^}]*\}/g, '')
  .replace(/["']?GDS Transport["']?,\s*/g, '');

/** The pages of a payment link. */
type ProductView =
  | 'product-start'
  | 'product-reference'
  | 'product-amount'
  | 'product-confirm'
  | 'product-complete';

/** What a page is made of besides its language's strings. Everything is escaped. */
export interface PageContent {
  /** A file of `views`, without its ending. */
  readonly view:
    | 'card-details'
    | 'challenge'
    | 'issuer'
    | 'way-on'
    | 'confirm'
    | 'waiting'
    | 'result'
    | 'message'
    | ProductView;
  readonly language: Language;
  readonly title: string;
  readonly payment?: PayerPayment;
  /** Whom the payer pays, on a page that belongs to no payment yet. */
  readonly account?: PayerPayment['account'];
  readonly [member: string]: unknown;
}

/** Renders a page for the address that the payer sees. */
export function render(request: FastifyRequest, { view, language, ...content }: PageContent): string {
  return environment.render(`${view}.njk`, {
    ...content,
    language,
    t: strings[language],
    base: basePath(request),
    version,
  });
}

/** What a page may do beyond others. */
export interface PageRules {
  /** The address outside this service that a form of the page ends at. */
  readonly leadsTo?: string | undefined;
  /** The address outside this service that a frame of the page shows. */
  readonly frames?: string | undefined;
  /** Whether the payment's own pages show it in a frame. */
  readonly framed?: boolean;
}

/** The headers of a page that no cache keeps, no script runs on and, unless `framed`, no frame shows. */
export function pageHeaders({ leadsTo, frames, framed }: PageRules = {}): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': [
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'",
      `frame-ancestors ${framed ? "'self'" : "'none'"}`,
      `frame-src ${ownAnd(frames)}`,
      `form-action ${ownAnd(leadsTo)}`,
    ].join('; '),
  };
}

function ownAnd(address: string | undefined): string {
  return address === undefined ? "'self'" : `'self' ${beyond(new URL(address))}`;
}

/**
 * Chromium holds every redirect after a form to `form-action`, also those that the department makes at its own address, e.g. to sign in
 * again, and every redirect in a frame to `frame-src`: so besides that address any other is allowed, over TLS unless the department's own (a test account's) is without.
 */
function beyond({ origin, protocol }: URL): string {
  return `${origin} https:${protocol === 'http:' ? ' http:' : ''}`;
}

/** Sends a page with its headers. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  content: PageContent,
  rules?: PageRules,
): FastifyReply {
  return reply.headers(pageHeaders(rules)).type('text/html; charset=utf-8').send(render(request, content));
}

/** The path under which the payer's browser sees this service, without a trailing slash: empty unless it stands behind a prefix. */
export function basePath(request: FastifyRequest): string {
  return new URL(request.publicUrl).pathname.replace(/\/+$/, '');
}

const { SafeString } = nunjucks.runtime;
const views = fileURLToPath(new URL('./views', import.meta.url));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([views, govuk]), {
  autoescape: true,
});
environment.addFilter('pounds', formatPounds);
// In place of nunjucks' own, whose pattern looks for the end of the text anew from every blank.
environment.addFilter('trim', (text: unknown) => {
  const trimmed = String(text).trim();
  return text instanceof SafeString ? new SafeString(trimmed) : trimmed;
});

// Part of each style's address, so that a browser may keep it for a year and still asks for the next one.
const version = createHash('sha256')
  .update(govukStyles)
  .update(readFileSync(join(ownStyles, 'pages.css')))
  .digest('hex')
  .slice(0, 12);
