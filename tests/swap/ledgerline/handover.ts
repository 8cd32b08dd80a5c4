import type { ServerResponse } from 'node:http';
import {
  CompactEncrypt,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { Books } from './books.ts';
import { ask, heard } from './changes.ts';
import { fenceOf } from './fence.ts';
import {
  contractHash,
  digests,
  entities,
  feedPage,
  type Item,
  type Place,
  snapshotPage,
} from './handover-records.ts';
import { type HandoverDeps, obey } from './handover-roles.ts';
import { type Answer, type Asked, problem, Refused, type Route } from './http.ts';
import { headOf, type Json } from './journal.ts';

/** Reads the key pair, or makes it on the first start. */
export async function openHandoverKey(books: Books): Promise<{ secret: JWK; shown: JWK }> {
  const kept = books.one(`select value from setting where name = 'handover-key'`);
  const secret = kept ? (JSON.parse(String(kept.value)) as JWK) : await newKey(books);
  const { kty, crv, x, y } = secret as { kty: string; crv: string; x: string; y: string };
  return {
    secret,
    shown: { kty, crv, x, y, use: 'enc', kid: await calculateJwkThumbprint({ kty, crv, x, y }) },
  };
}

async function newKey(books: Books): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const secret = await exportJWK(privateKey);
  await books.write(() =>
    books.run(`insert into setting (name, value) values ('handover-key', ?)`, JSON.stringify(secret)),
  );
  return secret;
}

/** The operations of `openapi/ashlar/handover.yaml`. */
export function handoverRoutes(deps: HandoverDeps): readonly Route[] {
  const { books, registry, contract, follower } = deps;
  const one = '/ashlar/v1/handover/([^/]+)';
  const hash = contractHash(contract.openapi);
  const controlled = (
    method: string,
    end: string,
    answer: (department: string, asked: Asked) => Promise<Answer> | Answer,
  ): Route => [
    method,
    new RegExp(`^${one}${end}$`),
    async (asked) => {
      const [department = ''] = asked.params;
      await registry.allow(asked, 'control', department);
      return answer(department, asked);
    },
  ];
  return [
    ['GET', /^\/ashlar\/v1\/handover$/, () => ({ status: 200, body: describe(deps, hash) })],
    controlled('GET', '', (department) => stateOf(deps, department)),
    controlled('PUT', '/role', async (department, asked) => {
      const { order } = await contract.read(asked, 'setHandoverRole');
      await obey(deps, department, String(order));
      return stateOf(deps, department);
    }),
    controlled('PUT', '/follow', async (department, asked) => {
      const { source_url: source, token, from_position: from } = await contract.read(asked, 'followHandover');
      if (fenceOf(books, department)?.role !== 'follower') {
        throw new Refused(
          problem(409, 'not_follower', 'Conflict', 'Only a follower follows: send it the order first.'),
        );
      }
      await follower.follow(department, {
        source: String(source),
        token: String(token),
        from: from === undefined ? undefined : Number(from),
      });
      return stateOf(deps, department);
    }),
    controlled('DELETE', '/follow', async (department) => {
      await follower.unfollow(department);
      return stateOf(deps, department);
    }),
    controlled('GET', '/digest', (department, asked) =>
      digestOf(deps, department, ask(asked, 'after', 0, Number.MAX_SAFE_INTEGER, 0), asked),
    ),
    ['GET', new RegExp(`^${one}/snapshot$`), (asked) => sendSnapshot(deps, asked)],
    ['GET', new RegExp(`^${one}/feed$`), (asked) => sendFeed(deps, asked)],
  ];
}

function describe({ settings, publicKey }: HandoverDeps, hash: string): Json {
  const shown = entities.map(([name, { profile, summary, schema, digest }]) => [
    name,
    { profile, summary, 'x-digest': digest, record: schema },
  ]);
  return {
    ...{
      component: 'payments',
      contract_hash: hash,
      profile: 'core',
      implementation: { version: settings.version },
      key: publicKey,
    },
    entities: Object.fromEntries(shown),
  };
}

