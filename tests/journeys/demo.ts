import { parseArgs } from 'node:util';
import { payAFee } from './pay-a-fee.ts';
import { browserPayer, formPayer } from './payers.ts';
import { withPlatform } from './platform.ts';

const HELP = `Tells how a department charges a fee, a citizen pays it, and everyone who should hear of it does.
It starts a platform of its own on free ports and removes it afterwards; yours is not touched.

  pnpm demo [--bus postgres|kafka] [--no-browser]

  --bus         which event bus to use (postgres); kafka starts a broker and needs Java 17 and Maven
  --no-browser  send the citizen's forms without Chromium`;

const options = {
  bus: { type: 'string', default: 'postgres' },
  'no-browser': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

try {
  const { values } = parseArgs({ options });
  if (values.help) console.log(HELP);
  else if (values.bus === 'postgres' || values.bus === 'kafka') await demo(values.bus, values['no-browser']);
  else throw new TypeError(`There is no bus ${values.bus}; there are postgres and kafka.`);
} catch (error) {
  // What did not happen, in its own sentence; where it stands in the code helps nobody who watches.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function demo(bus: 'postgres' | 'kafka', withoutBrowser: boolean): Promise<void> {
  const started = performance.now();
  const payer = withoutBrowser ? formPayer() : await browserPayer();
  try {
    console.log('Starting a platform for the demo …');
    await withPlatform(bus, (platform) =>
      payAFee(platform, payer, (who, what) => console.log(`  ${`The ${who}`.padEnd(21)} ${what}.`)),
    );
  } finally {
    await payer.close();
  }
  console.log(
    `All of it happened, on the ${bus} bus, in ${((performance.now() - started) / 1000).toFixed(1)} s.`,
  );
}
