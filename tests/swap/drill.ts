import { parseArgs } from 'node:util';
import { components } from './components.ts';
import { faults } from './faults.ts';
import { componentOf, type Kind, kinds } from './implementations.ts';
import { report as showFindings } from './report.ts';
import { type DrillOptions, type DrillReport, isSound, refusedOf, runDrill } from './run-drill.ts';
import { distributionOf, showDistribution } from './statistics.ts';

const help = `Swaps a department between two implementations of a component, each with a database of its own, while its traffic flows; then stops the old one and compares
what callers were told with what the one that serves has.

  pnpm swap:drill [--component payments] [--seed N] [--swaps 100] [--kills] [--rate N] [--between payments,ledgerline] [--fault NAME] [--home DIR] [--no-fsync] [--quiet]

  --component what is swapped: ${components.map(({ id }) => id).join(' or ')}
  --seed     what chance draws from; a new one unless told, and always printed
  --kills    random kill -9 of registry, gateway, old and new, pauses, and broken connections to the bus
  --rate     requests begun in a second; ${components.map(({ id, perSecond }) => `${perSecond} for ${id}`).join(', ')} unless told
  --between  who takes turns, the first one first: ${kinds.join(' or ')}; ${components.map(({ between }) => between.join()).join(' or ')} unless told, payments,payments with a fault
  --fault    plants one, which the drill must find: ${faults.map(({ name }) => name).join(', ')}
  --home     a folder to keep, with ledger, logs and databases
  --no-fsync databases do not wait for the disk
Implementations are attested by a key of the drill's own: the conformance gate is shown elsewhere.
Exit code 0 when nothing was lost, doubled or half done and enough swaps completed; 1 otherwise; 2 when it could not be found out.`;

const { values } = parseArgs({
  options: {
    component: { type: 'string', default: 'payments' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    swaps: { type: 'string', default: '100' },
    kills: { type: 'boolean', default: false },
    rate: { type: 'string' },
    between: { type: 'string' },
    fault: { type: 'string' },
    home: { type: 'string' },
    'no-fsync': { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else
  process.exitCode = await main().catch((error: unknown) => {
    console.error(error);
    return 2;
  });

async function main(): Promise<number> {
  const fault = faults.find(({ name }) => name === values.fault);
  if (values.fault !== undefined && !fault) throw new Error(`There is no fault ${values.fault}; see --help.`);
  const seed = Number(values.seed);
  const component = components.find(({ id }) => id === values.component);
  if (!component) throw new Error(`There is no drill of ${values.component}; see --help.`);
  if (fault?.work && !component.works) throw new Error(`${component.id} does no work by itself.`);
  // Faults are planted in the fence of our own services.
  const usual = fault ? [component.id, component.id] : component.between;
  const between = readBetween(values.between ?? usual.join());
  if (between.some((kind) => componentOf(kind) !== component.id))
    throw new Error(`${between.join(' and ')} are not both ${component.id}.`);
  console.log(`seed ${seed}${fault ? `, planted: ${fault.what}` : ''}`);
  const report = await runDrill({
    component,
    seed,
    swaps: Number(values.swaps),
    kills: values.kills,
    perSecond: Number(values.rate ?? component.perSecond),
    between,
    fault,
    home: values.home,
    fsync: !values['no-fsync'],
    log: values.quiet ? () => {} : console.log,
  });
  return conclude(report, { seed, kills: values.kills, between });
}

function readBetween(text: string): [Kind, Kind] {
  const [first, second] = text.split(',').map((name) => kinds.find((kind) => kind === name));
  if (!first || !second) throw new Error(`--between takes two of ${kinds.join(', ')}, separated by a comma.`);
  return [first, second];
}

/** Prints what came of it, and answers the exit code. */
function conclude(
  report: DrillReport,
  { seed, kills, between }: Pick<DrillOptions, 'seed' | 'kills' | 'between'>,
): number {
  const { rounds, unexpected, findings, wanted, notes, repeats } = report;
  const completed = rounds.filter(({ swap }) => swap.state === 'completed');
  const held = completed.flatMap(({ swap }) => swap.barrier?.held_ms ?? []);
  const accepted = wanted.filter(({ outcome }) => outcome === 'accepted').length;
  const told = wanted.filter(({ outcome, receipts }) => outcome === 'accepted' && receipts.length > 0).length;
  const failed = refusedOf(report);
  console.log(`\nseed ${seed}`);
  console.log(
    `swaps ${rounds.length}: completed ${completed.length}, aborted ${rounds.length - completed.length}`,
  );
  for (const { swap } of rounds.filter(({ swap: one }) => one.state !== 'completed').slice(0, 10))
    console.log(`  aborted: ${swap.outcome ?? 'no reason given'}`);
  console.log(
    `accepted ${accepted} (${told} with a receipt), at least ${Math.min(...completed.map((round) => round.accepted))} in a completed swap`,
  );
  console.log(`held ${showDistribution(distributionOf(held))}`);
  console.log(
    `slowest change of each swap ${showDistribution(distributionOf(completed.map(({ slowest }) => slowest)))}`,
  );
  console.log(
    `failed ${failed.reduce((sum, [, count]) => sum + count, 0)}${failed.map(([problem, count]) => `; ${problem}: ${count}`).join('')}`,
  );
  console.log(`events on the bus more than once ${repeats}`);
  for (const note of notes) console.log(note);
  showFindings(findings);
  console.log(`unexpected ${unexpected.length}`);
  for (const sentence of unexpected.slice(0, 10)) console.log(`  ${sentence}`);
  const sound = isSound(report, { kills, between });
  console.log(sound ? 'nothing was lost, doubled or half done' : 'the drill FAILED');
  return sound ? 0 : 1;
}
