import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { houseStyle } from '@ashlar/service-kit';
import nunjucks from 'nunjucks';

const govukFolder = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))), 'dist');

/** GOV.UK Frontend's styles without its typeface, which may be used on GOV.UK's own domains only. */
export const govukStyles = readFileSync(join(govukFolder, 'govuk/govuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\s*\{[^}]*\}/g, '')
  .replace(/["']?GDS Transport["']?,\s*/g, '');

/** What this service's own pages look like. */
export const ownStyles = houseStyle + readFileSync(new URL('./assets/ashlar.css', import.meta.url), 'utf8');

const views = fileURLToPath(new URL('./views', import.meta.url));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([views, govukFolder]), {
  autoescape: true,
  throwOnUndefined: false,
});
environment.addFilter('sentence', (text: unknown) => sentence(String(text)));
environment.addFilter(
  'breakable',
  (text: unknown) => new nunjucks.runtime.SafeString(breakable(String(text))),
);
environment.addFilter('prose', (text: unknown) => new nunjucks.runtime.SafeString(prose(String(text))));

/** Renders a page of this folder's `views`. Everything in `context` is escaped. */
export function render(view: string, context: object): string {
  return environment.render(view, context);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A name or path, escaped, that may be broken after its dots and slashes and nowhere within a word. */
function breakable(text: string): string {
  return escaped(text).replaceAll(/[./](?=[^./\s])/g, '$&<wbr>');
}

/** Text of a contract, escaped; what stands between backticks is code, as in Markdown. */
function prose(text: string): string {
  return escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
