import { createHash, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { describeHandOver, type HandOverFacts } from '../hand-over.ts';
import { checkHelp, checkImplementation } from './check.ts';
import { type Implementation, implementationsOf } from './find.ts';
import { registryClient, registryHelp, registryOptions } from './registry-client.ts';
import { say, type Terminal, WrongCall } from './run.ts';

const help = `pnpm ashlar implementations register --component payments --base-url http://127.0.0.1:9100 --name green

  Asks a running implementation what it is (GET /ashlar/v1/handover), registers it, and shows the thumbprint of its key.

  --name      what it is called in the registry; one that is there already is brought up to date
  --version   its version or image digest, where it does not tell it
  --events    publishes (default) or feed: whether it publishes its events itself, or the registry does
  --json      prints what was registered as JSON
${registryHelp}

pnpm ashlar implementations check --component payments --name green

  Has the registry run the conformance gate against it, and waits for the result: 0 when it passed, 1 when it did not.

${checkHelp}

pnpm ashlar implementations list --component payments

  Lists what is registered.`;

const options = {
  ...registryOptions,
  component: { type: 'string' },
  'base-url': { type: 'string' },
  name: { type: 'string' },
  version: { type: 'string' },
  events: { type: 'string', default: 'publishes' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parseCall>['values'];
type Verb = (terminal: Terminal, values: Values, component: string) => Promise<number>;

const verbs: Readonly<Record<string, Verb>> = { register, check, list };

/** `pnpm ashlar implementations`. Resolves to the exit code. */
export async function implementationsCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseCall(args);
  const [verb, ...more] = positionals;
  if (values.help || verb === undefined) {
    say(terminal, help);
    return values.help ? 0 : 2;
  }
  if (more.length > 0 || !Object.hasOwn(verbs, verb)) {
    throw new WrongCall(`There is no implementations ${positionals.join(' ')}; --help shows what there is.`);
  }
  if (!values.component) throw new WrongCall('--component is needed, such as --component payments.');
  return (verbs[verb] as Verb)(terminal, values, values.component);
}

function parseCall(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : String(error);
    throw new WrongCall(`${reason}; --help shows what there is.`);
  }
}

async function register(terminal: Terminal, values: Values, component: string): Promise<number> {
  const { 'base-url': baseUrl, name, events } = values;
  if (!baseUrl || !URL.canParse(baseUrl)) {
    throw new WrongCall(
      '--base-url is needed: the root of the implementation, such as http://127.0.0.1:9100.',
    );
  }
  if (!name) throw new WrongCall('--name is needed: what it is called in the registry, such as green.');
  if (events !== 'publishes' && events !== 'feed') throw new WrongCall('--events takes publishes or feed.');
  const described = await describe(baseUrl, component);
  const version = values.version ?? described.implementation?.version;
  if (!version) throw new WrongCall('It does not tell its version: --version is needed.');
  const client = await registryClient(terminal.env, values.registry);
  const { contract_hash, profile, key } = described;
  const facts = { version, base_url: baseUrl, contract_hash, profile, key, events };
  const known = (await implementationsOf(client, component)).find((one) => one.name === name);
  const registered = known
    ? await client.send<Implementation>('PATCH', `implementations/${known.id}`, { body: facts })
    : await client.send<Implementation>('POST', 'implementations', {
        body: { component, name, ...facts },
        key: randomUUID(),
      });
  if (values.json) say(terminal, JSON.stringify(registered));
  else for (const line of told(registered, known !== undefined, thumbprintOf(key))) say(terminal, line);
  return 0;
}

async function check(terminal: Terminal, values: Values, component: string): Promise<number> {
  const { name, json, registry } = values;
  if (!name) throw new WrongCall('--name is needed: which implementation is checked, such as green.');
  return checkImplementation(await registryClient(terminal.env, registry), terminal, {
    component,
    name,
    json,
  });
}

async function list(terminal: Terminal, values: Values, component: string): Promise<number> {
  const client = await registryClient(terminal.env, values.registry);
  for (const one of await implementationsOf(client, component)) {
    const { id, name, version, base_url, key_thumbprint = 'no key' } = one;
    say(
      terminal,
      values.json
        ? JSON.stringify(one)
        : `${id}  ${name.padEnd(16)} ${version.padEnd(12)} ${base_url}  ${key_thumbprint}`,
    );
  }
  return 0;
}

function told({ id, name, version, base_url }: Implementation, known: boolean, thumbprint: string): string[] {
  return [
    `${known ? 'Brought up to date' : 'Registered'}: ${name} ${version} at ${base_url} (${id})`,
    `Thumbprint of its key: ${thumbprint}`,
    'Compare it with what its operators say before you swap to it.',
  ];
}

/** What the implementation says of itself. Throws what is to be said to whom registers it. */
async function describe(baseUrl: string, component: string): Promise<HandOverFacts> {
  const { origin } = new URL(baseUrl);
  const described = await describeHandOver(baseUrl);
  if (!described)
    throw new WrongCall(`${origin} has no hand-over: it cannot be swapped while traffic flows.`);
  if (described.component !== component) {
    throw new WrongCall(`${origin} is an implementation of ${described.component}, and not of ${component}.`);
  }
  return described;
}

/** RFC 7638 of a P-256 key, from its members and not from what it calls itself. */
function thumbprintOf({ crv, kty, x, y }: HandOverFacts['key']): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
