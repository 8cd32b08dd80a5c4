import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply } from 'fastify';
import nunjucks from 'nunjucks';
import type { Strings } from './strings/en.ts';
import { type Language, strings } from './strings/index.ts';

const govuk = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend/package.json'))), 'dist');

/** The folder of this service's own styles. */
export const ownStyles = fileURLToPath(new URL('./assets', import.meta.url));

/** GOV.UK Frontend's styles without its typeface, which may be used on GOV.UK's own domains only. */
export const govukStyles = readFileSync(join(govuk, 'govuk/govuk-frontend.min.css'), 'utf8')
  .replace(/@font-face\s*\{[^}]*\}/g, '')
  .replace(/["']?GDS Transport["']?,\s*/g, '');

/** Where the only script is. */
export const scriptPath = '/assets/passkeys.js';

/** The only script: the library for passkeys, and what has it work on the forms. */
export const passkeyScript = [
  join(
    dirname(fileURLToPath(import.meta.resolve('@simplewebauthn/browser'))),
    '../dist/bundle/index.umd.min.js',
  ),
  join(ownStyles, 'passkeys.js'),
]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** What a page is made of besides its language's strings. Everything is escaped. */
export interface PageContent {
  /** A file of `views`, without its ending. */
  readonly view:
    | 'password'
    | 'consent'
    | 'identity'
    | 'newcomer'
    | 'phone'
    | 'logout'
    | 'message'
    | 'address'
    | 'code'
    | 'new-password'
    | 'account'
    | 'erase'
    | 'new-passkey'
    | 'passkey-offer'
    | 'second-factor'
    | 'authenticator'
    | 'recovery-codes';
  readonly language: Language;
  readonly title: string;
  readonly [member: string]: unknown;
}

/** Renders a page. The issuer is a root, so that every address is one below it. */
export function render({ view, language, ...content }: PageContent): string {
  return environment.render(`${view}.njk`, { ...content, language, t: strings[language], version });
}

/** Renders a page that only says something. */
export function renderMessage(language: Language, name: keyof Strings['messages']): string {
  const message = strings[language].messages[name];
  return render({ view: 'message', language, title: message.title, message });
}

/** Sends a page. `leadsTo`: the client's address that a form of the page ends at. `scriptsOf`: the issuer whose one script the page runs. */
export function sendPage(
  reply: FastifyReply,
  html: string,
  leadsTo?: string,
  scriptsOf?: string,
): FastifyReply {
  return reply.headers(pageHeaders(leadsTo, scriptsOf)).type('text/html; charset=utf-8').send(html);
}

/**
 * The headers of a page that no cache keeps, no frame shows and no script runs on but the one for passkeys, where it is needed. Chromium holds every redirect after a form to
 * `form-action`, also those that the client makes at its own address: so any address over TLS is allowed beside the client's own.
 */
export function pageHeaders(leadsTo?: string, scriptsOf?: string): Readonly<Record<string, string>> {
  const beyond = leadsTo === undefined ? '' : ` ${new URL(leadsTo).origin} https:`;
  return {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': [
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
      `form-action 'self'${beyond}`,
      ...(scriptsOf === undefined ? [] : [`script-src ${scriptsOf}${scriptPath}`]),
    ].join('; '),
  };
}

const views = fileURLToPath(new URL('./views', import.meta.url));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([views, govuk]), {
  autoescape: true,
});

// Part of each style's address, so that a browser may keep it for a year and still asks for the next one.
const version = createHash('sha256')
  .update(govukStyles)
  .update(passkeyScript)
  .update(readFileSync(join(ownStyles, 'pages.css')))
  .digest('hex')
  .slice(0, 12);
