import type { Registry } from '../fixtures.ts';

/** What a browser without scripts does: it keeps cookies, reads forms and sends them. */
export interface Visitor {
  get(path: string): Promise<PageAnswer>;
  /** Sends a form with the token that the last page had in it. */
  post(path: string, fields?: Record<string, string>): Promise<PageAnswer>;
  readonly cookies: ReadonlyMap<string, string>;
  /** Signs in with an operator's access token. */
  signIn(token?: string): Promise<PageAnswer>;
}

/** A reply: where it leads, and its text. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly html: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly setCookies: readonly string[];
}

/** A browser of nobody yet. */
export function visitor(registry: Pick<Registry, 'app' | 'token'>): Visitor {
  const cookies = new Map<string, string>();
  let csrfToken = '';
  const send = async (method: 'GET' | 'POST', url: string, payload?: string): Promise<PageAnswer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await registry.app.inject({
      method,
      url,
      headers: {
        ...(cookie !== '' && { cookie }),
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload !== undefined && { payload }),
    });
    const setCookies = [response.headers['set-cookie'] ?? []].flat();
    for (const one of setCookies) {
      const [name = '', value = ''] = one.split(';', 1)[0]?.split('=') ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    csrfToken = /name="csrf_token" value="([^"]+)"/.exec(response.body)?.[1] ?? csrfToken;
    const { location } = response.headers;
    return {
      status: response.statusCode,
      location,
      html: response.body,
      headers: response.headers,
      setCookies,
    };
  };
  const post: Visitor['post'] = (path, fields = {}) =>
    send('POST', path, new URLSearchParams({ csrf_token: csrfToken, ...fields }).toString());
  return {
    cookies,
    get: (path) => send('GET', path),
    post,
    async signIn(token) {
      await send('GET', '/operator/sign-in');
      const answer = await post('/operator/sign-in', { token: token ?? (await registry.token()) });
      if (answer.status === 303) await send('GET', '/operator');
      return answer;
    },
  };
}
