import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { send } from '../http.ts';
import type { GateSubject } from './plan.ts';

/** An event as the candidate's feed shows it. */
export interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly position: number;
}

/** Where the candidate's feed ends now. */
export async function endOfFeed(subject: GateSubject): Promise<number> {
  for (let after = 0; ; ) {
    const { position } = await page(subject, after);
    if (position <= after) return after;
    after = position;
  }
}

/** What the feed holds after a position. */
export async function feedAfter(subject: GateSubject, position: number): Promise<FeedEvent[]> {
  const found: FeedEvent[] = [];
  for (let after = position; ; ) {
    const next = await page(subject, after);
    found.push(...next.events);
    if (next.position <= after) return found;
    after = next.position;
  }
}

/** Reads the feed again until `settled` answers something; throws after 10 s. */
export async function eventuallyInFeed<T>(
  subject: GateSubject,
  position: number,
  settled: (events: FeedEvent[]) => T | undefined,
  what: string,
): Promise<T> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await setTimeout(30)) {
    const found = settled(await feedAfter(subject, position));
    if (found !== undefined) return found;
  }
  throw new Error(`${what} did not come into /ashlar/v1/changes within 10 s`);
}

async function page(
  { baseUrl, plan }: GateSubject,
  after: number,
): Promise<{ events: FeedEvent[]; position: number }> {
  const answer = await send(`${baseUrl}/ashlar/v1/changes?after=${after}&limit=500`, {
    headers: plan.reader,
  });
  assert.equal(
    answer.status,
    200,
    `/ashlar/v1/changes answers ${answer.status}: ${answer.text.slice(0, 200)}`,
  );
  return answer.json as { events: FeedEvent[]; position: number };
}