function stateOf({ books, follower }: HandoverDeps, department: string): Answer {
  const fence = fenceOf(books, department);
  const row = books.one('select * from follow where department = ?', department);
  const lag = follower.lagMs(department);
  const follow = row && {
    ...{
      source: row.source,
      phase: row.phase,
      position: row.begun === 0 && row.phase === 'snapshot' ? 0 : row.position,
      records: row.records,
    },
    ...(lag !== undefined && { lag_ms: lag }),
    ...(row.error !== null && { error: row.error }),
  };
  const role = fence ? { role: fence.role, epoch: fence.epoch, order: fence.order } : { role: 'standalone' };
  return {
    status: 200,
    body: { department, ...role, position: headOf(books, department), follow: follow ?? null },
  };
}

async function digestOf(
  { books }: HandoverDeps,
  department: string,
  after: number,
  { raw }: Asked,
): Promise<Answer> {
  const isWanted = () => !raw.response.destroyed;
  const view = books.view();
  try {
    const follow = view.one(
      `select position from follow where department = ? and phase <> 'stopped'`,
      department,
    );
    const isFollower =
      view.one(`select 1 from fence where department = ? and role = 'follower'`, department) !== undefined;
    const position = isFollower && follow ? Number(follow.position) : headOf(view, department);
    return {
      status: 200,
      body: { position, entities: await digests(view, { department, after, isWanted }) },
    };
  } finally {
    view.close();
  }
}

/** Resolves once more may be written, or nobody reads any longer. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      response.off('drain', over).off('close', over);
      resolve();
    };
    response.on('drain', over).on('close', over);
  });
}

async function sealer(reader: JWK): Promise<(items: readonly Item[]) => Promise<string>> {
  const { kty, crv, x, y, kid } = reader;
  const key = await importJWK({ kty, crv, x, y, alg: 'ECDH-ES' } as JWK, 'ECDH-ES');
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', ...(kid !== undefined && { kid }) };
  return (items) =>
    new CompactEncrypt(Buffer.from(JSON.stringify(items))).setProtectedHeader(header).encrypt(key);
}

async function sendSnapshot({ books, registry, contract }: HandoverDeps, asked: Asked): Promise<Answer> {
  const [department = ''] = asked.params;
  const seal = await sealer((await registry.allow(asked, 'pull', department)) as JWK);
  let at: Place | undefined = placeOf(asked.query.get('after'));
  const { response } = asked.raw;
  const view = books.view();
  try {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.write(`${JSON.stringify({ position: headOf(view, department), department, events_from: 0 })}\n`);
    let items = 0;
    while (at && !response.destroyed) {
      const page = snapshotPage(view, contract.eventSchemas, department, at);
      items += page.items.length;
      if (page.items.length > 0) {
        const cursor = Buffer.from(JSON.stringify(page.next)).toString('base64url');
        const isRoom = response.write(`${JSON.stringify({ jwe: await seal(page.items), cursor })}\n`);
        if (!isRoom) await drained(response);
      }
      at = page.next;
    }
    response.end(`${JSON.stringify({ end: true, items })}\n`);
  } finally {
    view.close();
  }
  return { status: 200, kept: true };
}

async function sendFeed({ books, registry, contract }: HandoverDeps, asked: Asked): Promise<Answer> {
  const [department = ''] = asked.params;
  const seal = await sealer((await registry.allow(asked, 'pull', department)) as JWK);
  const after = ask(asked, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
  const wait = ask(asked, 'wait', 0, 25, 0);
  if (wait > 0 && headOf(books, department) <= after)
    await heard(books, wait * 1000, () => headOf(books, department) > after, asked);
  const { items, head, position } = feedPage(books, contract.eventSchemas, department, after);
  return { status: 200, body: { position, head, ...(items.length > 0 && { jwe: await seal(items) }) } };
}

function placeOf(cursor: string | null): Place {
  if (cursor === null) return { kind: '', id: '' };
  try {
    const { kind, id } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Json;
    if (typeof kind === 'string' && typeof id === 'string') return { kind, id };
  } catch {
    // It is answered below.
  }
  throw new Refused(problem(400, 'bad_cursor', 'Bad Request', 'The cursor is not one of this snapshot.'));
}
