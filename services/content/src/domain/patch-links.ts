import { lockRefusal, type Refusal } from './change.ts';
import type { LinkSet, Links } from './entities.ts';

/** A link that a change makes or takes away. */
export interface LinkChange {
  readonly linkType: string;
  readonly target: string;
  readonly change: 'add' | 'remove';
}

/** What a change of a link set stores. */
export interface LinkSetChange {
  /** As it will be, with the lock version that was read: 0 for one that the change makes. */
  readonly linkSet: LinkSet;
  readonly changes: readonly LinkChange[];
  /** Which types of links have changed, in their order too. */
  readonly changedTypes: readonly string[];
}

/** Decides what a link set becomes, or refuses. The types that the command names are replaced, without targets taken away; others stay. */
export function patchLinks(
  before: LinkSet | undefined,
  command: { contentId: string; links: Links; previousVersion: unknown },
  newId: () => string,
): LinkSetChange | Refusal {
  const refusal = lockRefusal(before, command.previousVersion, 'link set');
  if (refusal) return refusal;
  const old = before?.links ?? {};
  const given = new Map(
    Object.entries(command.links).map(([type, targets]) => [type, [...new Set(targets)]]),
  );
  const links = Object.fromEntries(
    [...Object.entries(old), ...given].filter(([, targets]) => targets.length > 0),
  );
  for (const [type, targets] of given) if (targets.length === 0) delete links[type];
  const changedTypes = [...given].filter(([type, targets]) => (old[type] ?? []).join() !== targets.join());
  return {
    linkSet: before
      ? { ...before, links }
      : { id: newId(), contentId: command.contentId, lockVersion: 0, links },
    changes: changedTypes.flatMap(([type, targets]) => differences(type, old[type] ?? [], targets)),
    changedTypes: changedTypes.map(([type]) => type).sort(),
  };
}

function differences(linkType: string, before: readonly string[], after: readonly string[]): LinkChange[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before
      .filter((target) => !is.has(target))
      .map((target) => ({ linkType, target, change: 'remove' as const })),
    ...after
      .filter((target) => !was.has(target))
      .map((target) => ({ linkType, target, change: 'add' as const })),
  ];
}
