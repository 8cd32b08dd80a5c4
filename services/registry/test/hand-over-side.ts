import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
} from 'jose';
import type { EncryptionKey } from '../src/domain/entities.ts';

/** What a side is made to do wrong: an operation such as `role frozen`, `follow`, `digest`, `state`, `describe`, `unfollow`. */
export interface Fault {
  readonly on: string;
  /** `hang` never answers; `die` ends the server at once; `hang-after` and `die-after` do what was asked first; a number is answered as a status. */
  readonly how: 'hang' | 'die' | 'hang-after' | 'die-after' | number;
  readonly code?: string;
  /** How many times, all unless told. */
  times?: number;
}

interface Thing {
  readonly sequence: number;
  readonly value: string;
  readonly position: number;
}

/** The other side of a hand-over, in memory: what it keeps outlives `die`, as a database would. It moves things in the clear to others of its kind. */
export interface Side {
  readonly url: string;
  readonly key: EncryptionKey;
  readonly thumbprint: string;
  role: 'standalone' | 'primary' | 'frozen' | 'follower';
  epoch: number;
  order: number;
  position: number;
  readonly things: Map<string, Thing>;
  readonly orders: { role: string; epoch: number; number: number }[];
  /** What operations were called, in order. */
  readonly calls: string[];
  /** From which positions it was asked to follow; undefined from a snapshot on. */
  readonly followedFrom: (number | undefined)[];
  /** Ends its following, as something that went wrong would. */
  forgetFollow(): void;
  faults: Fault[];
  /** Called before it makes digests. */
  onDigest: () => void;
  /** What it says that it is. */
  component: string;
  /** What it says of its contract. */
  contractHash: string;
  /** Changes a thing as a call with this grant's epoch would; false where the fence stands against it. */
  write(id: string, value: string, epoch?: number): boolean;
  following(): { source: string; position: number; records: number; phase: string } | null;
  isUp(): boolean;
  isPulling(): boolean;
  die(): Promise<void>;
  revive(): Promise<void>;
}

/** Starts a side that believes the registry whose keys `jwks` reads. */
export async function startSide(jwks: () => Promise<JSONWebKeySet>): Promise<Side> {
  const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const key = { kty, crv, x, y, use: 'enc' } as EncryptionKey;
  const side = new MemorySide(key, await calculateJwkThumbprint(key), jwks);
  await side.revive();
  return side;
}

