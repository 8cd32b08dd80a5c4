import { createOnce } from '@ashlar/component';
import { v7 as uuidv7 } from 'uuid';
import { refusals } from '../domain/attestation.ts';
import {
  askedFor,
  type Check,
  type CheckSettings,
  faultsOf,
  type GateSetting,
  isSignedFor,
  type Progress,
  type SettingFault,
  withCase,
  withoutSecrets,
} from '../domain/checks.ts';
import type { Actor, Implementation } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import { GateRunFailure, type GateRunResult } from '../domain/ports.ts';
import type { Refusal } from '../domain/refusals.ts';
import { isRefusal } from '../domain/refusals.ts';
import { readMade } from '../store/audit.ts';
import {
  endCheck,
  failLostChecks,
  insertCheck,
  listChecks,
  readCheck,
  readNewestCheck,
  updateProgress,
} from '../store/checks.ts';
import { readDepartment } from '../store/departments.ts';
import { readImplementation } from '../store/implementations.ts';
import type { Creating, CreationAsk } from './ask.ts';
import type { Deps } from './deps.ts';
import { storeAttestation } from './manage-attestations.ts';

const beatMs = 1000;
const lostMs = 10_000;

/** What the gate asks for to run against an implementation, in the profile that it is registered with; undefined where there is no gate for its component. */
export function demandsOn(
  { checks }: Pick<Deps, 'checks'>,
  { component, profile = 'core' }: Implementation,
): { readonly advice: string; readonly asked: readonly GateSetting[] } | undefined {
  const demands = checks.runner.demandsOf(component);
  return demands && { advice: demands.advice, asked: askedFor(demands.settings, profile) };
}

/** Starts the gate against an implementation; it goes on after the answer. What its gate does not ask for is let fall. */
export async function startCheck(
  deps: Deps,
  { id, settings: given, once, by }: CreationAsk & { id: string; settings: CheckSettings },
): Promise<Creating<Check> | 'missing' | 'no_gate' | { readonly faults: readonly SettingFault[] }> {
  const implementation = await readImplementation(deps.db, id);
  if (!implementation) return 'missing';
  const asked = demandsOn(deps, implementation)?.asked;
  if (!asked) return 'no_gate';
  const faults = faultsOf(asked, given);
  if (faults.length > 0) return { faults };
  const names = asked.map(({ name }) => name);
  const settings = Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
  const { profile = 'core' } = implementation;
  const check = { id: uuidv7(), implementation_id: id, profile };
  const made = await createOnce<Check | Refusal>(deps, once, {
    make: (key) => insertCheck(deps.db, check, { once: key, at: deps.now(), by }),
    read: (aggregate) => readMade(deps.db, aggregate),
  });
  if (made !== 'key_reused' && !made.replayed && !isRefusal(made.thing)) {
    const { stopped, running, longestMs } = deps.checks;
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(longestMs)]);
    const run = carry(deps, { implementation, asked, settings, check: check.id, by, signal });
    running.add(run);
    run.finally(() => running.delete(run));
  }
  return made;
}

/** Ends the checks that run in this process. */
export async function stopChecks({ checks }: Pick<Deps, 'checks'>): Promise<void> {
  checks.stopped.abort(new GateRunFailure('The registry was stopped meanwhile. Start the check again.'));
  await Promise.all(checks.running);
}

/** A check by its id. */
export function findCheck({ db }: Pick<Deps, 'db'>, id: string): Promise<Check | undefined> {
  return readCheck(db, id);
}

/** The checks of an implementation, newest first. */
export function findChecks(
  { db }: Pick<Deps, 'db'>,
  implementation: string,
  ask: Pick<PageAsk, 'cursor' | 'limit'>,
): Promise<Page<Check>> {
  return listChecks(db, implementation, ask);
}

/** The newest check of an implementation. */
export function findNewestCheck(
  { db }: Pick<Deps, 'db'>,
  implementation: string,
): Promise<Check | undefined> {
  return readNewestCheck(db, implementation);
}

/** Marks as failed the checks whose process is gone. */
export async function endLostChecks(deps: Deps): Promise<void> {
  const by = { subject: 'registry', department: '*', request_id: '-', traceparent: '' };
  const outcome = 'The process of the registry that ran it is gone. Start the check again.';
  const lost = await failLostChecks(deps.db, { lostMs, outcome }, { at: deps.now(), by });
  if (lost > 0) deps.logged();
}

