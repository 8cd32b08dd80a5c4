import { answerCheck } from './answer-check.ts';
import { type LocalServer, type Passing, type Reply, serveLocally } from './local-server.ts';

/** Something an implementation does wrong while its answers stay of the right shape. */
export interface PlantedFault {
  readonly name: string;
  /** The section of the suite that must catch it. */
  readonly caughtBy: string;
  /** Changes a request before it is answered, or (undefined) leaves it. */
  readonly request?: (request: Passing) => Passing;
  /** Changes an answer. */
  readonly reply?: (reply: Reply, request: Passing) => Reply;
  /** Whether another tenant's request is answered as if the owner of what is asked for had asked. */
  readonly leaks?: (request: Passing) => boolean;
}

/** What of a planted implementation is told beside its address. */
export interface Planting {
  /** The component whose contract it speaks: an answer that leaves it is a mistake of the fault, which has to lie in the contract's own shapes. */
  readonly component?: string;
  /** Who owns what a fault leaks: their address and key. */
  readonly owner?: { readonly baseUrl: string; readonly apiKey: string };
}

/** A faulty implementation at an address of its own. */
export interface Planted extends LocalServer {
  /** What went wrong with the planting itself: an answer outside the contract, a fault that threw. Such a request was answered with 500. */
  readonly mistakes: readonly string[];
}

/** A faulty implementation: a sound one behind a proxy that plants `fault`. */
export async function plant(
  fault: PlantedFault,
  upstream: string,
  { component, owner }: Planting = {},
): Promise<Planted> {
  let own = '';
  const mistakes: string[] = [];
  const faultsOf = component === undefined ? () => [] : answerCheck(component);
  const answer = async (asked: Passing): Promise<Reply> => {
    const request = fault.request?.(asked) ?? asked;
    const sound =
      owner && fault.leaks?.(asked)
        ? await forward(askedBy(owner, request), owner.baseUrl, own)
        : await forward(request, upstream, own);
    const reply = fault.reply?.(sound, asked) ?? sound;
    const wrong = faultsOf(asked, reply);
    if (wrong.length > 0) throw new Error(`${reply.status} ${reply.body.slice(0, 200)}: ${wrong.join('; ')}`);
    return reply;
  };
  const server = await serveLocally((asked) =>
    answer(asked).catch((error: unknown) => {
      mistakes.push(`${asked.method} ${asked.path}: ${error instanceof Error ? error.message : error}`);
      return { status: 500, headers: {}, body: '' };
    }),
  );
  own = server.url;
  return { ...server, mistakes };
}

function askedBy({ apiKey }: { apiKey: string }, request: Passing): Passing {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${apiKey}` } };
}

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'date',
];

/** Passes a request on and its answer back. Links are rewritten to the proxy's own address, so that pages and redirects pass through it too. */
export async function forward(request: Passing, upstream: string, own: string): Promise<Reply> {
  const { host: _host, ...headers } = request.headers;
  for (const name of HOP_BY_HOP) delete headers[name];
  if (headers.origin === own) headers.origin = upstream;
  if (headers.referer) headers.referer = headers.referer.replace(own, upstream);
  const response = await fetch(`${upstream}${request.path}`, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(request.body !== '' && { body: request.body }),
  });
  const replyHeaders: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) {
    if (!HOP_BY_HOP.includes(name) && name !== 'set-cookie')
      replyHeaders[name] = value.replaceAll(upstream, own);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) replyHeaders['set-cookie'] = cookies;
  return {
    status: response.status,
    headers: replyHeaders,
    body: (await response.text()).replaceAll(upstream, own),
  };
}

/** One fault for each section that has to catch one, as they come. */
export function firstOfEachSection<Fault extends PlantedFault>(faults: readonly Fault[]): Fault[] {
  const firsts = new Map(faults.toReversed().map((fault) => [fault.caughtBy, fault]));
  return faults.filter((fault) => firsts.get(fault.caughtBy) === fault);
}
