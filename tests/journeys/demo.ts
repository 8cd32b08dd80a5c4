import { parseArgs } from 'node:util';
import { applyForALicence, type Narrator } from './apply-for-a-licence.ts';
import { browserHands } from './browser-hands.ts';
import type { Hands } from './citizens.ts';
import { readDemoFile } from './demo-values.ts';
import { formHands } from './form-hands.ts';
import { withPlatform } from './platform.ts';

const HELP = `Tells how a citizen applies for a fishing licence: a department publishes it, the citizen signs in,
pays and gets the confirmation, through every component of the platform.
It starts a platform of its own on free ports and removes it afterwards; yours is not touched.

  pnpm demo [--bus postgres|kafka] [--no-browser]
  pnpm demo --against .ashlar/demo.env [--no-browser]

  --bus         which event bus to use (postgres); kafka starts a broker and needs Java 17 and Maven
  --against     use a platform that runs: the path of its demo.env, whoever started it
  --no-browser  send the citizen's forms without Chromium`;

const options = {
  bus: { type: 'string' },
  against: { type: 'string' },
  'no-browser': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

try {
  const { values } = parseArgs({ options });
  if (values.help) console.log(HELP);
  else await demo(values);
} catch (error) {
  // What did not happen, in its own sentence; where it stands in the code helps nobody who watches.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

interface Values {
  readonly bus?: string | undefined;
  readonly against?: string | undefined;
  readonly 'no-browser': boolean;
}

async function demo({ bus = 'postgres', against, 'no-browser': withoutBrowser }: Values): Promise<void> {
  if (bus !== 'postgres' && bus !== 'kafka')
    throw new TypeError(`There is no bus ${bus}; there are postgres and kafka.`);
  const hands = withoutBrowser ? formHands() : await browserHands();
  try {
    if (against === undefined) {
      console.log(`Starting a platform for the demo, on the ${bus} bus …`);
      await withPlatform(bus, ({ env }) => tellJourney(env, hands));
    } else await tellJourney(await readDemoFile(against), hands);
  } finally {
    await hands.close();
  }
}

async function tellJourney(env: Readonly<Record<string, string>>, hands: Hands): Promise<void> {
  const started = performance.now();
  await applyForALicence({ env, hands, tell });
  console.log(`All of it happened, in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function tell(...[who, what]: Parameters<Narrator>): void {
  console.log(`  ${`The ${who}`.padEnd(15)} ${what.endsWith('.”') ? what : `${what}.`}`);
}
