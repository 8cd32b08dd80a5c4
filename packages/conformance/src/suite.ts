/** One promise of a standard and the program that checks it. `run` throws when the implementation does not keep it. */
export interface Case<Subject> {
  /** The part of the standard it belongs to, so that a fault can name the section that must catch it. */
  readonly section: string;
  readonly name: string;
  /** How much of the contract an implementation has to fulfil for it to hold: `core` holds for all. Absent where the standard has no profiles. */
  readonly profile?: 'core' | 'full';
  run(subject: Subject): Promise<void>;
}

/** What one case came to. `error` is set when it failed. */
export interface CaseResult {
  readonly section: string;
  readonly name: string;
  readonly ms: number;
  readonly error?: string;
}

/**
 * Runs cases one after another against one implementation and never throws for a failed one.
 * `only` limits the run to the named sections, `untilFailed` ends it with the first case that fails; `report` hears each result as it comes.
 */
export async function runSuite<Subject>(
  cases: readonly Case<Subject>[],
  subject: Subject,
  options: { only?: readonly string[]; untilFailed?: boolean; report?(result: CaseResult): void } = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { section, name, run } of cases) {
    if (options.only && !options.only.includes(section)) continue;
    const started = performance.now();
    const error = await run(subject).then(() => undefined, describe);
    const result = { section, name, ms: Math.round(performance.now() - started), ...(error && { error }) };
    options.report?.(result);
    results.push(result);
    if (options.untilFailed && error) break;
  }
  return results;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
