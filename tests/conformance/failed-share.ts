import type { CaseResult } from '@ashlar/conformance';

/** Prints and answers which part of the cases failed, between 0 and 1; `who` is who was judged. */
export function failedShare(who: string, results: readonly CaseResult[]): number {
  const passed = results.filter(({ error }) => error === undefined);
  const share = (results.length - passed.length) / results.length;
  const names = passed.map(({ section, name }) => `  ${section}: ${name}`).join('\n');
  console.log(`${who} fails ${(100 * share).toFixed(1)} % of ${results.length} cases. It passes:\n${names}`);
  return share;
}
