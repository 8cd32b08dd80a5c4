import { setTimeout as wait } from 'node:timers/promises';
import { ask, type Caller } from './http.ts';
import type { LineFile } from './ledger.ts';

/** An event as a reader keeps it: what identifies it, and nothing of what it says but a refund's id and the payload version of content. */
export interface Heard {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly position: number;
  readonly refund?: string;
  readonly payload?: number;
}

/** A CloudEvent, as far as a reader looks. */
type Told = Omit<Heard, 'refund' | 'payload'> & {
  readonly data: { readonly refund_id?: string; readonly payload_version?: number };
};

/** Reads a department's feed as its service would. */
export interface FeedReader {
  /** The cursor that it goes on from. */
  readonly position: number;
  /** Answers that no failure of a part explains. */
  readonly unexpected: readonly string[];
  stop(): Promise<void>;
}

/** Reads the feed by long poll from its beginning until it is stopped, across whatever becomes of what serves it, and keeps what it heard in the order in which it came. */
export function startFeedReader(at: Caller, heard: LineFile<Heard>): FeedReader {
  const unexpected: string[] = [];
  let position = 0;
  let running = true;
  const run = async () => {
    while (running) {
      try {
        const page = await readPage(at, { after: position, waitS: 1 });
        for (const event of page.events) heard.write(event);
        if (page.position < position)
          unexpected.push(`the feed went back from ${position} to ${page.position}`);
        position = page.position;
        continue;
      } catch (error) {
        if (error instanceof Refused && ![502, 503, 504].includes(error.status))
          unexpected.push(error.message);
      }
      await wait(50);
    }
  };
  const loop = run();
  return {
    get position() {
      return position;
    },
    unexpected,
    async stop() {
      running = false;
      await loop;
    },
  };
}

/** Every event of a department's feed, from its beginning to what is there now. */
export async function readWholeFeed(at: Caller): Promise<Heard[]> {
  const events: Heard[] = [];
  for (let after = 0; ; ) {
    const page = await readPage(at, { after, waitS: 0 });
    for (const event of page.events) events.push(event);
    if (page.position <= after) return events;
    after = page.position;
  }
}

class Refused extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(`the feed answered ${status} ${text.slice(0, 200)}`);
    this.status = status;
  }
}

interface Page {
  readonly events: Heard[];
  readonly position: number;
}

async function readPage(
  at: Caller,
  { after, waitS }: { readonly after: number; readonly waitS: number },
): Promise<Page> {
  const answer = await ask(at, `/ashlar/v1/changes?after=${after}&limit=500&wait=${waitS}`);
  if (answer.status !== 200) throw new Refused(answer.status, answer.text);
  const { events, position } = JSON.parse(answer.text) as {
    events: Told[];
    position: number;
  };
  return { events: events.map(toHeard), position };
}

/** What is kept of a CloudEvent. */
export function toHeard(event: Told): Heard {
  const { id, type, subject, sequence, position, data } = event;
  const { refund_id: refund, payload_version: payload } = data;
  return {
    ...{ id, type, subject, sequence, position },
    ...(refund !== undefined && { refund }),
    ...(payload !== undefined && { payload }),
  };
}
