import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { confirmed } from './confirm.ts';
import { implementationsOf, named, servingOf } from './find.ts';
import { type RegistryClient, registryClient, registryHelp, registryOptions } from './registry-client.ts';
import { say, type Terminal, WrongCall } from './run.ts';
import { picture, swapDisplay } from './swap-progress.ts';
import { hasEnded, type Swap } from './swap-words.ts';
import { watchSwap } from './watch-swap.ts';

const help = `pnpm ashlar swap <verb>

  start --component payments --department demo --to NAME   starts a swap and watches it
  watch ID                watches a swap until it has ended
  status ID               shows how it stands
  list                    lists swaps, newest first
  abort ID                the old one goes on; possible until the new one is bound
  rollback ID             swaps back to the old one, which has followed since
  finish ID               lets the old one go; there is no way back after that

  --to            name or id of the implementation that takes over
  --thumbprint    of its key, as its operators tell it; without it you are asked
  --expected-epoch  of the binding; by default what it is now
  --component, --department  also narrow list
  --no-watch      do not wait for the end
  --json          a JSON document per line
${registryHelp}

It ends with 0 when the swap completed (or what was asked for is done), 1 when it aborted, 2 when the call was wrong or refused.`;

const options = {
  ...registryOptions,
  component: { type: 'string' },
  department: { type: 'string' },
  to: { type: 'string' },
  thumbprint: { type: 'string' },
  'expected-epoch': { type: 'string' },
  'no-watch': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parseCall>['values'];

/** What a verb works with. */
interface Call {
  readonly client: RegistryClient;
  readonly terminal: Terminal;
  readonly values: Values;
  readonly id: string;
}

const verbs: Readonly<Record<string, { needsId: boolean; run(call: Call): Promise<number> }>> = {
  start: { needsId: false, run: start },
  watch: { needsId: true, run: watch },
  status: { needsId: true, run: status },
  list: { needsId: false, run: list },
  abort: { needsId: true, run: abort },
  rollback: { needsId: true, run: rollBack },
  finish: { needsId: true, run: finish },
};

/** `pnpm ashlar swap`. Resolves to the exit code. */
export async function swapCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseCall(args);
  const [name, id = '', ...more] = positionals;
  if (values.help || name === undefined) {
    say(terminal, help);
    return values.help ? 0 : 2;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) throw new WrongCall(`There is no swap ${name}; --help shows what there is.`);
  if (verb.needsId !== (id !== '') || more.length > 0) {
    throw new WrongCall(
      verb.needsId
        ? `swap ${name} takes the id of a swap.`
        : `swap ${name} takes options only, and not ${id}.`,
    );
  }
  const client = await registryClient(terminal.env, values.registry);
  return verb.run({ client, terminal, values, id: encodeURIComponent(id) });
}

function parseCall(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : String(error);
    throw new WrongCall(`${reason}; --help shows what there is.`);
  }
}

async function start(call: Call): Promise<number> {
  const { client, terminal, values } = call;
  const { component, department, to } = values;
  if (!component || !department || !to) {
    throw new WrongCall(
      '--component, --department and --to are needed, such as --component payments --department demo --to green.',
    );
  }
  const [all, serving] = [
    await implementationsOf(client, component),
    await servingOf(client, component, department),
  ];
  const candidate = named(all, component, to);
  const thumbprint = values.thumbprint ?? (await confirmed(terminal, candidate));
  const body = {
    component,
    department,
    implementation_id: candidate.id,
    expected_epoch: epochOf(values['expected-epoch']) ?? serving.epoch,
    key_thumbprint: thumbprint,
  };
  const swap = await client.send<Swap>('POST', 'swaps', { body, key: randomUUID() });
  return follow(call, swap);
}

async function watch(call: Call): Promise<number> {
  return follow({ ...call, values: { ...call.values, 'no-watch': false } }, await read(call));
}

async function status(call: Call): Promise<number> {
  const swap = await read(call);
  tell(call, swap);
  return codeOf(swap);
}

async function list({ client, terminal, values }: Call): Promise<number> {
  const { component, department } = values;
  const query = new URLSearchParams({
    limit: '50',
    ...(component && { component }),
    ...(department && { department }),
  });
  const { swaps } = await client.send<{ swaps: Swap[] }>('GET', `swaps?${query}`);
  if (values.json) for (const swap of swaps) say(terminal, JSON.stringify(swap));
  else if (swaps.length === 0) say(terminal, 'There has been no swap.');
  else for (const swap of swaps) say(terminal, row(swap));
  return 0;
}

async function abort(call: Call): Promise<number> {
  const { client, id } = call;
  const swap = await client.send<Swap>('POST', `swaps/${id}/abort`, { key: randomUUID() });
  const code = await follow(call, swap);
  // What was asked for is that it aborts.
  return code === 1 ? 0 : code;
}

async function rollBack(call: Call): Promise<number> {
  const { client, id } = call;
  return follow(call, await client.send<Swap>('POST', `swaps/${id}/rollback`, { key: randomUUID() }));
}

async function finish(call: Call): Promise<number> {
  const { client, id } = call;
  tell(call, await client.send<Swap>('POST', `swaps/${id}/finish`, { key: randomUUID() }));
  return 0;
}

/** Shows a swap to its end, unless that was not wanted. */
async function follow(call: Call, swap: Swap): Promise<number> {
  const { client, terminal, values } = call;
  if (values['no-watch']) {
    tell(call, swap);
    return codeOf(swap);
  }
  if (!values.json) say(terminal, `Swap ${swap.id}`);
  const display = swapDisplay(terminal, values.json);
  try {
    display.show(swap);
    return codeOf(hasEnded(swap) ? swap : await watchSwap(client, swap.id, (next) => display.show(next)));
  } finally {
    display.end();
  }
}

function read({ client, id }: Call): Promise<Swap> {
  return client.send<Swap>('GET', `swaps/${id}`);
}

function tell({ terminal, values }: Call, swap: Swap): void {
  if (values.json) say(terminal, JSON.stringify(swap));
  else say(terminal, [`Swap ${swap.id}`, ...picture(swap, new Date())].join('\n'));
}

function row({ id, created_at, component, department, from, to, state, kind }: Swap): string {
  const what = `${component} ${department}`.padEnd(28);
  const how = kind === 'rollback' ? ' (rollback)' : '';
  return `${id}  ${created_at.slice(0, 19).replace('T', ' ')}  ${state.padEnd(10)} ${what} ${from.name} → ${to.name}${how}`;
}

function codeOf({ state }: Swap): number {
  return state === 'aborted' || state === 'aborting' ? 1 : 0;
}

function epochOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new WrongCall(`--expected-epoch takes a whole number, and not ${text}.`);
}
