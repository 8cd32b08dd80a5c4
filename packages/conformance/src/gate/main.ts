import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createEventValidator, hashOf, loadBundle } from '@ashlar/contracts';
import type { CaseResult } from '../suite.ts';
import { type Attested, signerOf, suiteHash } from './attest.ts';
import { type GatedComponent, gatedComponents, missingSettings } from './components.ts';
import { versionOf } from './introduction.ts';
import type { GatePlan, GateSubject, Profile } from './plan.ts';
import { reportPage } from './report.ts';
import { type GateResult, runGate } from './run.ts';

const HELP = `Holds an implementation to all of its contract before it may be bound: the contract itself, the behaviour suite of its profile, repeats and
duplicates, events, receipts, error shapes, and the hand-over, in which the gate is the registry and the other implementation.

  pnpm conformance --gate --component NAME --base-url URL --api-key KEY … [--profile core|full] --registry-key FILE
                   [--version VERSION] [--attest-key FILE] [--out FOLDER]
  pnpm conformance --gate --component NAME --base-url URL --contract FOLDER --suite FILE [--set NAME=VALUE]… …

${Object.entries(gatedComponents).map(componentHelp).join('\n')}
of each:
  --profile       what the implementation claims (core by default)
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
const settings = Object.values(gatedComponents).flatMap((gated) => gated.settings);
const { values } = parseArgs({
  options: {
    ...Object.fromEntries(settings.map(({ name }) => [optionOf(name), text])),
    gate: { type: 'boolean' },
    component: { type: 'string', default: 'payments' },
    'base-url': text,
    profile: { type: 'string', default: 'core' },
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
  const own = gated();
  if (suite === undefined && !own) return `There is no gate for ${component}: give --contract and --suite.`;
  if (suite !== undefined && contract === undefined) return 'Missing: --contract.';
  const lacking = own ? missingSettings(own, profile, given()).map(({ name }) => optionOf(name)) : [];
  const missing = [...(values['base-url'] === undefined ? ['base-url'] : []), ...lacking];
  return missing.length > 0 ? `Missing: ${missing.map((name) => `--${name}`).join(', ')}.` : undefined;
}

/** The gate of a component of ours; undefined where somebody brings a suite. */
function gated(): GatedComponent | undefined {
  const isOurs = values.suite === undefined && Object.hasOwn(gatedComponents, values.component);
  return isOurs ? gatedComponents[values.component] : undefined;
}

/** What the call gives of the settings of our components. */
function given(): Record<string, string> {
  const all = values as Readonly<Record<string, unknown>>;
  const pairs = settings.map(({ name }) => [name, all[optionOf(name)]]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

function optionOf(setting: string): string {
  return setting === 'account_id' ? 'account' : setting.replaceAll('_', '-');
}

function componentHelp([component, { settings: asked }]: [string, GatedComponent]): string {
  const when = { always: '', full: ' (full profile)', never: ' (optional)' };
  const line = ({ name, label, hint, needed }: (typeof asked)[number]) =>
    `  --${optionOf(name).padEnd(15)} ${label}${when[needed]}. ${hint}`;
  return [`of ${component}:`, ...asked.map(line)].join('\n');
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
    const set = (values.set ?? []).map((pair) => pair.split(/=(.*)/s, 2));
    return plan({ ...Object.fromEntries(set), baseUrl, profile });
  }
  return (gated() as GatedComponent).plan({ ...given(), baseUrl, profile });
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
