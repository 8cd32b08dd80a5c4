import type { PlantedFault } from './faulty-proxy.ts';
import type { Passing, Reply } from './local-server.ts';

/** A JSON object. */
export type Body = Record<string, unknown>;

/** Changes a JSON object or list; other answers pass, and so do those for which `change` gives undefined. */
export function json(reply: Reply, change: (body: Body) => unknown): Reply {
  if (!/^[[{]/.test(reply.body)) return reply;
  const changed = change(JSON.parse(reply.body));
  return changed === undefined ? reply : { ...reply, body: JSON.stringify(changed) };
}

/** Changes the JSON object that a request brings; other requests pass, also those whose JSON is broken. */
export function sent(request: Passing, change: (body: Body) => Body | undefined): Passing {
  const body = objectIn(request.body);
  const changed = body && change(body);
  return changed === undefined ? request : { ...request, body: JSON.stringify(changed) };
}

function objectIn(text: string): Body | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An answer of another status, with the standard's error in it. */
export function refusal(reply: Reply, status: number, more: Body = {}): Reply {
  return { ...reply, status, body: JSON.stringify({ error: { code: status, message: 'No', ...more } }) };
}

/** An answer that says that a command was carried out. */
export function accepted(reply: Reply, { path }: Passing): Reply {
  return { ...reply, status: 200, body: JSON.stringify({ content_id: path.split('/')[3] }) };
}

/** The last part of an address without its query: of a document's own operations the command. */
export const commandOf = ({ path }: Passing): string => path.split('?')[0]?.split('/').at(-1) ?? '';

/** Whether the public reads. */
export const isRead = ({ path }: Passing): boolean => /^\/(api\/)?content\//.test(path);

/** Whether it is about an edition: written or got. */
export const isEdition = ({ method, path }: Passing): boolean =>
  method !== 'POST' && /^\/v2\/content\/[^/]+$/.test(path);

/** A fault in answers of 200 to what the public reads. */
export function readsAs(
  name: string,
  caughtBy: string,
  change: (item: Body) => Body | undefined,
): PlantedFault {
  return {
    name,
    caughtBy,
    reply: (reply, asked) => (isRead(asked) && reply.status === 200 ? json(reply, change) : reply),
  };
}

/** A fault in editions as they are answered. */
export function editionAs(
  name: string,
  caughtBy: string,
  change: (edition: Body) => Body | undefined,
): PlantedFault {
  return {
    name,
    caughtBy,
    reply: (reply, asked) => (isEdition(asked) && reply.status === 200 ? json(reply, change) : reply),
  };
}

/** A fault in what a command is taken to say; `put` is the writing of a draft. */
export function takenAs(
  name: string,
  caughtBy: string,
  which: string,
  change: (body: Body) => Body | undefined,
): PlantedFault {
  const isIt = (asked: Passing) =>
    which === 'put' ? asked.method === 'PUT' && isEdition(asked) : commandOf(asked) === which;
  return { name, caughtBy, request: (request) => (isIt(request) ? sent(request, change) : request) };
}

/** A command that is answered with another status than it should be. */
export function answeredAs(
  name: string,
  caughtBy: string,
  which: string,
  from: number,
  to: number,
): PlantedFault {
  return {
    name,
    caughtBy,
    reply: (reply, asked) => {
      if (reply.status !== from || commandOf(asked) !== which) return reply;
      return to === 200 ? accepted(reply, asked) : refusal(reply, to);
    },
  };
}

/** A command that does nothing, and says that it was done where there is something to do it to. */
export function idle(name: string, caughtBy: string, which: string): PlantedFault {
  return {
    name,
    caughtBy,
    request: (request) =>
      commandOf(request) === which
        ? { ...request, method: 'GET', path: request.path.replace(`/${which}`, ''), body: '' }
        : request,
    reply: (reply, asked) =>
      commandOf(asked) === which && reply.status === 200 ? accepted(reply, asked) : reply,
  };
}

/** Without some members. */
export function without(body: Body, ...fields: readonly string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([field]) => !fields.includes(field)));
}