interface Run {
  readonly implementation: Implementation;
  readonly asked: readonly GateSetting[];
  readonly settings: CheckSettings;
  readonly check: string;
  readonly by: Actor;
  readonly signal: AbortSignal;
}

/** Runs the gate to its end and stores what it came to; never rejects. */
async function carry(deps: Deps, run: Run): Promise<void> {
  const shown = (text: string) => withoutSecrets(text, run.asked, run.settings);
  let progress: Progress = { cases: undefined, sections: {}, failures: [] };
  const given = new AbortController();
  const beat = setInterval(() => {
    updateProgress(deps.db, run.check, progress)
      .then((mine) => mine || given.abort(new GateRunFailure('It was given up.')))
      .catch((error: unknown) =>
        deps.log.warn({ err: error, check: run.check }, 'its progress is told again'),
      );
  }, beatMs);
  const signal = AbortSignal.any([run.signal, given.signal]);
  try {
    const result = await deps.checks.runner.run({
      implementation: run.implementation,
      settings: run.settings,
      signal,
      begun: (cases) => {
        progress = { ...progress, cases };
      },
      done: ({ error, ...one }) => {
        progress = withCase(progress, { ...one, ...(error !== undefined && { error: shown(error) }) });
      },
      sign: (type, claims) => signFor(deps, run, type, claims),
    });
    await end(deps, run, progress, await judged(deps, run, result));
  } catch (error) {
    const outcome = shown(whyNot(signal, error));
    if (!(error instanceof GateRunFailure)) deps.log.error({ err: error, check: run.check }, outcome);
    await end(deps, run, progress, { state: 'failed', outcome }).catch((failure: unknown) =>
      deps.log.error({ err: failure, check: run.check }, 'its end is not stored'),
    );
  } finally {
    clearInterval(beat);
  }
}

async function end(
  deps: Deps,
  { check, by }: Run,
  progress: Progress,
  verdict: { state: 'passed' | 'failed'; outcome: string; attestationId?: string },
): Promise<void> {
  const ended = await endCheck(deps.db, { id: check, progress, ...verdict }, { at: deps.now(), by });
  if (ended) deps.logged();
}

/** Signs and stores the attestation of a run in which every case passed. */
async function judged(deps: Deps, { implementation, by }: Run, result: GateRunResult) {
  const { passed, failed, sections, contractHash, suiteHash, version } = result;
  if (failed > 0 || passed === 0) {
    return { state: 'failed' as const, outcome: `${failed} of ${passed + failed} cases failed.` };
  }
  const { token } = await deps.signer.sign('attestation+jwt', {
    implementation: {
      id: implementation.id,
      base_url: implementation.base_url,
      version: version ?? implementation.version,
    },
    component: implementation.component,
    profile: implementation.profile ?? 'core',
    contract_hash: contractHash,
    suite_hash: suiteHash,
    results: { passed, failed, sections },
  });
  const made = await storeAttestation(deps, { id: implementation.id, token, once: undefined, by });
  if (made === 'missing' || made === 'key_reused') {
    return { state: 'failed' as const, outcome: 'The implementation is not registered any more.' };
  }
  if ('refused' in made) {
    const outcome = `All ${passed} cases passed, but the result does not count. ${refusals[made.refused]}`;
    return { state: 'failed' as const, outcome };
  }
  const outcome = `All ${passed} cases passed. The attestation is stored.`;
  return { state: 'passed' as const, outcome, attestationId: made.thing.id };
}

async function signFor(
  deps: Deps,
  { implementation: { component } }: Run,
  type: string,
  claims: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  if (!isSignedFor({ component, now: deps.now() }, type, claims)) return undefined;
  if (await readDepartment(deps.db, String(claims.department), '*')) return undefined;
  return (await deps.signer.sign(type as 'order+jwt' | 'handover+jwt', claims)).token;
}

function whyNot({ aborted, reason }: AbortSignal, error: unknown): string {
  if (aborted && reason instanceof GateRunFailure) return reason.message;
  if (aborted) return 'It took too long and was ended. Look whether the implementation answers.';
  return error instanceof GateRunFailure
    ? `The gate gave no result: ${error.message}. Start the check again.`
    : 'What it came to could not be stored. Start the check again.';
}
