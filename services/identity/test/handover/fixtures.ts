import { request as ask, createServer } from 'node:http';
import {
  freePort,
  playRegistry as play,
  type Registry,
  type Side as SideOfSwap,
  sideOf,
} from '@ashlar/testkit';
import { type Service, send, startService } from '../fixtures.ts';

/** Starts what plays the registry to identity. */
export const playRegistry = (): Promise<Registry> => play('identity');

/** One of the two installations of a swap, with its own address. */
export type Side = Service & SideOfSwap;

/** Where everybody asks: it sends each request on to the side that serves. */
export interface Front {
  readonly url: string;
  /** The same port by another name, for the second issuer. */
  readonly oneLogin: string;
  to(side: Side): void;
  end(): Promise<void>;
}

/** Opens one that leads nowhere yet. */
export async function openFront(): Promise<Front> {
  const port = await freePort();
  let target: Side | undefined;
  const server = createServer((request, reply) => {
    const { method, headers, url } = request;
    const there = new URL(target?.url ?? 'http://127.0.0.1:9');
    const onward = ask({ host: there.hostname, port: there.port, path: url, method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    onward.on('error', () => reply.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    oneLogin: `http://localhost:${port}/`,
    to(side) {
      target = side;
    },
    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts an installation of both issuers behind the front, with a database and a data key of its own, that trusts the registry. */
export async function startSide(
  registry: Registry,
  front: Front,
  env: Record<string, string> = {},
): Promise<Side> {
  const service = await startService({
    env: {
      REGISTRY_JWKS: registry.jwksFile,
      ISSUER: front.url,
      ONE_LOGIN_ISSUER: front.oneLogin,
      PROOFING_PROVIDER: 'sandbox',
      PRETEND_SECOND_FACTOR: 'true',
      ...env,
    },
  });
  const call = (method: string, path: string, { key, body }: { key?: string; body?: unknown } = {}) =>
    send(`${service.issuer}${path}`, method, {
      ...(key !== undefined && { token: key }),
      ...(body !== undefined && { json: body }),
    });
  return { ...service, ...(await sideOf(registry, service.issuer, call)) };
}

/** The service as everybody sees it: whoever serves, at the front. */
export function atFront(side: Side, { url, oneLogin }: Front): Service & { oneLogin: string } {
  return {
    ...side,
    issuer: url,
    oneLogin,
    call: (method, path, given) => send(`${url}${path}`, method, given),
  };
}
