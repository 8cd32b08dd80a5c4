import type { Binding, BindingName, Referrer } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import { isRefusal } from '../domain/refusals.ts';
import {
  clearBinding,
  listBindings,
  readBinding,
  readLeftBehind,
  readUse,
  upsertBinding,
} from '../store/bindings.ts';
import type { ChangeAsk } from './ask.ts';
import type { Deps } from './deps.ts';
import { signGrant } from './sign-grants.ts';

/** What came of a rebinding that was not done: the epoch is another one, or what it names is not there. */
export type NotBound =
  | { readonly epoch: number }
  | 'no_implementation'
  | 'no_department'
  | 'swap_in_progress'
  | 'fenced';

/**
 * Binds an implementation to a component and a department where the epoch is the expected one. The same change sent again answers the binding that it made, and
 * a change to what is bound already leaves the epoch.
 */
export async function setBinding(
  deps: Deps,
  { by, ...ask }: ChangeAsk & BindingName & { implementationId: string; expectedEpoch: number },
): Promise<Binding | NotBound> {
  const { component, department, implementationId: implementation, expectedEpoch } = ask;
  const grant = await signGrant(deps, { component, department, implementation, epoch: expectedEpoch + 1 });
  const changed = await upsertBinding(deps.db, { ...ask, grant }, { at: deps.now(), by });
  if (isRefusal(changed)) {
    const isDepartment = 'reference' in changed && changed.reference === 'binding_department';
    return isDepartment ? 'no_department' : 'no_implementation';
  }
  if (changed) {
    deps.logged();
    return changed;
  }
  const present = await readBinding(deps.db, ask);
  if (!present) return { epoch: 0 };
  const isAsked = present.implementation_id === ask.implementationId;
  const isMeant = present.epoch === ask.expectedEpoch || present.epoch === ask.expectedEpoch + 1;
  if (isAsked && isMeant) return present;
  const use = present.epoch === ask.expectedEpoch ? await readUse(deps.db, ask) : undefined;
  return use ?? { epoch: present.epoch };
}

/** What came of removing a binding. */
export type Unbinding =
  | 'removed'
  | 'missing'
  | 'swap_in_progress'
  | 'fenced'
  | { readonly epoch: number }
  | { readonly referredBy: readonly Referrer[] };

/** Removes a binding where the epoch is the expected one and no entry point is left with nothing behind it. */
export async function removeBinding(
  deps: Deps,
  { by, ...ask }: ChangeAsk & BindingName & { expectedEpoch: number },
): Promise<Unbinding> {
  if (await clearBinding(deps.db, ask, { at: deps.now(), by })) {
    deps.logged();
    return 'removed';
  }
  const present = await readBinding(deps.db, ask);
  if (!present?.implementation_id) return 'missing';
  if (present.epoch !== ask.expectedEpoch) return { epoch: present.epoch };
  return (await readUse(deps.db, ask)) ?? { referredBy: await readLeftBehind(deps.db, ask) };
}

/** Finds a binding that `viewer` may see: its own and the defaults; `*` sees all. */
export async function findBinding(
  deps: Pick<Deps, 'db'>,
  { viewer, ...name }: BindingName & { viewer: string },
): Promise<Binding | undefined> {
  const isSeen = viewer === '*' || name.department === '*' || name.department === viewer;
  return isSeen ? readBinding(deps.db, name) : undefined;
}

/** Bindings by component and department; a department's own and the defaults. */
export function findBindings(deps: Pick<Deps, 'db'>, ask: PageAsk): Promise<Page<Binding>> {
  return listBindings(deps.db, ask);
}
