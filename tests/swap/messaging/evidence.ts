import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Heard } from '../feed-reader.ts';
import type { Caller } from '../http.ts';
import type { Wanted } from '../ledger.ts';
import { each, find, gatherSettled } from '../witness.ts';
import type { MessagingAccount } from './account.ts';
import type { MessageChange } from './change.ts';
import type { Evidence, Shown } from './check.ts';

type Gathered = Pick<Evidence, 'feed' | 'shown' | 'texts' | 'versions' | 'secure'>;

/** Reads, from one implementation alone, everything that the ledger or the feed names. What is on its way to its carrier, or to a mailbox, is waited for. */
export async function gather(
  witness: Caller,
  account: MessagingAccount,
  wanted: readonly Wanted<MessageChange>[],
  home: string,
): Promise<Gathered> {
  const far = new Set(wanted.flatMap((one) => (one.far ? [one.reference ?? ''] : [])));
  const { feed, shown } = await gatherSettled<Shown>(witness, {
    idsOf: (events) => idsOf(wanted, events),
    show: (id) => show(witness, id),
    unsettled: (all) =>
      [...all].flatMap(([id, { status, reference }]) =>
        onItsWay.has(status) && !far.has(reference ?? '') ? [id] : [],
      ),
  });
  const template = await find(witness, `/v2/template/${account.editedTemplate}`);
  return {
    feed,
    shown,
    texts: await readTexts(witness),
    versions: Number((template as { version?: number })?.version),
    secure: await readSecure(witness, wanted, home),
  };
}

const onItsWay: ReadonlySet<string> = new Set(['created', 'sending', 'pending']);

function idsOf(wanted: readonly Wanted<MessageChange>[], feed: readonly Heard[]): string[] {
  const made = wanted.flatMap((one) =>
    one.operation === 'send' || one.operation === 'plan' ? [...one.made] : [],
  );
  const told = feed
    .filter(({ type }) => type.startsWith('messaging.notification.'))
    .map(({ subject }) => subject);
  return [...new Set([...made, ...told])];
}

async function show(witness: Caller, id: string): Promise<Shown | undefined> {
  const found = await find(witness, `/v2/notifications/${id}`);
  if (!found) return undefined;
  const { reference, type, status } = found as Shown;
  return { reference, type, status };
}

async function readTexts(witness: Caller): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (let after = ''; ; ) {
    const page = (await find(witness, `/v2/received-text-messages${after}`)) as {
      received_text_messages: { id: string; content: string }[];
    };
    for (const { id, content } of page.received_text_messages) texts.set(id, content);
    const last = page.received_text_messages.at(-1);
    if (!last) return texts;
    after = `?older_than=${last.id}`;
  }
}

/** So many secure messages have their evidence verified, the oldest among them: they have lived through every swap. */
const mostVerified = 12;

async function readSecure(
  witness: Caller,
  wanted: readonly Wanted<MessageChange>[],
  home: string,
): Promise<Map<string, string[]>> {
  const ids = wanted.flatMap((one) => (one.operation === 'secure' ? [...one.made] : []));
  const verified = new Set(ids.filter((_, at) => at % Math.ceil(ids.length / mostVerified) === 0));
  const folder = join(home, 'evidence');
  await mkdir(folder, { recursive: true });
  const keys = join(folder, 'keys.json');
  await writeFile(keys, JSON.stringify(await find(witness, '/ashlar/v1/evidence-keys')));
  const secure = new Map<string, string[]>();
  await each(ids, async (id) => {
    const path = `/ashlar/v1/secure-messages/${id}`;
    const [message, chain] = await Promise.all([find(witness, path), find(witness, `${path}/evidence`)]);
    if (!message || !chain) return;
    const { state } = message as { state: string };
    secure.set(id, state === 'delivered' ? [] : [`it is ${state}`]);
    if (!verified.has(id)) return;
    await writeFile(join(folder, `${id}.json`), JSON.stringify(chain));
    await writeFile(join(folder, `${id}-content.json`), JSON.stringify(message));
  });
  for (const id of verified) {
    if (!secure.has(id)) continue;
    const fault = await verify(keys, join(folder, `${id}.json`), join(folder, `${id}-content.json`));
    if (fault !== undefined) secure.get(id)?.push(fault);
  }
  return secure;
}

const verifier = fileURLToPath(
  new URL('../../../services/messaging/src/verify-evidence.ts', import.meta.url),
);

/** What `pnpm messaging:verify-evidence` finds wrong. */
function verify(jwks: string, file: string, content: string): Promise<string | undefined> {
  const args = [verifier, '--file', file, '--jwks', jwks, '--content', content];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, _stdout, stderr) =>
      resolve(error ? stderr.trim() || error.message : undefined),
    );
  });
}
