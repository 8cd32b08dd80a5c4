import type { Service } from './fixtures.ts';

/** Calls a service that runs in another process. */
export function overHttp(root: string): Service['call'] {
  return async (method, path, { key, body, headers } = {}) => {
    const answer = await fetch(root + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text,
      json: text.startsWith('{') ? JSON.parse(text) : {},
    };
  };
}
