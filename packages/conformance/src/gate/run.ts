import { type Case, type CaseResult, runSuite } from '../suite.ts';
import { contractCases, handsOver } from './contract-cases.ts';
import { errorCases } from './error-cases.ts';
import { handoverCases } from './handover-cases.ts';
import { mutationCases } from './mutation-cases.ts';
import type { GateSubject } from './plan.ts';
import { wholeHandoverCases } from './whole-handover-cases.ts';

/** What a run of the gate came to. */
export interface GateResult {
  readonly passed: number;
  readonly failed: number;
  readonly sections: Readonly<Record<string, { readonly passed: number; readonly failed: number }>>;
  readonly cases: readonly CaseResult[];
  readonly ms: number;
}

/** Every case that the gate holds a candidate to, the contract first and the hand-over last. */
export function gateCases(subject: Pick<GateSubject, 'plan' | 'contract'>): readonly Case<GateSubject>[] {
  const { suite, mutations } = subject.plan;
  return [
    ...contractCases,
    ...suite.map(({ section, name, run }) => ({ section, name, run: () => run() })),
    ...mutationCases(mutations),
    ...errorCases(mutations),
    ...handoversOf(subject.contract),
  ];
}

/** Runs the gate, or only some sections of it; never throws for what a candidate does. */
export async function runGate(
  subject: GateSubject,
  options: Parameters<typeof runSuite>[2] = {},
): Promise<GateResult> {
  const started = performance.now();
  const cases = await runSuite(gateCases(subject), subject, options);
  const sections: Record<string, { passed: number; failed: number }> = {};
  for (const { section, error } of cases) {
    const sum = sections[section] ?? { passed: 0, failed: 0 };
    sections[section] = { passed: sum.passed + (error ? 0 : 1), failed: sum.failed + (error ? 1 : 0) };
  }
  const failed = cases.filter(({ error }) => error).length;
  return {
    passed: cases.length - failed,
    failed,
    sections,
    cases,
    ms: Math.round(performance.now() - started),
  };
}

/** Departments are made up and handed over; what is handed over at once is the candidate's own, and is left alone. */
function handoversOf(contract: GateSubject['contract']): readonly Case<GateSubject>[] {
  if (!handsOver(contract)) return [];
  return contract.handover?.whole ? wholeHandoverCases : handoverCases;
}
