import { ask, type Caller } from '../http.ts';
import type { Wanted } from '../ledger.ts';
import { each, find, gatherSettled } from '../witness.ts';
import type { ContentChange } from './change.ts';
import type { Evidence, Links, Shown } from './check.ts';

/** Reads, from one implementation alone, every document that the ledger names, and what the public reads at each path. */
export async function gather(
  witness: Caller,
  wanted: readonly Wanted<ContentChange>[],
): Promise<Pick<Evidence, 'feed' | 'shown' | 'pages' | 'links'>> {
  const { feed, shown } = await gatherSettled<Shown>(witness, {
    idsOf: () => [...new Set(wanted.map(({ content }) => content))],
    show: (id) => show(witness, id),
    unsettled: () => [],
  });
  const pages = new Map<string, string>();
  await each([...new Set(wanted.map(({ path }) => path))], async (path) => {
    pages.set(path, await readPage(witness, path));
  });
  const links = new Map<string, Links>();
  const linked = wanted.flatMap(({ operation, content }) => (operation === 'link' ? [content] : []));
  await each([...new Set(linked)], async (id) => {
    const found = (await find(witness, `/v2/links/${id}`)) as LinkSetBody | undefined;
    if (found) links.set(id, { version: found.version, target: found.links.organisations?.[0] });
  });
  return { feed, shown, pages, links };
}

async function show(witness: Caller, id: string): Promise<Shown | undefined> {
  const edition = (await find(witness, `/v2/content/${id}`)) as EditionBody | undefined;
  if (!edition) return undefined;
  return { lock: edition.lock_version, title: edition.title, state: edition.publication_state };
}

/** The title that is shown at a path, or the status where none is. */
async function readPage(witness: Caller, path: string): Promise<string> {
  const { status, text } = await ask(witness, `/content${path}`);
  return status === 200 ? String((JSON.parse(text) as { title?: unknown }).title) : String(status);
}

interface LinkSetBody {
  readonly version: number;
  readonly links: { readonly organisations?: readonly string[] };
}

interface EditionBody {
  readonly lock_version: number;
  readonly title: string;
  readonly publication_state: string;
}
