import { parseArgs } from 'node:util';
import type { Heard } from '../feed-reader.ts';
import { withKey } from '../http.ts';
import { type Attempt, readLines, wantedOf } from '../ledger.ts';
import { report } from '../report.ts';
import type { PaymentChange } from './change.ts';
import { check } from './check.ts';
import { gather } from './evidence.ts';

const help = `Compares what callers were told with what an implementation of payments has, state and log: each accepted change exactly once.

  pnpm swap:verify --receipts FILE --base-url URL --api-key KEY [--heard FILE]

  --receipts  a driver's ledger: a JSON line for each try of each change, with its answer and its Ashlar-Receipt (tests/swap/ledger.ts)
  --base-url  the implementation that serves now; nothing else is asked
  --api-key   a key of the department's account (or SWAP_API_KEY)
  --heard     what a reader of the feed heard across the swaps, a JSON line for each event
Exit code 0 when nothing is wrong, 1 when something is, 2 when it could not be found out.`;

/** The command line. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      receipts: { type: 'string' },
      'base-url': { type: 'string' },
      'api-key': { type: 'string', default: process.env.SWAP_API_KEY ?? '' },
      heard: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { receipts, 'base-url': url, 'api-key': apiKey, heard } = values;
  if (values.help || !receipts || !url || !apiKey) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const wanted = wantedOf(readLines<Attempt<PaymentChange>>(receipts));
  const found = await gather(withKey(url.replace(/\/+$/, ''), apiKey), wanted);
  const findings = check({ wanted, ...found, ...(heard && { heard: readLines<Heard>(heard) }) });
  const accepted = wanted.filter(({ outcome }) => outcome === 'accepted').length;
  const told = wanted.filter(({ receipts: all }) => all.length > 0).length;
  console.log(
    `${accepted} accepted changes (${told} with a receipt), ${found.shown.size} payments, ${found.feed.length} events`,
  );
  report(findings);
  return findings.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  process.exitCode = await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  });
}
