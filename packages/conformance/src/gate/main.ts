import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createEventValidator, hashOf, loadBundle } from '@ashlar/contracts';
import { messagingPlan } from '../messaging/gate.ts';
import { paymentsPlan } from '../payments/gate.ts';
import type { CaseResult } from '../suite.ts';
import { type Attested, signerOf, suiteHash } from './attest.ts';
import { versionOf } from './introduction.ts';
import type { GatePlan, GateSubject, Profile } from './plan.ts';
import { reportPage } from './report.ts';
import { type GateResult, runGate } from './run.ts';

const HELP = `Holds an implementation to all of its contract before it may be bound: the contract itself, the behaviour suite of its profile, repeats and
duplicates, events, receipts, error shapes, and the hand-over, in which the gate is the registry and the other implementation.

  pnpm conformance --gate --component payments --base-url URL --api-key KEY --other-api-key KEY [--other-base-url URL]
                   [--admin-token TOKEN --account ID] [--profile core|full] --registry-key FILE
                   [--version VERSION] [--attest-key FILE] [--out FOLDER]
  pnpm conformance --gate --component messaging --base-url URL --api-key KEY [--test-api-key KEY] [--admin-token TOKEN] …
  pnpm conformance --gate --component NAME --base-url URL --contract FOLDER --suite FILE [--set NAME=VALUE]… …

  --profile       what the implementation claims (core by default); full needs --admin-token, and of payments --account
  --api-key       of messaging, a live key of a service that has a template of e-mails and one of text messages, each with a placeholder
  --registry-key  a private key (JWK, P-256) whose public part is among the candidate's REGISTRY_JWKS; the hand-over needs it
  --implementation  its id in the registry, by which tokens name it; its address unless told
  --version       what runs there; what GET /ashlar/v1/handover says unless told
  --attest-key    a private key (JWK, P-256): signs the attestation if every case passes
  --out           writes result.json, report.html and, if every case passes, attestation.jws there
  --contract      folder of a generated contract (NAME.json, events.json, handover/NAME.json), for a component that is not one of ours
  --suite         a module that exports \`plan(settings)\`, which answers a GatePlan; with --set its settings beside baseUrl and profile
  --section       run this section only (may be given more than once); nothing is attested then
  --json          print the result as JSON
Exit code 0 when every case passed, 1 when one failed, 2 when the call is not right.`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    gate: { type: 'boolean' },
    component: { type: 'string', default: 'payments' },
    'base-url': text,
    profile: { type: 'string', default: 'core' },
    'api-key': text,
    'other-api-key': text,
    'other-base-url': text,
    'test-api-key': text,
    'admin-token': text,
    account: text,
    implementation: text,
    version: text,
    'registry-key': text,
    'attest-key': text,
    out: text,
    contract: text,
    suite: text,
    set: { type: 'string', multiple: true },
    section: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** What a component of ours has to be called with, beside its address. */
const neededBy: Readonly<Record<string, { always: readonly string[]; full: readonly string[] }>> = {
  payments: { always: ['api-key', 'other-api-key'], full: ['admin-token', 'account'] },
  messaging: { always: ['api-key'], full: ['admin-token'] },
};

process.exitCode = values.help ? help(0) : await main();

function help(code: number, problem = ''): number {
  console.log(problem ? `${problem}\n\n${HELP}` : HELP);
  return code;
}

/** @returns the exit code. */
async function main(): Promise<number> {
  const problem = problemWithCall();
  if (problem) return help(2, problem);
  const subject = await subjectOf();
  const result = await runGate(subject, {
    ...(values.section && { only: values.section }),
    ...(!values.json && { report: print }),
  });
  const attested = await attestedBy(subject, result);
  const isWhole = values.section === undefined;
  const jws = isWhole && passes(result) ? await sign(attested) : undefined;
  if (values.out !== undefined) write(values.out, { attested, result, jws });
  if (values.json) console.log(JSON.stringify({ ...attested, ...result, attestation: jws }, null, 2));
  else console.log(`\n${result.passed} passed, ${result.failed} failed, ${Math.round(result.ms / 1000)} s`);
  return passes(result) ? 0 : 1;
}

