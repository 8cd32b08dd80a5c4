import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';

/** What a page is made of. Everything is escaped. */
export interface PageContent {
  /** A file of `views`, without its ending. */
  readonly view: 'start' | 'application' | 'outcome' | 'message';
  readonly title: string;
  readonly [member: string]: unknown;
}

const govuk = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))), 'dist');

/** GOV.UK Frontend's styles without its typeface, which may be used on GOV.UK's own domains only. */
export const govukStyles = readFileSync(join(govuk, 'govuk/govuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\s*\{[^}]*\}/g, '')
  .replace(/["']?GDS Transport["']?,\s*/g, '');

/** Renders a page. */
export function render({ view, ...content }: PageContent): string {
  return environment.render(`${view}.njk`, content);
}

/** The headers of a page that no cache keeps and no script runs on. `leadsTo`: origins that its forms may end at besides its own. */
export function pageHeaders(leadsTo: readonly string[]): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': [
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
      `form-action 'self' ${leadsTo.join(' ')}`,
    ].join('; '),
  };
}

const views = fileURLToPath(new URL('./views', import.meta.url));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([views, govuk]), {
  autoescape: true,
});
