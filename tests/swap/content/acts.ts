import { setTimeout as wait } from 'node:timers/promises';
import { type Account, type Drive, drawAction } from '../driver.ts';
import type { Answer } from '../http.ts';
import type { ContentChange } from './change.ts';

/** What a publishing application does, and how often of a hundred times. */
const mix = {
  write: 18,
  edit: 15,
  publish: 15,
  link: 6,
  unpublish: 3,
  succeed: 3,
  discard: 3,
  repeat: 4,
  read: 24,
  get: 9,
} as const;

/** A document as the driver knows it. */
interface Known {
  readonly id: string;
  readonly path: string;
  /** `both` is a live page with a draft beside it. */
  stage: 'draft' | 'live' | 'both' | 'gone';
  lock: number;
  title: string;
  live: string;
  /** The version of its link set. */
  links: number;
}

/** A publishing application that writes, publishes, takes away and reads with one token. */
export function publishingWith(token: string): Account {
  return { authorization: () => `Bearer ${token}`, begin };
}

function begin(drive: Drive): () => Promise<void> {
  const { chance } = drive;
  const idle: Known[] = [];
  /** Does something with one document that nothing else is done with meanwhile; writes a new one when there is none. */
  const onOne = async (stages: readonly Known['stage'][], act: (one: Known) => Promise<boolean>) => {
    const fits = idle.flatMap(({ stage }, at) => (stages.includes(stage) ? [at] : []));
    const at = chance.pick(fits);
    const [one] = at === undefined ? [] : idle.splice(at, 1);
    if (!one) await begins();
    else if (await act(one)) idle.push(one);
  };
  const begins = async () => {
    const one = newAt(`/drill/${drive.name()}`);
    if (await write(drive, one)) idle.push(one);
  };
  const succeed = async ({ path }: Known) => {
    const one = newAt(path);
    if ((await write(drive, one)) && (await publish(drive, one))) idle.push(one);
    // The page that made way is left alone from now on.
    return false;
  };
  return async () => {
    switch (drawAction(chance, mix)) {
      case 'edit':
        return onOne(['draft', 'live', 'both'], (one) => write(drive, one));
      case 'publish':
        return onOne(['draft', 'both'], (one) => publish(drive, one));
      case 'unpublish':
        return onOne(['live'], (one) => unpublish(drive, one));
      case 'succeed':
        return onOne(['gone'], succeed);
      case 'link':
        return onOne(['draft', 'live', 'both'], (one) => link(drive, one));
      case 'discard':
        return onOne(['both'], (one) => discard(drive, one));
      case 'repeat':
        return (await drive.repeat()) ? undefined : begins();
      case 'read':
        return onOne(['live', 'both'], (one) => read(drive, one));
      case 'get':
        return onOne(['draft', 'live', 'both'], (one) => get(drive, one));
      default:
        return begins();
    }
  };
}

function newAt(path: string): Known {
  return { id: crypto.randomUUID(), path, stage: 'draft', lock: 0, title: '', live: '', links: 0 };
}

async function write(drive: Drive, one: Known): Promise<boolean> {
  const title = `Page ${drive.name()}`;
  const answer = await change(drive, one, { operation: 'write', title }, '', {
    base_path: one.path,
    title,
    description: 'A page of the drill.',
    ...{ document_type: 'answer', schema_name: 'answer', locale: 'en', update_type: 'major' },
    ...{ publishing_app: 'publisher', rendering_app: 'frontend', change_note: 'It is new.' },
    routes: [{ path: one.path, type: 'exact' }],
    details: { body: [{ content_type: 'text/html', content: '<p>It is here.</p>' }] },
    ...(one.lock > 0 && { previous_version: one.lock }),
  });
  if (!answer) return false;
  const { lock_version: lock } = JSON.parse(answer.text) as { lock_version: number };
  if (lock !== one.lock) drive.wonder(`${one.id} is at lock version ${lock}, not ${one.lock}`);
  one.title = title;
  if (one.stage === 'live') one.stage = 'both';
  return true;
}

async function publish(drive: Drive, one: Known): Promise<boolean> {
  if (!(await change(drive, one, { operation: 'publish' }, '/publish'))) return false;
  one.stage = 'live';
  one.live = one.title;
  return true;
}

async function unpublish(drive: Drive, one: Known): Promise<boolean> {
  if (!(await change(drive, one, { operation: 'unpublish' }, '/unpublish', { type: 'gone' }))) return false;
  one.stage = 'gone';
  return true;
}

async function discard(drive: Drive, one: Known): Promise<boolean> {
  if (!(await change(drive, one, { operation: 'discard' }, '/discard-draft'))) return false;
  one.stage = 'live';
  return true;
}

/** Changes a link set at the version that the driver knows. No key makes a repeat of it safe: told that the version is past, a caller whose first try had no answer reads it. */
async function link(drive: Drive, one: Known): Promise<boolean> {
  const target = crypto.randomUUID();
  const answer = await drive.change({
    ...{ operation: 'link', what: { content: one.id, path: one.path, target }, once: true },
    ...{ path: `/v2/links/${one.id}`, method: 'PATCH' },
    body: { links: { organisations: [target] }, previous_version: one.links },
    isSpent: ({ status }, tries) => status === 409 && tries > 1,
  });
  if (!answer) return false;
  one.links += 1;
  const { version } = JSON.parse(answer.text) as { version: number };
  if (version !== one.links) drive.wonder(`the links of ${one.id} are at ${version}, not ${one.links}`);
  return true;
}

/** Carries out a command at the version that the driver knows. */
async function change(
  drive: Drive,
  one: Known,
  what: Pick<ContentChange, 'title'> & { operation: Exclude<ContentChange['operation'], 'link'> },
  rest: string,
  body: object = {},
): Promise<Answer | undefined> {
  const { id, path, lock } = one;
  const { operation, ...more } = what;
  const answer = await drive.change({
    ...{ operation, what: { content: id, path, ...more }, path: `/v2/content/${id}${rest}` },
    ...(operation === 'write' && { method: 'PUT' }),
    body: { ...(lock > 0 && { previous_version: lock }), ...body },
    made: ({ content_id }) => content_id,
  });
  if (answer) one.lock += 1;
  return answer;
}

/** How long a process may show what another one has changed (`READ_TRUST_MS`), and a little. */
const trustMs = 1200;

/** Reads a page as the public does: it is what was published last. */
async function read(drive: Drive, one: Known): Promise<boolean> {
  const title = async () => {
    const answer = await drive.read(`/content${one.path}`);
    return answer && (JSON.parse(answer.text) as { title?: string }).title;
  };
  let seen = await title();
  if (seen !== undefined && seen !== one.live) {
    await wait(trustMs);
    seen = await title();
  }
  if (seen !== undefined && seen !== one.live) drive.wonder(`${one.path} shows ${seen}, not ${one.live}`);
  return true;
}

async function get(drive: Drive, one: Known): Promise<boolean> {
  const answer = await drive.read(`/v2/content/${one.id}`);
  const { lock_version: lock = one.lock } = answer ? JSON.parse(answer.text) : {};
  if (lock !== one.lock) drive.wonder(`${one.id} is at lock version ${lock}, not ${one.lock}`);
  return true;
}
