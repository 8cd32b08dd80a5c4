import { createEventValidator, hashOf, loadBundle } from '@ashlar/contracts';
import { suiteHash } from './attest.ts';
import { gatedComponents } from './components.ts';
import { versionOf } from './introduction.ts';
import type { CheckAsk, FromCheck, ToCheck } from './messages.ts';
import type { GateSubject, Sign } from './plan.ts';
import { gateCases, runGate } from './run.ts';

// The gate as a child process of a registry: what it is told and what it answers goes over the channel to its parent (`messages.ts`), and ends with it.

const waiting = new Map<number, (token: string | undefined) => void>();
let asked = 0;

process.on('message', (message: ToCheck) => {
  if (message.kind === 'signed') waiting.get(message.id)?.(message.token);
  else
    run(message.ask)
      .catch((error: unknown) => tell({ kind: 'stopped', why: reasonOf(error) }))
      .finally(() => process.disconnect());
});
process.on('disconnect', () => process.exit());

async function run(ask: CheckAsk): Promise<void> {
  const subject = await subjectOf(ask);
  tell({ kind: 'begun', cases: gateCases(subject).length });
  const { passed, failed, sections } = await runGate(subject, {
    report: ({ section, name, error }) =>
      tell({ kind: 'case', done: { section, name, ...(error !== undefined && { error }) } }),
  });
  const version = await versionOf(ask.baseUrl);
  const { contractHash } = subject;
  const result = { passed, failed, sections, contractHash, suiteHash: suiteHash() };
  tell({ kind: 'result', result: { ...result, ...(version !== undefined && { version }) } });
}

async function subjectOf({ component, settings, ...ask }: CheckAsk): Promise<GateSubject> {
  const { baseUrl, profile, implementation } = ask;
  const gated = Object.hasOwn(gatedComponents, component) ? gatedComponents[component] : undefined;
  if (!gated) throw new Error(`there is no gate for ${component}`);
  const contract = loadBundle(component);
  return {
    ...{ baseUrl, profile, contract, implementation, sign },
    contractHash: hashOf(contract),
    checkEvent: createEventValidator(component),
    plan: await gated.plan({ ...settings, baseUrl, profile }),
  };
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]?.slice(0, 500) ?? '';
}

const sign: Sign = async (type, claims) => {
  asked += 1;
  const id = asked;
  const answer = new Promise<string | undefined>((resolve) => waiting.set(id, resolve));
  tell({ kind: 'sign', id, type, claims });
  const token = await answer;
  waiting.delete(id);
  if (token === undefined) throw new Error('the registry does not sign this for a check');
  return token;
};

function tell(message: FromCheck): void {
  process.send?.(message);
}
