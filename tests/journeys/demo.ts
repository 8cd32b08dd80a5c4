import { parseArgs } from 'node:util';
import { payAFee } from './pay-a-fee.ts';
import { browserPayer, formPayer } from './payers.ts';
import { withPlatform } from './platform.ts';

const HELP = `Tells how a department charges a fee, a citizen pays it, and everyone who should hear of it does.
It starts a platform of its own on free ports and removes it afterwards; yours is not touched.

  pnpm demo [--bus postgres|kafka] [--no-browser]

  --bus         which event bus to use (postgres); kafka starts a broker and needs Java 17 and Maven
  --no-browser  send the citizen's forms without Chromium`;

const { values } = parseArgs({
  options: {
    bus: { type: 'string', default: 'postgres' },
    'no-browser': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else if (values.bus !== 'postgres' && values.bus !== 'kafka') {
  console.error(`There is no bus ${values.bus}; there are postgres and kafka.`);
  process.exitCode = 2;
} else await demo(values.bus);

async function demo(bus: 'postgres' | 'kafka'): Promise<void> {
  const started = performance.now();
  const payer = values['no-browser'] ? formPayer() : await browserPayer();
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
