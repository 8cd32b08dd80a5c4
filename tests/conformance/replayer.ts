import { plant } from './faulty-proxy.ts';
import { type LocalServer, type Passing, type Reply, serveLocally } from './local-server.ts';

/** What went over one address in a run, in order. Links in it point to the recorder's address. */
export interface Recording {
  readonly url: string;
  readonly exchanges: readonly { readonly asked: Passing; readonly reply: Reply }[];
}

/** A proxy in front of a sound implementation that writes down everything. */
export async function startRecorder(upstream: string): Promise<LocalServer & Recording> {
  const exchanges: Recording['exchanges'][number][] = [];
  const recorder = await plant(
    {
      name: 'none',
      caughtBy: '',
      reply(reply, asked) {
        exchanges.push({ asked, reply });
        return reply;
      },
    },
    upstream,
  );
  return { ...recorder, exchanges };
}

/**
 * Something that understands nothing and has seen a good run: to a request it gives the first answer not yet given to one of the same
 * method, path without ids, and body; failing that, of any body; failing that, the last one again.
 */
export async function startReplayer({ url, exchanges }: Recording): Promise<LocalServer> {
  const shelves = new Map<string, { body: string; reply: Reply; given: boolean }[]>();
  for (const { asked, reply } of exchanges) {
    const shelf = shelves.get(shapeOf(asked)) ?? [];
    shelf.push({ body: asked.body, reply, given: false });
    shelves.set(shapeOf(asked), shelf);
  }
  const answer = (asked: Passing): Reply => {
    const shelf = shelves.get(shapeOf(asked)) ?? [];
    const left = shelf.filter((one) => !one.given);
    const same = (one: { body: string }) => one.body === asked.body;
    const chosen = left.find(same) ?? left[0] ?? shelf.findLast(same) ?? shelf.at(-1);
    if (!chosen) return { status: 404, headers: {}, body: '' };
    chosen.given = true;
    return chosen.reply;
  };
  const server: LocalServer = await serveLocally(async (asked) => {
    const { status, headers, body } = answer(asked);
    const moved = (text: string) => text.replaceAll(url, server.url);
    return {
      status,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          typeof value === 'string' ? moved(value) : value,
        ]),
      ),
      body: moved(body),
    };
  });
  return server;
}

// Ids, tokens and references are what is long and has a digit in it.
function shapeOf({ method, path }: Passing): string {
  return `${method} ${path.replaceAll(/(?=[\w-]*\d)[\w-]{15,}/g, '*')}`;
}
