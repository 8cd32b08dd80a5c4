import assert from 'node:assert/strict';
import { patiently, send } from './licensing/patience.ts';

/** An event of a component's change feed, as far as a journey reads it. */
export interface Change {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly position: number;
  readonly traceparent?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A page of a feed: `position` is the cursor to send next. */
export interface ChangesPage {
  readonly events: readonly Change[];
  readonly position: number;
  readonly head: number;
}

/** A component's change feed. */
export interface Feed {
  /** Events after a position; waits up to `waitS` seconds for the first. Repeats itself until it is answered. */
  read(after: number, waitS?: number, signal?: AbortSignal): Promise<ChangesPage>;
  /** Where the feed ends now. */
  end(): Promise<number>;
}

/** The feed of the component at the root `url`; `credential` is asked for at each call, since tokens end. */
export function feedOf(url: string, credential: () => string | Promise<string>): Feed {
  const page = (query: string, signal?: AbortSignal): Promise<ChangesPage> =>
    patiently(async () => {
      const authorization = `Bearer ${await credential()}`;
      const answer = await send(`${url}/ashlar/v1/changes?${query}`, {
        headers: { authorization },
        ...(signal && { signal }),
      }).catch((error: unknown) => {
        // Whoever gave the reading up wants no repetition.
        signal?.throwIfAborted();
        throw error;
      });
      const text = await answer.text();
      assert.ok(answer.ok, `the change feed answered ${answer.status}: ${text}`);
      return JSON.parse(text) as ChangesPage;
    });

  return {
    read: (after, waitS = 0, signal) => page(`after=${after}&limit=500&wait=${waitS}`, signal),
    end: async () => (await page('after=0&limit=1')).head,
  };
}
