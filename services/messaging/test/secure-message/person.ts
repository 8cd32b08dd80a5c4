import type { SignedIn, SignInProvider } from '@ashlar/component';
import type { MessagingApp } from '../../src/app.ts';

/** What a browser without scripts does: it keeps cookies, reads forms and sends them. */
export interface Person {
  get(path: string): Promise<PageAnswer>;
  /** Sends a form with the hidden fields of the last page. */
  post(path: string, fields?: Record<string, string>): Promise<PageAnswer>;
  /** Signs in as somebody. */
  signIn(as: { subject: string; acr?: string }): Promise<PageAnswer>;
  readonly cookies: ReadonlyMap<string, string>;
}

/** A reply: where it leads, and its text. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly html: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly setCookies: readonly string[];
}

/** An issuer that signs in whom the test says. */
export interface StandIn extends SignInProvider {
  answer: SignedIn | 'refused' | Error;
  /** The levels that were asked for last. */
  asked: readonly string[];
}

/** Makes an issuer that so far refuses everybody. `page`: where it signs people in. */
export function standIn(page = 'https://issuer.test/authorize'): StandIn {
  const issuer: StandIn = {
    answer: 'refused',
    asked: [],
    async begin(callback, acrValues = []) {
      issuer.asked = acrValues;
      const url = `${page}?redirect_uri=${encodeURIComponent(callback)}`;
      return { url, pending: { state: 's', nonce: 'n', verifier: 'v' } };
    },
    async finish() {
      if (issuer.answer instanceof Error) throw issuer.answer;
      return issuer.answer;
    },
    signOutUrl: async (idToken) => `https://issuer.test/logout?id_token_hint=${idToken}`,
  };
  return issuer;
}

/** A browser of nobody yet. */
export function aPerson({ app }: Pick<MessagingApp, 'app'>, issuer: StandIn): Person {
  const cookies = new Map<string, string>();
  let hidden: Record<string, string> = {};
  const send = async (method: 'GET' | 'POST', url: string, payload?: string): Promise<PageAnswer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.inject({
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
    const fields = [...response.body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    if (fields.length > 0) hidden = Object.fromEntries(fields.map(([, name, value]) => [name, value]));
    const { location } = response.headers;
    const { statusCode: status, headers, body: html } = response;
    return { status, location, html, headers, setCookies };
  };
  return {
    cookies,
    get: (path) => send('GET', path),
    post: (path, fields = {}) => send('POST', path, new URLSearchParams({ ...hidden, ...fields }).toString()),
    async signIn({ subject, acr }) {
      issuer.answer = { subject, idToken: 'id-token', ...(acr && { acr }) };
      await send('GET', '/messages/sign-in');
      return send('GET', '/messages/callback?code=c&state=s');
    },
  };
}