function problemWithCall(): string | undefined {
  const { component, profile, suite, contract } = values;
  if (profile !== 'core' && profile !== 'full') return '--profile is core or full.';
  if (suite === undefined && !Object.hasOwn(neededBy, component))
    return `There is no gate for ${component}: give --contract and --suite.`;
  if (suite !== undefined && contract === undefined) return 'Missing: --contract.';
  const own = suite === undefined ? neededBy[component] : undefined;
  const needed = ['base-url', ...(own?.always ?? []), ...(profile === 'full' ? (own?.full ?? []) : [])];
  const missing = needed.filter((name) => values[name as 'base-url'] === undefined);
  return missing.length > 0 ? `Missing: ${missing.map((name) => `--${name}`).join(', ')}.` : undefined;
}

async function subjectOf(): Promise<GateSubject> {
  const folder = values.contract === undefined ? undefined : pathToFileURL(`${resolve(values.contract)}/`);
  const contract = loadBundle(values.component, folder);
  const baseUrl = String(values['base-url']).replace(/\/$/, '');
  const profile = values.profile as Profile;
  const key = values['registry-key'];
  return {
    baseUrl,
    profile,
    contract,
    contractHash: hashOf(contract),
    checkEvent: createEventValidator(values.component, folder),
    plan: await planOf(baseUrl, profile),
    implementation: values.implementation ?? baseUrl,
    ...(key !== undefined && { sign: await signerOf(key, 'registry') }),
  };
}

async function planOf(baseUrl: string, profile: Profile): Promise<GatePlan> {
  if (values.suite !== undefined) {
    const { plan } = (await import(pathToFileURL(resolve(values.suite)).href)) as {
      plan(settings: Readonly<Record<string, string>>): GatePlan | Promise<GatePlan>;
    };
    const given = (values.set ?? []).map((pair) => pair.split(/=(.*)/s, 2));
    return plan({ ...Object.fromEntries(given), baseUrl, profile });
  }
  const token = values['admin-token'];
  if (values.component === 'messaging') {
    const testApiKey = values['test-api-key'];
    const given = { ...(testApiKey && { testApiKey }), ...(token && { adminToken: token }) };
    return messagingPlan({ baseUrl, apiKey: String(values['api-key']), ...given }, profile);
  }
  return paymentsPlan(
    {
      baseUrl,
      apiKey: String(values['api-key']),
      other: { baseUrl: values['other-base-url'] ?? baseUrl, apiKey: String(values['other-api-key']) },
      ...(token && values.account && { admin: { token, accountId: values.account } }),
    },
    profile,
  );
}

async function attestedBy(subject: GateSubject, result: GateResult): Promise<Attested> {
  const { passed, failed, sections } = result;
  return {
    implementation: {
      ...(values.implementation !== undefined && { id: values.implementation }),
      base_url: subject.baseUrl,
      version: values.version ?? (await versionOf(subject.baseUrl)) ?? 'unknown',
    },
    component: subject.plan.component,
    profile: subject.profile,
    contract_hash: subject.contractHash,
    suite_hash: suiteHash(values.suite),
    results: { passed, failed, sections },
  };
}

async function sign(attested: Attested): Promise<string | undefined> {
  if (values['attest-key'] === undefined) return undefined;
  return (await signerOf(values['attest-key'], 'gate'))('attestation+jwt', { ...attested });
}

function passes({ passed, failed }: GateResult): boolean {
  return failed === 0 && passed > 0;
}

function write(
  folder: string,
  { attested, result, jws }: { attested: Attested; result: GateResult; jws: string | undefined },
): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'result.json'), `${JSON.stringify({ ...attested, ...result }, null, 2)}\n`);
  writeFileSync(join(folder, 'report.html'), reportPage(attested, result, new Date()));
  if (jws !== undefined) writeFileSync(join(folder, 'attestation.jws'), `${jws}\n`);
}

function print({ section, name, ms, error }: CaseResult): void {
  console.log(`${error ? 'FAIL' : 'ok  '} ${section}: ${name} (${ms} ms)`);
  if (error) console.log(`       ${error.split('\n').join('\n       ')}`);
}
