import { createEventValidator, hashOf, loadBundle } from '@ashlar/contracts';
import { paymentsPlan } from '../payments/gate.ts';
import { suiteHash } from './attest.ts';
import { versionOf } from './introduction.ts';
import type { CheckAsk, FromCheck, ToCheck } from './messages.ts';
import type { GateSubject, Sign } from './plan.ts';
import { gateCases, runGate } from './run.ts';

// The gate as a child process of a registry: what it is told and what it answers goes over the channel to its parent (`messages.ts`), and ends with it.

const waiting = new Map<number, (token: string | undefined) => void>();
let asked = 0;

process.on('message', (message: ToCheck) => {
  if (message.kind === 'signed') waiting.get(message.id)?.(message.token);
  else run(message.ask).finally(() => process.disconnect());
});
process.on('disconnect', () => process.exit());

async function run(ask: CheckAsk): Promise<void> {
  const subject = subjectOf(ask);
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

function subjectOf(ask: CheckAsk): GateSubject {
  const { component, baseUrl, profile, implementation, apiKey, otherApiKey, otherBaseUrl, admin } = ask;
  const contract = loadBundle(component);
  const other = { baseUrl: otherBaseUrl ?? baseUrl, apiKey: otherApiKey };
  return {
    ...{ baseUrl, profile, contract, implementation, sign },
    contractHash: hashOf(contract),
    checkEvent: createEventValidator(component),
    plan: paymentsPlan({ baseUrl, apiKey, other, ...(admin && { admin }) }, profile),
  };
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
