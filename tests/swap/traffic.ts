import { join } from 'node:path';
import { until } from '@ashlar/testkit';
import type { Finding } from './check-log.ts';
import { type Account, type Driver, startDriver } from './driver.ts';
import { type Heard, readWholeFeed, startFeedReader } from './feed-reader.ts';
import type { Caller } from './http.ts';
import { type Attempt, openLines, type Wanted } from './ledger.ts';

/** Where it is written down what became of a traffic. */
export interface Files {
  /** The driver's ledger. */
  readonly receipts: string;
  /** What the reader heard. */
  readonly heard: string;
}

/** A department's traffic and its reader of the feed, with what they wrote down. */
export interface Traffic extends Files {
  readonly driver: Driver;
  /** Ends the traffic, lets the reader come to the end of the feed, and puts both files on the disk. Answers what no failure of a part explains. */
  end(): Promise<string[]>;
  /** Ends the traffic as it is, whoever still answers. It may be called again, and after `end`. */
  stop(): Promise<void>;
}

/** Starts driver and reader at the department's entry point; their files lie in `home`. */
export function startTraffic(options: {
  readonly home: string;
  readonly url: string;
  readonly account: Account;
  readonly seed: number;
  readonly perSecond: number;
}): Traffic {
  const receipts = join(options.home, 'receipts.ndjson');
  const heard = join(options.home, 'heard.ndjson');
  const ledger = openLines<Attempt>(receipts);
  const heardFile = openLines<Heard>(heard);
  const driver = startDriver({ ...options, ledger });
  const at: Caller = { url: options.url, authorization: options.account.authorization };
  const reader = startFeedReader(at, heardFile);
  return {
    driver,
    receipts,
    heard,
    async stop() {
      await Promise.all([driver.stop(), reader.stop()]);
    },
    async end() {
      await driver.stop();
      ledger.close();
      await untilQuiet(at, () => reader.position);
      await reader.stop();
      heardFile.close();
      return [...driver.unexpected, ...reader.unexpected];
    },
  };
}

/** Waits until nothing more is told in the feed for a second, and the reader has all of it. */
async function untilQuiet(at: Caller, position: () => number): Promise<void> {
  let last = -1;
  const quiet = async () => {
    const events = await readWholeFeed(at);
    const end = events.at(-1)?.position ?? 0;
    const same = end === last && position() >= end;
    last = end;
    return same;
  };
  await until(quiet, { timeoutMs: 90_000, everyMs: 1000, what: 'the feed to come to rest' });
}

/** What was compared, and what is wrong. */
export interface Verdict {
  readonly wanted: readonly Wanted[];
  readonly findings: Finding[];
  /** What else may be told of it, a line each. */
  readonly notes: readonly string[];
}
