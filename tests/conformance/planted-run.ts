import { type CaseResult, type PaymentsSubject, paymentsSuite, runSuite } from '@ashlar/conformance';
import { type PlantedFault, plant } from './faulty-proxy.ts';

/** What the payments suite says of an implementation with a fault in. */
export interface PlantedRun {
  readonly results: readonly CaseResult[];
  /** The cases that failed. */
  readonly failed: readonly CaseResult[];
  /** See `Planted.mistakes`: none when the fault is a fair one. */
  readonly mistakes: readonly string[];
}

/** Runs the payments suite, or as much of it as is asked for, against `subject` with `fault` planted at both departments' addresses. */
export async function runPlanted(
  fault: PlantedFault,
  subject: PaymentsSubject,
  options: { only?: readonly string[]; untilFailed?: boolean } = {},
): Promise<PlantedRun> {
  const own = await plant(fault, subject.baseUrl, { component: 'payments' });
  const other = await plant(fault, subject.other.baseUrl, { component: 'payments', owner: subject });
  try {
    const planted = { ...subject, baseUrl: own.url, other: { ...subject.other, baseUrl: other.url } };
    const results = await runSuite(paymentsSuite, planted, options);
    const failed = results.filter(({ error }) => error !== undefined);
    return { results, failed, mistakes: [...own.mistakes, ...other.mistakes] };
  } finally {
    await Promise.all([own.close(), other.close()]);
  }
}

/** What the section that has to catch `fault` says of it, until its first case fails. */
export function judged(fault: PlantedFault, subject: PaymentsSubject): Promise<PlantedRun> {
  return runPlanted(fault, subject, { only: [fault.caughtBy], untilFailed: true });
}
