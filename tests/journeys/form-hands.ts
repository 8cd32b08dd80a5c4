import { type HTMLElement, parse } from 'node-html-parser';
import type { Hands } from './citizens.ts';

/** Hands without a browser: links, forms, redirects and cookies, which is all that the pages may rely on. */
export function formHands(): Hands {
  const cookies = openCookies();
  let traceparent: string | undefined;
  let page: { url: string; document: HTMLElement } = { url: 'about:blank', document: parse('') };

  const exchange = async (url: string, form?: URLSearchParams): Promise<void> => {
    let [at, body] = [new URL(url), form];
    for (let hops = 0; hops < MOST_REDIRECTS; hops += 1) {
      const answer = await fetch(at, {
        method: body ? 'POST' : 'GET',
        headers: { cookie: cookies.header(at), ...(traceparent && { traceparent }) },
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body && { body }),
      });
      for (const line of answer.headers.getSetCookie()) cookies.remember(at, line);
      const text = await answer.text();
      if (answer.status >= 500) throw new Error(`${at.pathname} answered ${answer.status}`);
      const location = answer.headers.get('location');
      if (!location || answer.status < 300 || answer.status > 399) {
        page = { url: at.href, document: parse(text) };
        return;
      }
      [at, body] = [new URL(location, at), undefined];
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects, the last to ${at.pathname}`);
  };

  return {
    open: (url) => exchange(url),
    act: ({ press, fill = {} }) => {
      const button = page.document.querySelector(press);
      const href = button?.getAttribute('href');
      if (href) return exchange(new URL(href, page.url).href);
      const { action, values } = formAround(button, page.url);
      return exchange(action, new URLSearchParams({ ...values, ...fill }));
    },
    has: async (selector) => page.document.querySelector(selector) !== null,
    view: async () => ({
      url: page.url,
      heading: oneLine(page.document.querySelector('h1')),
      text: oneLine(page.document.querySelector('body')),
    }),
    url: () => page.url,
    async enterTrace(value) {
      traceparent = value;
    },
    close: async () => {},
  };
}

const MOST_REDIRECTS = 10;
const TIMEOUT_MS = 30_000;

function formAround(
  button: HTMLElement | null,
  base: string,
): { action: string; values: Record<string, string> } {
  const form = button?.closest('form');
  if (!button || !form) throw new Error('There is no such form');
  const named = [...form.querySelectorAll('input'), button].flatMap((field) => {
    const name = field.getAttribute('name');
    return name ? [[name, field.getAttribute('value') ?? '']] : [];
  });
  return {
    action: new URL(form.getAttribute('action') || base, base).href,
    values: Object.fromEntries(named),
  };
}

function oneLine(element: HTMLElement | null): string {
  return (element?.structuredText ?? '').replace(/\s+/g, ' ').trim();
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly pair: string;
}

/** Cookies of hosts and paths; as in a browser, they know no ports (RFC 6265 section 8.5). */
function openCookies() {
  const kept = new Map<string, Cookie>();
  return {
    header({ hostname, pathname }: URL): string {
      return [...kept.values()]
        .filter(({ host, path }) => host === hostname && isBelow(pathname, path))
        .map(({ pair }) => pair)
        .join('; ');
    },
    remember({ hostname, pathname }: URL, line: string): void {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const attribute = (name: string) =>
        attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
      const path = attribute('path') ?? (pathname.replace(/\/[^/]*$/, '') || '/');
      const key = [hostname, path, pair.slice(0, pair.indexOf('='))].join(' ');
      const until = attribute('expires');
      const over = attribute('max-age') === '0' || (until !== undefined && Date.parse(until) < Date.now());
      if (over) kept.delete(key);
      else kept.set(key, { host: hostname, path, pair });
    },
  };
}

function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
