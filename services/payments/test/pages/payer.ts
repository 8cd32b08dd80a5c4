import type { FakeService } from './fixtures.ts';
import { paymentId } from './fixtures.ts';

/** A reply as the tests look at it. */
export interface Reply {
  readonly status: number;
  readonly html: string;
  readonly location: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A browser of a payer who has followed the link. */
export interface Payer {
  readonly cookie: string;
  get(page?: string): Promise<Reply>;
  /** Posts a form with the page's own token, unless `fields` has another. */
  post(page: string, fields?: Record<string, string>): Promise<Reply>;
}

/** The path of the payment's pages. */
export const base = `/card_details/${paymentId}`;

/** Follows the payment's link and keeps the cookie. */
export async function payerOf({ app }: FakeService): Promise<Payer> {
  const followed = await app.inject({ url: '/secure/good' });
  const [given] = followed.cookies;
  const cookie = `${given?.name}=${given?.value}`;
  const get = async (page = '') => replyOf(await app.inject({ url: `${base}${page}`, headers: { cookie } }));
  let csrfToken: string | undefined;
  const open: Payer['get'] = async (page) => {
    const reply = await get(page);
    csrfToken = /name="csrfToken" value="([^"]+)"/.exec(reply.html)?.[1] ?? csrfToken;
    return reply;
  };
  return {
    cookie,
    get: open,
    async post(page, fields = {}) {
      if (!csrfToken) await open();
      const all = { ...(csrfToken && { csrfToken }), ...fields };
      return replyOf(await postForm({ app }, `${base}${page}`, all, cookie));
    },
  };
}

/** Posts a form as it is. */
export function postForm(
  { app }: Pick<FakeService, 'app'>,
  url: string,
  fields: Record<string, string>,
  cookie?: string,
) {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie && { cookie }) },
    payload: new URLSearchParams(fields).toString(),
  });
}

function replyOf(answer: Awaited<ReturnType<typeof postForm>>): Reply {
  const { statusCode: status, payload: html, headers } = answer;
  return { status, html, headers, location: headers.location };
}
