import { type CryptoKey, compactDecrypt, importJWK, type JWK } from 'jose';
import type { Books, Row } from './books.ts';
import { Fenced } from './fence.ts';
import { importItems } from './handover-import.ts';
import type { Item } from './handover-records.ts';
import { passPosition } from './journal.ts';

/** Follows other implementations in the background. What it follows is stored, so that it goes on after the process was killed. */
export interface Follower {
  /** Has a department follow a source; the same source again renews the token. */
  follow(department: string, ask: { source: string; token: string; from: number | undefined }): Promise<void>;
  /** Ends it, once the batch in hand is stored. */
  unfollow(department: string): Promise<void>;
  /** How long ago everything of the source was applied; undefined before it was. */
  lagMs(department: string): number | undefined;
  stop(): Promise<void>;
}

const waitS = 20;
const retryMs = { first: 200, most: 5000 };

/** Why following cannot go on, however often it is tried. */
class Hopeless extends Error {}
/** The source no longer keeps what comes next. */
class Gone extends Error {}

/** Starts what is stored to be followed. */
export async function startFollower(books: Books, secret: JWK): Promise<Follower> {
  const key = (await importJWK({ ...secret, alg: 'ECDH-ES' }, 'ECDH-ES')) as CryptoKey;
  const jobs = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  const fresh = new Map<string, number>();
  const start = (department: string) => {
    if (jobs.has(department)) return;
    const stop = new AbortController();
    const ended = run(books, key, department, { signal: stop.signal, fresh }).finally(() =>
      jobs.delete(department),
    );
    jobs.set(department, { stop, ended });
  };
  const end = async (department: string) => {
    const job = jobs.get(department);
    job?.stop.abort();
    await job?.ended;
    fresh.delete(department);
  };
  for (const { department } of books.all(`select department from follow where phase in ('snapshot', 'feed')`))
    start(String(department));
  return {
    async follow(department, ask) {
      const known = books.one('select * from follow where department = ?', department);
      const isSame = known?.source === ask.source && known.phase !== 'stopped' && known.phase !== 'failed';
      if (!isSame) await end(department);
      await books.write(() =>
        isSame
          ? books.run('update follow set token = ?, error = null where department = ?', ask.token, department)
          : begin(books, department, ask),
      );
      start(department);
    },
    async unfollow(department) {
      await end(department);
      await books.write(() =>
        books.run(`update follow set phase = 'stopped' where department = ?`, department),
      );
    },
    lagMs(department) {
      const at = fresh.get(department);
      return at === undefined ? undefined : Math.max(0, Date.now() - at);
    },
    async stop() {
      await Promise.all([...jobs.keys()].map(end));
    },
  };
}

function begin(
  books: Books,
  department: string,
  { source, token, from }: { source: string; token: string; from: number | undefined },
): void {
  books.run(
    `insert or replace into follow (department, source, token, phase, position, begun, cursor, records, error) values (?, ?, ?, ?, ?, 0, null, 0, null)`,
    ...[department, source, token, from === undefined ? 'snapshot' : 'feed', from ?? 0],
  );
}

interface Job {
  readonly signal: AbortSignal;
  readonly fresh: Map<string, number>;
}

async function run(books: Books, key: CryptoKey, department: string, job: Job): Promise<void> {
  for (let failures = 0; !job.signal.aborted; ) {
    const at = books.one('select * from follow where department = ?', department);
    if (at?.phase !== 'snapshot' && at?.phase !== 'feed') return;
    try {
      await (at.phase === 'snapshot' ? pullSnapshot(books, key, at, job) : pullFeed(books, key, at, job));
      failures = 0;
    } catch (error) {
      if (job.signal.aborted) return;
      failures += 1;
      await noteFailure(books, department, error);
      await rest(Math.min(retryMs.most, retryMs.first * 2 ** failures), job.signal);
    }
  }
}

