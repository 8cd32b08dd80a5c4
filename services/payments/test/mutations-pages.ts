import type { Service } from './fixtures.ts';
import type { Send, World } from './mutation-world.ts';
import { cardFields } from './pages/fixtures.ts';

/** A page as it came, after its redirects. */
interface Opened {
  readonly path: string;
  readonly html: string;
}

/** A payer's browser, which talks to the service without a network. */
export interface Browser {
  open(path: string): Promise<Opened>;
  /** Posts the form of a page with what a payer enters; where a page asks for nothing, only its proof. */
  form(world: World, path: string): Send;
  /** Posts what an issuer answers. */
  bring(world: World, path: string, answer: string): Send;
  /** Goes through a payment link up to the page that is to be confirmed. */
  confirmsProduct(world: World, url: string): Promise<Send>;
}

/** A browser that has no cookies yet. */
export async function aPayer({ app }: Service): Promise<Browser> {
  const jar = new Map<string, string>();
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    more: { headers?: object; payload?: string } = {},
  ) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.inject({ ...more, method, url: path, headers: { cookie, ...more.headers } });
    for (const { name, value } of answer.cookies) jar.set(name, value);
    return answer;
  };
  const open = async (path: string): Promise<Opened> => {
    const answer = await ask('GET', path);
    const to = answer.headers.location;
    if (to === undefined) return { path, html: answer.payload };
    const { pathname, search } = new URL(to, 'http://pay.test');
    return open(`${pathname}${search}`);
  };
  const post = ({ headers }: World, path: string, fields: () => Promise<Record<string, string>>): Send => {
    return async () => {
      const answer = await ask('POST', path, {
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(await fields()).toString(),
      });
      return { status: answer.statusCode, headers: answer.headers, text: answer.payload };
    };
  };
  const proofOf = ({ html }: Opened) => /name="csrfToken" value="([^"]+)"/.exec(html)?.[1] ?? '';
  return {
    open,
    form: (world, path) =>
      // The payment's first page has the same proof as all others, and a read that came through no gateway is always answered.
      post(world, path, async () => {
        const page = await open(path.replace(/\/(confirm|cancel)$/, ''));
        return { csrfToken: proofOf(page), ...cardFields({ expiryYear: '49' }) };
      }),
    bring: (world, path, answer) => post(world, path, async () => ({ answer })),
    async confirmsProduct(world, url) {
      const first = await open(new URL(url).pathname);
      const begin = /href="([^"]+)"[^>]*class="[^"]*govuk-button/.exec(first.html)?.[1] ?? '';
      const page = await open(new URL(begin, 'http://pay.test').pathname);
      return post(world, page.path, async () => ({ csrfToken: proofOf(page) }));
    },
  };
}
