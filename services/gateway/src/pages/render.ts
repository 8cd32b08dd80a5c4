import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';

const govukFolder = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))), 'dist');

/** GOV.UK Frontend's styles without its typeface, which may be used on GOV.UK's own domains only. */
export const govukStyles = readFileSync(join(govukFolder, 'govuk/govuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\s*\{[^}]*\}/g, '')
  .replace(/["']?GDS Transport["']?,\s*/g, '');

/** Where this service's own styles lie. */
export const ownAssetsFolder = fileURLToPath(new URL('./assets', import.meta.url));

const views = fileURLToPath(new URL('./views', import.meta.url));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([views, govukFolder]), {
  autoescape: true,
  throwOnUndefined: false,
});

/** Renders a page of this folder's `views`. Everything in `context` is escaped. */
export function render(view: string, context: object): string {
  return environment.render(view, context);
}
