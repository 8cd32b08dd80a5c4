import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';

/** Where the compiled styles and templates of GOV.UK Frontend lie. */
export const govukFolder = join(
  dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))),
  'dist',
);

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
