import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { until } from './until.ts';

/** What plays the registry: it signs orders and tokens. */
export interface Registry {
  /** The path of its key set. */
  readonly jwksFile: string;
  order(department: string, role: string, epoch: number, changes?: Record<string, unknown>): Promise<string>;
  token(
    department: string,
    use: 'control' | 'pull',
    changes?: Record<string, unknown>,
    expiresIn?: string,
  ): Promise<string>;
  end(): void;
}

/** Starts what plays the registry to implementations of a component. Numbers of orders rise by themselves. */
export async function playRegistry(component: string): Promise<Registry> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const jwksFile = join(folder, 'keys.json');
  writeFileSync(jwksFile, JSON.stringify({ keys: [{ ...jwk, kid, use: 'sig', alg: 'ES256' }] }));
  let number = 0;
  const sign = (typ: string, claims: Record<string, unknown>, expiresIn: string) =>
    new SignJWT({ component, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ, kid })
      .setIssuer('registry')
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(privateKey);
  return {
    jwksFile,
    order(department, role, epoch, changes = {}) {
      number += 1;
      return sign(
        'order+jwt',
        { swap: 'swap-1', implementation: 'anybody', department, role, epoch, number, ...changes },
        '1 minute',
      );
    },
    token: (department, use, changes = {}, expiresIn = '1 hour') =>
      sign('handover+jwt', { sub: 'swap-1', aud: 'anybody', department, use, ...changes }, expiresIn),
    end: () => rmSync(folder, { recursive: true }),
  };
}

/** One of the two services of a swap, as the registry reaches it. */
export interface Side {
  readonly url: string;
  /** Its public key. */
  readonly key: JWK;
  /** Calls an operation of the hand-over of a department, `demo` unless told, with a control token. */
  control(
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    department?: string,
  ): Promise<State>;
}

/** What a hand-over's operation answers, as far as tests read it. */
export type State = { readonly status: number } & Record<string, never> & {
    readonly role?: string;
    readonly position?: number;
    readonly follow?: {
      phase: string;
      position: number;
      records: number;
      lag_ms?: number;
      error?: string;
    } | null;
    readonly entities?: Record<string, unknown>;
    readonly code?: string;
  };

/** A service that trusts the registry and listens at `url`, as one side of a swap. */
export async function sideOf(
  registry: Registry,
  url: string,
  call: (
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    ask?: { key?: string; body?: unknown },
  ) => Promise<{ status: number; json: Record<string, unknown> }>,
): Promise<Side> {
  const { json } = await call('GET', '/ashlar/v1/handover');
  return {
    url,
    key: json.key as JWK,
    async control(method, path, body, department = 'demo') {
      const key = await registry.token(department, 'control');
      const answer = await call(method, `/ashlar/v1/handover/${department}${path}`, { key, body });
      return { status: answer.status, ...answer.json } as State;
    },
  };
}

/** A swap of a department as the registry drives it. */
export function swapOf(registry: Registry, from: Side, to: Side, epoch: number, department = 'demo') {
  const order = async (side: Side, role: string, at: number) =>
    side.control('PUT', '/role', { order: await registry.order(department, role, at) }, department);
  const pull = async (side: Side, body: Record<string, unknown>) => {
    const token = await registry.token(department, 'pull', { cnf: { jwk: side.key } });
    return side.control('PUT', '/follow', { ...body, token }, department);
  };
  const stateOf = (side: Side) => side.control('GET', '', undefined, department);
  return {
    order,
    /** Orders the roles of the beginning, and has the new one follow: the old one itself, unless told where it is reached. */
    async follow(url = from.url) {
      await order(from, 'primary', epoch);
      await order(to, 'follower', epoch);
      return pull(to, { source_url: url });
    },
    /** Resolves once everything of the old one was applied. */
    caughtUp: () =>
      until(
        async () => {
          const { follow } = await stateOf(to);
          if (follow?.error) throw new Error(follow.error);
          return follow?.phase === 'feed' && follow.lag_ms === 0;
        },
        { timeoutMs: 60_000, what: 'the follower to have everything' },
      ),
    /** Freezes the old one and waits until the new one has everything. Answers the barrier. */
    async barrier() {
      const frozen = await order(from, 'frozen', epoch);
      const position = Number(frozen.position);
      await until(async () => Number((await stateOf(to)).follow?.position) >= position, {
        timeoutMs: 60_000,
        what: 'the follower to be at the barrier',
      });
      return position;
    },
    /** Makes the new one primary and the old one its standby. */
    async commit(barrier: number) {
      const promoted = await order(to, 'primary', epoch + 1);
      await order(from, 'follower', epoch + 1);
      await pull(from, { source_url: to.url, from_position: barrier });
      return promoted;
    },
  };
}

/** The digests of both, of everything. */
export async function digests(one: Side, other: Side, after = 0, department = 'demo') {
  const [here, there] = await Promise.all(
    [one, other].map((side) => side.control('GET', `/digest?after=${after}`, undefined, department)),
  );
  if (here?.status !== 200 || there?.status !== 200)
    throw new Error(`A side has no digests: ${JSON.stringify([here, there])}`);
  return [here.entities, there.entities];
}
