import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactEncrypt, decodeJwt, importJWK, type JWK } from 'jose';
import type { Item } from './plan.ts';

/** A predecessor that the gate plays: it hands made-up departments over. */
export interface Counterpart {
  readonly url: string;
  /** Has a department at this position of its log. */
  hold(department: string, items: readonly Item[], position: number): void;
  /** Something of it changes. */
  change(department: string, item: Item): void;
  /** Where somebody is told something about a department, and how often that was. */
  receiver(department: string): string;
  told(department: string): number;
  close(): Promise<void>;
}

interface Held {
  items: readonly Item[];
  position: number;
  readonly changes: Item[];
}

/** Starts one on loopback. */
export async function startCounterpart(): Promise<Counterpart> {
  const departments = new Map<string, Held>();
  const told = new Map<string, number>();
  const server = createServer((request, response) => {
    const [, receiver] = /^\/told\/([^/?]+)$/.exec(request.url ?? '') ?? [];
    if (receiver !== undefined) {
      told.set(receiver, (told.get(receiver) ?? 0) + 1);
      request.resume();
      response.writeHead(204).end();
      return;
    }
    answer(departments, request, response).catch((error: unknown) => {
      response.writeHead(500, json).end(JSON.stringify({ code: 'gate', title: String(error) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    receiver: (department) => `${url}/told/${department}`,
    told: (department) => told.get(department) ?? 0,
    hold: (department, items, position) => departments.set(department, { items, position, changes: [] }),
    change(department, item) {
      const held = departments.get(department) as Held;
      held.changes.push(item);
      held.position = item.position;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json = { 'content-type': 'application/json' };

async function answer(
  departments: ReadonlyMap<string, Held>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://gate');
  const [, department = '', part] =
    /^\/ashlar\/v1\/handover\/([^/]+)\/(snapshot|feed)$/.exec(url.pathname) ?? [];
  const held = departments.get(decodeURIComponent(department));
  const reader = held && readerOf(request, decodeURIComponent(department));
  if (!held || !reader) {
    response.writeHead(held ? 401 : 404, json).end('{"code":"refused","title":"Refused","status":401}');
    return;
  }
  const sealed = async (items: readonly Item[]) => {
    const plain = new TextEncoder().encode(JSON.stringify(items));
    const header = { alg: 'ECDH-ES', enc: 'A256GCM' };
    return new CompactEncrypt(plain).setProtectedHeader(header).encrypt(await importJWK(reader, 'ECDH-ES'));
  };
  if (part === 'snapshot') {
    const half = Math.ceil(held.items.length / 2);
    const pages = [held.items.slice(0, half), held.items.slice(half)];
    const from = Number(url.searchParams.get('after') ?? 0);
    const lines = await Promise.all(
      pages.slice(from).map(async (items, n) => ({ jwe: await sealed(items), cursor: String(from + n + 1) })),
    );
    const head = { position: held.position, department, events_from: 0 };
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const all = [head, ...lines, { end: true, items: held.items.length }];
    response.end(all.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return;
  }
  const after = Number(url.searchParams.get('after'));
  const wait = Number(url.searchParams.get('wait') ?? 0);
  const deadline = Date.now() + Math.min(wait, 2) * 1000;
  while (held.position <= after && Date.now() < deadline && !response.destroyed)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const newer = held.changes.filter(({ position }) => position > after);
  const body = {
    position: Math.max(held.position, after),
    ...(newer.length > 0 && { jwe: await sealed(newer) }),
  };
  response.writeHead(200, json).end(JSON.stringify(body));
}

/** The key of whoever pulls with the gate's token for this department; undefined for anybody else. */
function readerOf(request: IncomingMessage, department: string): JWK | undefined {
  try {
    const claims = decodeJwt(String(request.headers.authorization).replace(/^Bearer /, ''));
    const { jwk } = (claims.cnf ?? {}) as { jwk?: JWK };
    return claims.use === 'pull' && claims.department === department ? jwk : undefined;
  } catch {
    return undefined;
  }
}
