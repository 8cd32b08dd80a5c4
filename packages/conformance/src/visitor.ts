import assert from 'node:assert/strict';
import { type HTMLElement, parse } from 'node-html-parser';
import { type Answer, type Ask, send } from './http.ts';

/** A page as a person without JavaScript has it in front of them. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly document: HTMLElement;
}

/** A person's browser, reduced to what the pages may rely on: cookies, links, redirects and forms. */
export interface Visitor {
  /** What it holds, by name. Whoever changes it has planted or stolen a cookie. */
  readonly cookies: Map<string, string>;
  /** Opens an address and follows redirects until a page is reached, or an address that is not the service's. */
  open(url: string): Promise<Page>;
  /** Fills in the form that holds `submit` (a selector) and sends it with the button of that selector. */
  submit(page: Page, submit: string, fields?: Readonly<Record<string, string>>): Promise<Page>;
  /** As `submit`, with the form's hidden fields replaced or left out (undefined). Answers the raw reply. */
  post(page: Page, submit: string, fields: Readonly<Record<string, string | undefined>>): Promise<Answer>;
}

const MOST_REDIRECTS = 8;

/** A new visitor with no cookies. Redirects that leave `origin` are not followed: the page's `url` is where they lead. */
export function visitor(origin: string): Visitor {
  const cookies = new Map<string, string>();

  const exchange = async (url: string, ask: Ask = {}): Promise<Answer> => {
    const answer = await send(url, { ...ask, headers: { ...ask.headers, ...cookieHeader(cookies) } });
    for (const line of answer.headers.getSetCookie()) remember(cookies, line);
    return answer;
  };

  const follow = async (url: string, answer: Answer, left = MOST_REDIRECTS): Promise<Page> => {
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || !location) {
      return { url, status: answer.status, document: parse(answer.text) };
    }
    assert.ok(left > 0, `more than ${MOST_REDIRECTS} redirects, the last to ${location}`);
    const next = new URL(location, url);
    if (next.origin !== new URL(origin).origin)
      return { url: next.href, status: answer.status, document: parse('') };
    return follow(next.href, await exchange(next.href), left - 1);
  };

  const post: Visitor['post'] = (page, submit, fields) => {
    const { action, values } = formOf(page, submit);
    const all = { ...values, ...fields };
    const form = Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return exchange(action, { form });
  };

  return {
    cookies,
    open: async (url) => follow(url, await exchange(url)),
    post,
    submit: async (page, submit, fields = {}) =>
      follow(formOf(page, submit).action, await post(page, submit, fields)),
  };
}

function formOf(page: Page, submit: string): { action: string; values: Record<string, string> } {
  const button = page.document.querySelector(submit);
  assert.ok(button, `no ${submit} on ${new URL(page.url).pathname}`);
  const form = button.closest('form');
  assert.ok(form, `${submit} is in no form`);
  const values: Record<string, string> = {};
  for (const input of form.querySelectorAll('input')) {
    const name = input.getAttribute('name');
    if (name) values[name] = input.getAttribute('value') ?? '';
  }
  const own = button.getAttribute('name');
  if (own) values[own] = button.getAttribute('value') ?? '';
  return { action: new URL(form.getAttribute('action') || page.url, page.url).href, values };
}

function cookieHeader(cookies: ReadonlyMap<string, string>): Record<string, string> {
  return cookies.size === 0
    ? {}
    : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

function remember(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, pair.slice(at + 1));
}
