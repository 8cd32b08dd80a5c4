import { type Refusal, refuse } from '../domain/change.ts';
import type { PublishIntent } from '../domain/publish-intent.ts';
import { ownedBy } from '../domain/put-draft.ts';
import { readPath } from '../store/editions.ts';
import { deleteIntent, type IntentAsk, putIntent, readIntent } from '../store/publish-intents.ts';
import type { Deps } from './deps.ts';

type Ask = Omit<IntentAsk, 'at'>;

/** Announces that something will be published at a path, which it reserves. Undefined when that is done. */
export async function announce(deps: Deps, intent: PublishIntent, ask: Ask): Promise<Refusal | undefined> {
  const { publisher, basePath } = ask;
  if (await putIntent(deps.db, intent, { ...ask, at: deps.now() })) {
    deps.publishTimes.changed(publisher.department, intent.exactPaths);
    deps.logged();
    return undefined;
  }
  const nobody = { contentId: '00000000-0000-0000-0000-000000000000', locale: '' };
  const { owner } = await readPath(deps.db, publisher.department, basePath, nobody);
  // Released between the two statements: it can be had now.
  return owner === undefined ? announce(deps, intent, ask) : ownedBy(owner);
}

/** What is announced for exactly this path of a department. */
export function findIntent(
  { db }: Deps,
  department: string,
  path: string,
): Promise<PublishIntent | undefined> {
  return readIntent(db, department, path);
}

/** Takes an announcement back. Undefined when that is done. */
export async function withdrawIntent(deps: Deps, ask: Ask): Promise<Refusal | undefined> {
  const { publisher, basePath } = ask;
  if (!(await deleteIntent(deps.db, { ...ask, at: deps.now() }))) {
    return refuse(404, `There is no publish intent for ${basePath}`);
  }
  deps.publishTimes.changed(publisher.department, [basePath]);
  deps.logged();
  return undefined;
}
