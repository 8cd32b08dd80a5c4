import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { basePath } from '@ashlar/component';
import { houseStyle } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import nunjucks from 'nunjucks';

const govuk = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))), 'dist');

const own = (name: string) => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');

/** What the pages load, by name: GOV.UK Frontend's styles without its typeface, which may be used on GOV.UK's own domains only, and what is ours. */
export const assets: Readonly<Record<string, string>> = {
  'govuk-frontend.css': readFileSync(join(govuk, 'govuk/govuk-frontend.min.css'), 'utf8')
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/["']?GDS Transport["']?,\s*/g, ''),
  'pages.css': houseStyle + own('pages.css'),
  'swap.js': own('swap.js'),
};

type View = 'swaps' | 'swap' | 'swap-action' | 'choose-place' | 'choose-candidate' | 'confirm-swap';

/** What a page is made of. Everything is escaped. */
export interface PageContent {
  /** A file of `views`, without its ending. */
  readonly view:
    | 'sign-in'
    | 'signed-out'
    | 'message'
    | 'bindings'
    | 'implementations'
    | 'check'
    | 'checks'
    | View;
  readonly title: string;
  /** Proves that a form of the page is ours; only where somebody is signed in. */
  readonly csrfToken?: string;
  readonly [member: string]: unknown;
}

/** Renders a page for the address that the operator sees. */
export function render(request: FastifyRequest, { view, ...content }: PageContent): string {
  return environment.render(`${view}.njk`, { ...content, base: basePath(request), version });
}

/** Renders a part of a page by itself. */
export function renderPart(
  request: FastifyRequest,
  view: 'swap-facts' | 'swap-actions',
  content: object,
): string {
  return environment.render(`${view}.njk`, { ...content, base: basePath(request) });
}

/** Sends a page that no cache keeps, no frame shows, and on which only our own script runs. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, content: PageContent): FastifyReply {
  return reply.headers(pageHeaders).type('text/html; charset=utf-8').send(render(request, content));
}

/** Sends a page that only says something. */
export function sendMessage(
  request: FastifyRequest,
  reply: FastifyReply,
  message: { title: string; text: string; link?: { text: string; href: string }; csrfToken?: string },
): FastifyReply {
  return sendPage(request, reply, { view: 'message', ...message });
}

/** Leads the browser on to a path of this service. */
export function goTo(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  const location = `${basePath(request)}${path}`;
  return reply.code(303).headers({ 'cache-control': 'no-store', location }).send();
}

const pageHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'content-security-policy': [
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:",
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  ].join('; '),
};

const views = fileURLToPath(new URL('./views', import.meta.url));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([views, govuk]), {
  autoescape: true,
});

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'Europe/London',
});
environment.addFilter('time', (at: unknown) => dateFormat.format(new Date(String(at))));
environment.addFilter('count', (number: unknown) => Number(number).toLocaleString('en-GB'));

// Part of each address, so that a browser may keep it for a year and still asks for the next one.
const version = createHash('sha256').update(Object.values(assets).join('\n')).digest('hex').slice(0, 12);
