import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import nunjucks from 'nunjucks';

const govuk = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))), 'dist');

/** GOV.UK Frontend's styles without its typeface, which may be used on GOV.UK's own domains only. */
export const govukStyles = readFileSync(join(govuk, 'govuk/govuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\s*\{[^}]*\}/g, '')
  .replace(/["']?GDS Transport["']?,\s*/g, '');

/** This service's own styles. */
export const ownStyles = readFileSync(new URL('./assets/pages.css', import.meta.url), 'utf8');

type InboxView = `secure-message/${'inbox' | 'message' | 'step-up' | 'signed-out' | 'says'}`;

/** What a page shows. Everything is escaped. */
export interface PageContent {
  /** A file of `views`, without its ending. */
  readonly view: 'mailbox' | 'mailbox-message' | 'message' | 'file' | 'providers' | InboxView;
  readonly title: string;
  readonly [member: string]: unknown;
}

/** Renders a page for the address that the reader sees. */
export function render(request: FastifyRequest, { view, ...content }: PageContent): string {
  const base = new URL(request.publicUrl).pathname.replace(/\/+$/, '');
  return environment.render(`${view}.njk`, { ...content, base, version });
}

/**
 * Sends a page with its headers: no cache keeps it, no frame shows it, no script runs on it. `framed`: it shows a stranger's HTML in a frame, which
 * lives under the page's own policy (HTML, section 7.5: a document from srcdoc inherits it). That HTML brings its own styles; nothing of it is
 * loaded from anywhere.
 */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  content: PageContent,
  framed = false,
): FastifyReply {
  const styles = framed ? "'self' 'unsafe-inline'" : "'self'";
  return reply
    .headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'content-security-policy': `default-src 'none'; style-src ${styles}; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'`,
    })
    .type('text/html; charset=utf-8')
    .send(render(request, content));
}

const views = fileURLToPath(new URL('./views', import.meta.url));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([views, govuk]), {
  autoescape: true,
});

// Part of each style's address, so that a browser may keep it for a year and still asks for the next one.
const version = createHash('sha256').update(govukStyles).update(ownStyles).digest('hex').slice(0, 12);