async function pullSnapshot(books: Books, key: CryptoKey, at: Row, { signal }: Job): Promise<void> {
  const department = String(at.department);
  const path = at.cursor === null ? 'snapshot' : `snapshot?after=${encodeURIComponent(String(at.cursor))}`;
  const response = await get(at, path, signal);
  let isWhole = false;
  let begun = at.begun === 1;
  for await (const text of linesOf(response)) {
    const line = JSON.parse(text) as { position?: number; jwe?: string; cursor?: string; end?: boolean };
    if (line.end) isWhole = true;
    else if (line.jwe !== undefined) {
      const items = await open(key, line.jwe);
      await books.write(() => {
        importItems(books, department, items);
        books.run(
          'update follow set cursor = ?, records = records + ?, error = null where department = ?',
          line.cursor ?? null,
          items.length,
          department,
        );
      });
    } else if (!begun && line.position !== undefined) {
      const { position } = line;
      await books.write(() =>
        books.run('update follow set position = ?, begun = 1 where department = ?', position, department),
      );
      begun = true;
    }
    if (signal.aborted) return;
  }
  if (!isWhole) throw new Error('The source broke off its snapshot');
  await books.write(() => {
    const row = books.one('select position from follow where department = ?', department);
    passPosition(books, Number(row?.position));
    books.run(`update follow set phase = 'feed', cursor = null where department = ?`, department);
  });
}

async function pullFeed(books: Books, key: CryptoKey, at: Row, { signal, fresh }: Job): Promise<void> {
  const department = String(at.department);
  const wait = fresh.has(department) ? waitS : 0;
  const response = await get(at, `feed?after=${at.position}&wait=${wait}`, signal);
  const { position, head, jwe } = (await response.json()) as {
    position: number;
    head?: number;
    jwe?: string;
  };
  if (!Number.isSafeInteger(position) || position < Number(at.position))
    throw new Error('The source answered something that is no feed');
  const items = jwe === undefined ? [] : await open(key, jwe);
  await books.write(() => {
    importItems(books, department, items);
    passPosition(books, position);
    books.run(
      'update follow set position = ?, records = records + ?, error = null where department = ?',
      position,
      items.length,
      department,
    );
  });
  if (items.length < 500 && (head === undefined || position >= head)) fresh.set(department, Date.now());
}

async function get(at: Row, path: string, signal: AbortSignal): Promise<Response> {
  const url = `${String(at.source).replace(/\/+$/, '')}/ashlar/v1/handover/${encodeURIComponent(String(at.department))}/${path}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${at.token}` },
    redirect: 'error',
    signal,
  });
  if (response.status === 200) return response;
  await response.body?.cancel();
  if (response.status === 410) throw new Gone('The source no longer keeps what comes next');
  throw new Error(
    response.status === 401 ? 'The source refuses the token' : `The source answers ${response.status}`,
  );
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of response.body ?? []) {
    const parts = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = parts.pop() ?? '';
    yield* parts.filter((part) => part !== '');
  }
}

async function open(key: CryptoKey, jwe: string): Promise<Item[]> {
  try {
    const rules = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] };
    const items: unknown = JSON.parse(
      new TextDecoder().decode((await compactDecrypt(jwe, key, rules)).plaintext),
    );
    if (Array.isArray(items)) return items as Item[];
  } catch {
    // What cannot be opened says nothing of why.
  }
  throw new Hopeless('A batch of the source is not sealed to this implementation, or no list of items');
}

async function noteFailure(books: Books, department: string, error: unknown): Promise<void> {
  const isOver = error instanceof Fenced;
  const text = isOver
    ? 'The department does not follow here any more'
    : error instanceof TypeError
      ? 'The source cannot be reached'
      : String((error as Error).message);
  await books.write(() => {
    if (error instanceof Gone)
      books.run(
        `update follow set phase = 'snapshot', begun = 0, cursor = null, position = 0 where department = ?`,
        department,
      );
    const phase = error instanceof Hopeless ? 'failed' : isOver ? 'stopped' : null;
    books.run(
      'update follow set error = ?, phase = coalesce(?, phase) where department = ?',
      text,
      phase,
      department,
    );
  });
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
