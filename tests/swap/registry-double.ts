import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** Stands in for the registry where one would only be in the way: it signs, and drives the hand-over operations of one department. */
export interface RegistryDouble {
  /** What `REGISTRY_JWKS` is set to. */
  readonly jwksFile: string;
  /** Signs a grant. */
  grant(department: string, epoch: number): Promise<string>;
  /** Sends an order and answers the state; throws for a refusal. */
  order(
    url: string,
    department: string,
    order: { role: string; epoch: number; number: number },
  ): Promise<State>;
  /** Has one implementation follow another, from a position or from a snapshot. */
  follow(url: string, department: string, source: string, from?: number): Promise<State>;
  state(url: string, department: string): Promise<State>;
  digest(
    url: string,
    department: string,
    after?: number,
  ): Promise<{ position: number; entities: Record<string, unknown> }>;
  /** Signs a token for the hand-over operations. */
  token(department: string, use: 'control' | 'pull', reader?: JWK): Promise<string>;
  close(): Promise<void>;
}

/** How an implementation stands, as far as tests read it. */
export interface State {
  readonly role: string;
  readonly epoch?: number;
  readonly position: number;
  readonly follow: {
    phase: string;
    position: number;
    records: number;
    lag_ms?: number;
    error?: string;
  } | null;
}

/** Makes one with a key of its own. */
export async function createRegistryDouble(): Promise<RegistryDouble> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const folder = await mkdtemp(join(tmpdir(), 'registry-double-'));
  const jwksFile = join(folder, 'jwks.json');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  await writeFile(jwksFile, JSON.stringify({ keys: [jwk] }));
  const sign = (typ: string, claims: Record<string, unknown>, seconds?: number) => {
    const jwt = new SignJWT({ component: 'payments', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid, typ })
      .setIssuer('registry')
      .setIssuedAt();
    return (seconds === undefined ? jwt : jwt.setExpirationTime(`${seconds} seconds`)).sign(privateKey);
  };
  const token: RegistryDouble['token'] = (department, use, reader) =>
    sign(
      'handover+jwt',
      { sub: 'swap-1', department, use, aud: ['implementation'], ...(reader && { cnf: { jwk: reader } }) },
      3600,
    );
  const call = async <T>(
    url: string,
    department: string,
    ask: { method?: string; path?: string; body?: unknown },
  ): Promise<T> => {
    const response = await fetch(`${url}/ashlar/v1/handover/${department}${ask.path ?? ''}`, {
      method: ask.method ?? 'GET',
      headers: {
        authorization: `Bearer ${await token(department, 'control')}`,
        'content-type': 'application/json',
      },
      ...(ask.body !== undefined && { body: JSON.stringify(ask.body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${ask.method ?? 'GET'} ${ask.path ?? ''} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  return {
    jwksFile,
    token,
    grant: (department, epoch) => sign('grant+jwt', { department, epoch, implementation: 'implementation' }),
    async order(url, department, order) {
      const signed = await sign(
        'order+jwt',
        { swap: 'swap-1', department, implementation: 'implementation', ...order },
        60,
      );
      return call(url, department, { method: 'PUT', path: '/role', body: { order: signed } });
    },
    async follow(url, department, source, from) {
      const { key } = (await (await fetch(`${url}/ashlar/v1/handover`)).json()) as { key: JWK };
      const body = {
        source_url: source,
        token: await token(department, 'pull', key),
        ...(from !== undefined && { from_position: from }),
      };
      return call(url, department, { method: 'PUT', path: '/follow', body });
    },
    state: (url, department) => call(url, department, {}),
    digest: (url, department, after = 0) => call(url, department, { path: `/digest?after=${after}` }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
