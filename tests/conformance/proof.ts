// pnpm proof [--only TEXT] [--gate]
import { parseArgs } from 'node:util';
import { FAULTS } from './faults.ts';
import { proveGate } from './gate-proof.ts';
import type { PaymentsFault } from './payments-fault.ts';
import { type PaymentsRun, startPayments } from './payments-run.ts';
import { runPlanted } from './planted-run.ts';

const HELP = `Plants each fault of the payments component in turn, runs the whole suite against it, and says which cases catch it.

  pnpm proof [--only TEXT] [--gate]

  --gate   plants the faults of the gate instead, in the second implementation of payments; a few minutes
  --only   plants only the faults whose name or category holds this text
The suite runs without any fault first. Three faults are tried at once, each on a platform of its own; on two cores all of them take up to half an hour.
Exit code 0 when the suite passes without a fault and the named section catches each fault, 1 when not, 2 when the call is not right.`;

interface Line {
  readonly fault: PaymentsFault;
  /** The cases that failed, as `section: name`. */
  readonly caughtBy: readonly string[];
  /** What is wrong with the proof itself; empty when nothing is. */
  readonly problem: string;
}

// Faults that are planted at once, each on a platform of its own: most of a run is waiting.
const lanes = 3;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    gate: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});
if (values.gate && !values.help) process.exitCode = await proveGate(values.only);
else {
  const only = readArguments();
  if (only !== undefined) process.exitCode = await prove(only);
}

/** @returns the exit code. */
async function prove(chosen: readonly PaymentsFault[]): Promise<number> {
  const platforms: PaymentsRun[] = [];
  try {
    const payments = await startPayments();
    platforms.push(payments);
    const sound = await runPlanted({ name: 'none', caughtBy: '' }, await payments.subject());
    const { length: total } = sound.results;
    console.log(`Without a fault ${total - sound.failed.length} of ${total} cases pass.`);
    for (const { section, name, error } of sound.failed)
      console.log(`FAIL ${section}: ${name}\n     ${error}`);
    while (platforms.length < Math.min(lanes, chosen.length)) platforms.push(await startPayments());
    const lines: Line[] = [];
    const left = chosen.map((fault, at) => ({ fault, at }));
    await Promise.all(
      platforms.map(async (platform) => {
        for (let next = left.shift(); next; next = left.shift())
          lines[next.at] = await proveOne(platform, next.fault, `${next.at + 1}/${chosen.length}`);
      }),
    );
    print(lines);
    const wrong = lines.filter(({ problem }) => problem !== '');
    console.log(
      `\n${lines.length - wrong.length} of ${lines.length} faults are caught by the section they name.`,
    );
    return wrong.length + sound.failed.length + sound.mistakes.length === 0 ? 0 : 1;
  } finally {
    await Promise.all(platforms.map((platform) => platform.stop()));
  }
}

async function proveOne(payments: PaymentsRun, fault: PaymentsFault, place: string): Promise<Line> {
  const started = performance.now();
  const { failed, mistakes } = await runPlanted(fault, await payments.subject());
  const isNamed = failed.some(({ section }) => section === fault.caughtBy);
  const problem = [...(isNamed ? [] : [`"${fault.caughtBy}" does not catch it`]), ...mistakes].join('; ');
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${place} ${fault.name}: ${problem || `caught by ${failed.length} cases`} (${seconds} s)`);
  return { fault, problem, caughtBy: failed.map(({ section, name }) => `${section}: ${name}`) };
}

function print(lines: readonly Line[]): void {
  console.log('\n| fault | kind | must be caught by | is caught by |\n|---|---|---|---|');
  for (const { fault, caughtBy, problem } of lines) {
    const cases = problem === '' ? caughtBy.join('; ') : `**${problem}** ${caughtBy.join('; ')}`;
    console.log(`| ${fault.name} | ${fault.category} | ${fault.caughtBy} | ${cases} |`.replaceAll('\n', ' '));
  }
}

/** The faults that are asked for; undefined when there is nothing to prove. */
function readArguments(): readonly PaymentsFault[] | undefined {
  const chosen = FAULTS.filter(({ name, category }) => `${name} ${category}`.includes(values.only));
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  if (chosen.length > 0) return chosen;
  console.log(`There is no fault with "${values.only}" in its name or category.\n\n${HELP}`);
  process.exitCode = 2;
  return undefined;
}
