import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { implementationsOf, named } from './find.ts';
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
export const checkHelp = `  GATE_API_KEY, GATE_OTHER_API_KEY   keys of accounts of two departments of it whose names begin with gate-
  GATE_ADMIN_TOKEN, GATE_ACCOUNT_ID  for the full profile: who may administer the first account, and its id`;

const lookAgainMs = 500;

/**
 * Has the registry run the conformance gate against an implementation, and waits until it has ended. Resolves to the exit code: 0 when it passed, 1 when it did not.
 * Throws a `WrongCall` where a key is missing or the registry refuses.
 */
export async function checkImplementation(
  client: RegistryClient,
  terminal: Terminal,
  { component, name, json }: CheckAsk,
): Promise<number> {
  const body = settingsOf(terminal.env);
  const { id } = named(await implementationsOf(client, component), component, name);
  const path = `implementations/${id}/checks`;
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

function settingsOf({
  GATE_API_KEY: api_key,
  GATE_OTHER_API_KEY: other_api_key,
  GATE_ADMIN_TOKEN: admin_token,
  GATE_ACCOUNT_ID: account_id,
}: NodeJS.ProcessEnv) {
  if (!api_key || !other_api_key) {
    throw new WrongCall(
      'GATE_API_KEY and GATE_OTHER_API_KEY are needed in the environment; --help shows what for.',
    );
  }
  return { api_key, other_api_key, ...(admin_token && { admin_token }), ...(account_id && { account_id }) };
}

function told({ state, outcome = '', failures }: Check): string[] {
  const failed = failures.map(
    ({ section, name, error }) => `  ${section}: ${name}\n    ${error.split('\n')[0]}`,
  );
  return [...failed, `${state}: ${outcome}`];
}