class MemorySide implements Side {
  url = '';
  role: Side['role'] = 'standalone';
  epoch = 0;
  order = 0;
  position = 0;
  component = 'things';
  contractHash = 'a'.repeat(64);
  readonly things = new Map<string, Thing>();
  readonly orders: Side['orders'] = [];
  readonly calls: string[] = [];
  readonly followedFrom: (number | undefined)[] = [];
  readonly key: EncryptionKey;
  readonly thumbprint: string;
  faults: Fault[] = [];
  #follow: {
    source: string;
    token: string;
    position: number;
    records: number;
    phase: 'snapshot' | 'feed';
    at: number;
  } | null = null;
  #server: Server | undefined;
  #port = 0;
  #pulls = 0;
  #polling: NodeJS.Timeout | undefined;
  readonly #jwks: () => Promise<JSONWebKeySet>;

  onDigest = () => {};

  constructor(key: EncryptionKey, thumbprint: string, jwks: () => Promise<JSONWebKeySet>) {
    this.key = key;
    this.thumbprint = thumbprint;
    this.#jwks = jwks;
  }

  write(id: string, value: string, epoch?: number): boolean {
    const mayWrite = this.role === 'standalone' || this.role === 'primary';
    if (!mayWrite || (this.role === 'primary' && epoch !== undefined && epoch !== this.epoch)) return false;
    this.position += 1;
    const sequence = (this.things.get(id)?.sequence ?? 0) + 1;
    this.things.set(id, { sequence, value, position: this.position });
    return true;
  }

  following() {
    return this.#follow;
  }

  forgetFollow(): void {
    this.#follow = null;
  }

  isPulling(): boolean {
    return this.#pulls > 0;
  }

  isUp(): boolean {
    return this.#server !== undefined;
  }

  async die(): Promise<void> {
    clearInterval(this.#polling);
    this.#polling = undefined;
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  async revive(): Promise<void> {
    if (this.#server) return;
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => {
        if (!response.headersSent)
          response.writeHead(500).end(JSON.stringify({ code: 'broken', title: String(error) }));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', () => resolve()));
    this.#port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.#port}`;
    this.#polling = setInterval(() => void this.#pull(), 5);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const [, , , , department = '', what = 'state'] = url.pathname.split('/');
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = text === '' ? {} : JSON.parse(text);
    const claims =
      department === '' ? {} : await this.#claims(request.headers.authorization?.slice(7), 'handover+jwt');
    const order = what === 'role' ? await this.#claims(body.order, 'order+jwt') : undefined;
    const name = nameOf(request.method, department, what, order?.role);
    const isControl = !['feed', 'describe'].includes(what) && department !== '';
    const audience = (claims.aud ?? []) as string[];
    const isFor = department === '' || (audience.includes(this.url) && claims.department === department);
    const uses = department === '' ? undefined : isControl ? 'control' : 'pull';
    if (!isFor || claims.use !== uses) {
      response.writeHead(403).end(JSON.stringify({ code: 'forbidden', title: 'Not for this' }));
      return;
    }
    if (what !== 'feed') this.calls.push(name);
    const fault = this.#faultFor(name);
    const does =
      typeof fault?.how === 'string' && !fault.how.endsWith('-after')
        ? false
        : typeof fault?.how !== 'number';
    const answer = does ? this.#do(what, department, url, body, order, claims) : undefined;
    if (fault === undefined) {
      response
        .writeHead(answer?.status ?? 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer?.body));
    } else if (typeof fault.how === 'number') {
      response
        .writeHead(fault.how)
        .end(JSON.stringify({ code: fault.code ?? 'broken', title: 'As planned' }));
    } else if (fault.how.startsWith('die')) await this.die();
  }

  #faultFor(name: string): Fault | undefined {
    const fault = this.faults.find((one) => name.startsWith(one.on) && (one.times ?? 1) > 0);
    if (fault?.times !== undefined) fault.times -= 1;
    return fault;
  }

  #do(
    what: string,
    department: string,
    url: URL,
    body: Record<string, unknown>,
    order: Record<string, unknown> | undefined,
    claims: Record<string, unknown>,
  ): { status?: number; body: unknown } {
    const after = Number(url.searchParams.get('after') ?? 0);
    if (department === '') {
      const { key, contractHash: contract_hash } = this;
      return { body: { component: this.component, contract_hash, profile: 'full', key, entities: {} } };
    }
    if (what === 'digest') return { body: this.#digest(after) };
    if (what === 'feed') {
      const items = [...this.things].filter(([, { position }]) => position > after);
      if (!claims.cnf)
        return { status: 403, body: { code: 'forbidden', title: 'There is no key to encrypt for' } };
      return { body: { position: this.position, items } };
    }
    if (what === 'role') {
      const asked = order as { role: Side['role']; epoch: number; number: number };
      if (asked.number < this.order) return { status: 409, body: { code: 'stale_order', title: 'Stale' } };
      if (asked.epoch < this.epoch)
        return { status: 409, body: { code: 'wrong_epoch', title: 'Wrong epoch' } };
      if (asked.role === 'primary') this.#follow = null;
      Object.assign(this, { role: asked.role, epoch: asked.epoch, order: asked.number });
      this.orders.push(asked);
    }
    if (what === 'follow' && body.source_url) {
      if (this.role !== 'follower')
        return { status: 409, body: { code: 'not_follower', title: 'No follower' } };
      const {
        source_url: source,
        token,
        from_position: from,
      } = body as {
        source_url: string;
        token: string;
        from_position?: number;
      };
      this.followedFrom.push(from);
      const known = this.#follow?.source === source ? this.#follow : undefined;
      const phase = from === undefined ? ('snapshot' as const) : ('feed' as const);
      this.#follow = known
        ? { ...known, token }
        : { source, token, position: from ?? 0, records: 0, phase, at: 0 };
    } else if (what === 'follow') this.#follow = null;
    return { body: this.#state(department) };
  }

  #state(department: string) {
    const { role, epoch, order, position } = this;
    const follow = this.#follow && {
      source: this.#follow.source,
      phase: this.#follow.phase,
      position: this.#follow.position,
      records: this.#follow.records,
      ...(this.#follow.at > 0 && { lag_ms: Date.now() - this.#follow.at }),
    };
    return { department, role, epoch, order, position, follow };
  }

  #digest(after: number) {
    this.onDigest();
    const all = [...this.things];
    const changed = all.filter(([, { position }]) => position > after);
    return {
      position: this.#follow ? this.#follow.position : this.position,
      entities: {
        thing: {
          count: all.length,
          versions: xor(all.map(([id, { sequence }]) => `thing:${id}:${sequence}`)),
          changed: {
            count: changed.length,
            records: xor(changed.map(textOf)),
            parts: this.#parts(changed),
          },
        },
      },
    };
  }

  #parts(changed: [string, Thing][]): Record<string, string> {
    const parts = Object.groupBy(changed, ([id]) =>
      createHash('sha256').update(id).digest('hex').slice(0, 2),
    );
    return Object.fromEntries(
      Object.entries(parts).map(([part, things = []]) => [part, xor(things.map(textOf))]),
    );
  }

  async #pull(): Promise<void> {
    const follow = this.#follow;
    if (!follow || this.faults.some(({ on }) => on === 'pull')) return;
    this.#pulls += 1;
    try {
      const answer = await fetch(
        `${follow.source}/ashlar/v1/handover/d/feed?after=${follow.position}`.replace(
          '/d/',
          `/${this.#department(follow.token)}/`,
        ),
        {
          headers: { authorization: `Bearer ${follow.token}` },
        },
      );
      if (answer.status !== 200) return;
      const { position, items } = (await answer.json()) as { position: number; items: [string, Thing][] };
      if (this.#follow?.source !== follow.source || position < this.#follow.position) return;
      for (const [id, thing] of items) {
        if ((this.things.get(id)?.sequence ?? 0) < thing.sequence) this.things.set(id, thing);
      }
      this.position = Math.max(this.position, position);
      const records = this.#follow.records + items.length;
      Object.assign(this.#follow, { position, records, phase: 'feed', at: Date.now() });
    } catch {
      // The source is away: the next turn asks again.
    } finally {
      this.#pulls -= 1;
    }
  }

  #department(token: string): string {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).department;
  }

  async #claims(token: string | undefined, typ: string): Promise<Record<string, unknown>> {
    const { payload, protectedHeader } = await compactVerify(
      token ?? '',
      createLocalJWKSet(await this.#jwks()),
    );
    const claims = JSON.parse(Buffer.from(payload).toString());
    if (protectedHeader.typ !== typ || claims.exp * 1000 < Date.now())
      throw new Error('not a token of this kind');
    return claims;
  }
}

function nameOf(method: string | undefined, department: string, what: string, role: unknown): string {
  if (department === '') return 'describe';
  if (what === 'role') return `role ${role}`;
  return what === 'follow' && method === 'DELETE' ? 'unfollow' : what;
}

function textOf([id, { sequence, value }]: [string, Thing]): string {
  return `${id} ${sequence} ${value}`;
}

function xor(texts: readonly string[]): string {
  const sum = Buffer.alloc(8);
  for (const text of texts) {
    const hash = createHash('sha256').update(text).digest();
    for (let at = 0; at < 8; at += 1) sum[at] = (sum[at] ?? 0) ^ (hash[at] ?? 0);
  }
  return sum.toString('hex');
}
