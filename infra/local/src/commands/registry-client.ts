import { setTimeout as wait } from 'node:timers/promises';
import { readHome } from '../command-line.ts';
import { readDemo } from '../demo.ts';
import { StartError } from '../start-error.ts';
import { mintToken } from '../tokens.ts';
import { WrongCall } from './run.ts';

/** The registry's API, called as an operator. */
export interface RegistryClient {
  /** Sends a request; resolves to the reply's JSON. Throws a `WrongCall` with the registry's own words where it refuses. */
  send<Body>(method: 'GET' | 'POST' | 'PATCH', path: string, ask?: Ask): Promise<Body>;
  /** Opens a stream of server-sent events. */
  open(path: string, lastEventId: string | undefined, signal: AbortSignal): Promise<Response>;
}

/** The registry says no. */
export class Refused extends WrongCall {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Ask {
  readonly body?: object;
  /** Sent as the Idempotency-Key, so that the request may be sent again. */
  readonly key?: string;
}

const triesAtMost = 6;

/** The options by which every command finds the registry. */
export const registryOptions = { registry: { type: 'string' } } as const;

/** How the help of a command tells of them. */
export const registryHelp = `  --registry    root of the registry; by default REGISTRY_URL, or that of the platform in ASHLAR_HOME
  REGISTRY_TOKEN  an operator's access token for it; by default one is asked of the platform in ASHLAR_HOME`;

/** Finds the registry and an operator's token for it. Throws a `StartError` when there is neither a platform here nor an address. */
export async function registryClient(
  env: NodeJS.ProcessEnv,
  given: string | undefined,
): Promise<RegistryClient> {
  const home = readHome(env);
  const root = (given ?? env.REGISTRY_URL ?? (await readDemo(home)).REGISTRY_URL ?? '').replace(/\/+$/, '');
  if (!URL.canParse(root)) {
    throw new WrongCall(
      root === ''
        ? `No platform has run in ${home}; start one with pnpm start, or name the registry with --registry.`
        : `--registry takes an address such as http://127.0.0.1:8086, and not ${root}.`,
    );
  }
  const token = env.REGISTRY_TOKEN;
  return clientOf(root, async () => token || mintToken(home, { scope: 'registry:admin' }));
}

function clientOf(root: string, mint: () => Promise<string>): RegistryClient {
  let token: Promise<string> | undefined;
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    token ??= mint();
    const authorization = `Bearer ${await token}`;
    return fetch(`${root}/ashlar/v1/${path}`, { ...init, headers: { ...init.headers, authorization } });
  };
  /** A token holds for ten minutes and a swap may take longer. */
  const callAnew = async (path: string, init: RequestInit): Promise<Response> => {
    const reply = await call(path, init);
    if (reply.status !== 401) return reply;
    await reply.body?.cancel();
    token = undefined;
    return call(path, init);
  };
  return {
    async send(method, path, { body, key } = {}) {
      const headers = {
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      for (let tries = 1; ; tries += 1) {
        const reply = await callAnew(path, init).catch((error: unknown) => {
          if (error instanceof StartError) throw error;
          if (tries < triesAtMost) return undefined;
          throw new StartError(`The registry does not answer at ${root}.`, { cause: error });
        });
        const isAway = reply === undefined || reply.status >= 502;
        if (!isAway || tries === triesAtMost) return resultOf(reply as Response);
        await reply?.body?.cancel();
        await wait(Math.min(250 * 2 ** tries, 4000));
      }
    },
    open: (path, lastEventId, signal) =>
      callAnew(path, {
        headers: { accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) },
        signal,
      }),
  };
}

async function resultOf<Body>(reply: Response): Promise<Body> {
  const text = await reply.text();
  const body = text.startsWith('{') ? JSON.parse(text) : {};
  if (reply.ok) return body as Body;
  const told = explain(body as Problem);
  if (reply.status >= 500)
    throw new StartError(`The registry answers ${reply.status}${told ? `: ${told}` : '.'}`);
  throw new Refused(reply.status, told || `The registry answers ${reply.status}.`);
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly epoch?: number;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** A problem document in one or two lines. */
function explain({ title, detail, code, epoch, errors = [] }: Problem): string {
  const places = errors.map(({ pointer, detail: what }) => `${pointer.replace(/^#\//, '')} ${what}`);
  return [
    title && `${title}${code ? ` (${code})` : ''}.`,
    epoch !== undefined && `It is ${epoch}.`,
    detail,
    places.length > 0 && `${places.join('; ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
