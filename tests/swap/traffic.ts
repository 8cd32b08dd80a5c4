import { join } from 'node:path';
import { until } from '@ashlar/testkit';
import { check } from './check.ts';
import type { Finding } from './check-log.ts';
import { type Driver, startDriver } from './driver.ts';
import { gather, type Witness } from './evidence.ts';
import { type Heard, readWholeFeed, startFeedReader } from './feed-reader.ts';
import { type Attempt, openLines, readLines, type Wanted, wantedOf } from './ledger.ts';

/** A department's traffic and its reader of the feed, with what they wrote down. */
export interface Traffic {
  readonly driver: Driver;
  /** Where the driver's ledger is. */
  readonly receipts: string;
  readonly heard: string;
  /** Ends the traffic, lets the reader come to the end of the feed, and puts both files on the disk. Answers what no failure of a part explains. */
  end(): Promise<string[]>;
}

/** Starts driver and reader at the department's entry point; their files lie in `home`. */
export function startTraffic(options: {
  readonly home: string;
  readonly url: string;
  readonly apiKey: string;
  readonly seed: number;
  readonly perSecond: number;
}): Traffic {
  const receipts = join(options.home, 'receipts.ndjson');
  const heard = join(options.home, 'heard.ndjson');
  const ledger = openLines<Attempt>(receipts);
  const heardFile = openLines<Heard>(heard);
  const driver = startDriver({ ...options, ledger });
  const reader = startFeedReader({ ...options, heard: heardFile });
  return {
    driver,
    receipts,
    heard,
    async end() {
      await driver.stop();
      ledger.close();
      await untilQuiet(options, () => reader.position);
      await reader.stop();
      heardFile.close();
      return [...driver.unexpected, ...reader.unexpected];
    },
  };
}

/** Waits until nothing more is told in the feed for a second, and the reader has all of it. */
async function untilQuiet(at: Witness, position: () => number): Promise<void> {
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
}

/** Compares what a traffic wrote down with what one implementation has, and with the bus. */
export async function judge(
  { receipts, heard }: Pick<Traffic, 'receipts' | 'heard'>,
  witness: Witness,
  bus: readonly Heard[],
): Promise<Verdict> {
  const wanted = wantedOf(readLines<Attempt>(receipts));
  const found = await gather(witness, wanted);
  return { wanted, findings: check({ wanted, ...found, heard: readLines<Heard>(heard), bus }) };
}
