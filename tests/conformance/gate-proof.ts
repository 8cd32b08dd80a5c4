import { GATE_FAULTS } from './gate-faults.ts';
import { runSome, startCandidate } from './gate-run.ts';
import { plantHandover } from './planted-handover.ts';

/** Plants each fault of the gate whose name holds `only`, and prints a table of what catches it. Answers the exit code. */
export async function proveGate(only: string): Promise<number> {
  const faults = GATE_FAULTS.filter(({ name }) => name.includes(only));
  const candidate = await startCandidate();
  let caught = 0;
  try {
    const sound = await candidate.subject();
    console.log('| fault | must be caught by | is caught by |\n|---|---|---|');
    for (const fault of faults) {
      const planted = await plantHandover(fault, sound);
      const results = await runSome(await candidate.subject(planted.url), fault.caughtBy);
      await planted.close();
      const failed = results.filter(({ error }) => error !== undefined).map(({ name }) => name);
      caught += failed.length > 0 ? 1 : 0;
      console.log(`| ${fault.name} | ${fault.caughtBy} | ${failed.join('; ') || '**nothing**'} |`);
    }
  } finally {
    await candidate.stop();
  }
  console.log(`\n${caught} of ${faults.length} faults are caught by the section they name.`);
  return caught === faults.length && caught > 0 ? 0 : 1;
}
