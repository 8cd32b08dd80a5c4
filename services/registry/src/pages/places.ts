import { isHandedOverWhole } from '@ashlar/contracts';
import type { Implementation } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { findBinding, findBindings } from '../usecases/manage-bindings.ts';
import { findDepartment, findDepartments } from '../usecases/manage-departments.ts';
import { findImplementation } from '../usecases/manage-implementations.ts';
import { whom } from './swap-view.ts';

/** A component and a department that something answers for: where a swap can be made. */
export interface Place {
  readonly name: string;
  readonly component: string;
  readonly department: string;
  /** The same in a sentence. */
  readonly whom: string;
  readonly implementation: Implementation;
  readonly epoch: number;
  /** Whether the default answers; a swap gives the department a binding of its own. */
  readonly byDefault: boolean;
}

type PlaceDeps = Pick<Deps, 'db'>;

const most = 500;

/** The first places by component and department: those with a binding of their own, and the departments that a default serves. */
export async function findPlaces(deps: PlaceDeps): Promise<Place[]> {
  const ask = { cursor: undefined, limit: most, department: '*' };
  const [bindings, departments] = await Promise.all([findBindings(deps, ask), findDepartments(deps, ask)]);
  const bound = bindings.items.filter(({ implementation_id }) => implementation_id !== undefined);
  const names = bound.flatMap(({ component, department }) => {
    if (department !== '*' || isHandedOverWhole(component)) return [`${component}/${department}`];
    return departments.items
      .map(({ id }) => `${component}/${id}`)
      .filter((name) => !bound.some((own) => `${own.component}/${own.department}` === name));
  });
  const places = await Promise.all(names.sort().map((name) => placeNamed(deps, name)));
  return places.filter((place) => place !== undefined);
}

/** The place with a name such as `payments/demo`; undefined where nothing answers. */
export async function placeNamed(deps: PlaceDeps, name: string): Promise<Place | undefined> {
  const [, component, department] = /^([a-z][a-z0-9-]{0,62})\/(\*|[a-z0-9][a-z0-9-]{0,62})$/.exec(name) ?? [];
  if (component === undefined || department === undefined) return undefined;
  if (isHandedOverWhole(component) !== (department === '*')) return undefined;
  if (department !== '*' && !(await findDepartment(deps, { id: department, department: '*' })))
    return undefined;
  for (const bound of [department, '*']) {
    const binding = await findBinding(deps, { component, department: bound, viewer: '*' });
    const implementation =
      binding?.implementation_id && (await findImplementation(deps, binding.implementation_id));
    if (binding && implementation) {
      return {
        name,
        component,
        department,
        whom: whom(department),
        implementation,
        epoch: binding.epoch,
        byDefault: bound !== department,
      };
    }
  }
  return undefined;
}
