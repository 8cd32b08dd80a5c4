import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type GatedComponent, gatedComponents, missingSettings } from '@ashlar/conformance/gate';
import { type Implementation, implementationsOf, named } from './find.ts';
import type { RegistryClient } from './registry-client.ts';
import { say, type Terminal, WrongCall } from './run.ts';

/** A run of the conformance gate, as far as it is shown. */
interface Check {
  readonly id: string;
  readonly state: 'running' | 'passed' | 'failed';
  readonly outcome?: string;
  readonly failures: readonly { readonly section: string; readonly name: string; readonly error: string }[];
}

/** What a check is asked for with. */
export interface CheckAsk {
  readonly component: string;
  /** Name or id of the implementation. */
  readonly name: string;
  readonly json: boolean;
}

/** The variables that a check takes its keys from. They are no options: those of a process can be seen by others. */
export const checkHelp = Object.entries(gatedComponents).map(variablesOf).join('\n');

const lookAgainMs = 500;

/**
 * Has the registry run the conformance gate against an implementation, and waits until it has ended. Resolves to the exit code: 0 when it passed, 1 when it did not.
 * Throws a `WrongCall` where there is no gate for its component, a key is missing or the registry refuses.
 */
export async function checkImplementation(
  client: RegistryClient,
  terminal: Terminal,
  { component, name, json }: CheckAsk,
): Promise<number> {
  const implementation = named(await implementationsOf(client, component), component, name);
  const body = settingsFor(implementation, terminal.env);
  const path = `implementations/${implementation.id}/checks`;
  let check = await client.send<Check>('POST', path, { body, key: randomUUID() });
  if (!json) say(terminal, `Check ${check.id} of ${name} is under way`);
  while (check.state === 'running') {
    await wait(lookAgainMs);
    check = await client.send<Check>('GET', `${path}/${check.id}`);
  }
  if (json) say(terminal, JSON.stringify(check));
  else for (const line of told(check)) say(terminal, line);
  return check.state === 'passed' ? 0 : 1;
}

function settingsFor(
  { component, profile = 'core' }: Implementation,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const gated = Object.hasOwn(gatedComponents, component) ? gatedComponents[component] : undefined;
  if (!gated) {
    const those = Object.keys(gatedComponents).join(', ');
    throw new WrongCall(`The registry has no gate for ${component}; it has one for: ${those}.`);
  }
  const pairs = gated.settings.map(({ name }) => [name, env[variableOf(name)]]);
  const given = Object.fromEntries(pairs.filter(([, value]) => value));
  const missing = missingSettings(gated, profile, given).map(({ name }) => variableOf(name));
  if (missing.length > 0) {
    const are = missing.length > 1 ? 'are' : 'is';
    throw new WrongCall(
      `${missing.join(' and ')} ${are} needed in the environment for the ${profile} profile of ${component}; --help shows what for.`,
    );
  }
  return given;
}

function variablesOf([component, { advice, settings }]: [string, GatedComponent]): string {
  const when = { always: '', full: ' (full profile)', never: ' (optional)' };
  const lines = settings.map(
    ({ name, label, hint, needed }) => `    ${variableOf(name).padEnd(20)} ${label}${when[needed]}. ${hint}`,
  );
  return [`  From the environment, for ${component}:`, ...lines, `    ${advice}`].join('\n');
}

function variableOf(setting: string): string {
  return `GATE_${setting.toUpperCase()}`;
}

function told({ state, outcome = '', failures }: Check): string[] {
  const failed = failures.map(
    ({ section, name, error }) => `  ${section}: ${name}\n    ${error.split('\n')[0]}`,
  );
  return [...failed, `${state}: ${outcome}`];
}
