import { createOnce } from '@ashlar/component';
import { v7 as uuidv7 } from 'uuid';
import type { Department, NewDepartment } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { readMade } from '../store/audit.ts';
import {
  deleteDepartment,
  insertDepartment,
  listDepartments,
  readDepartment,
  readDepartmentReferrers,
  updateDepartment,
} from '../store/departments.ts';
import type { ChangeAsk, Creating, CreationAsk, Removal } from './ask.ts';
import type { Deps } from './deps.ts';

/** Adds a department. */
export function createDepartment(
  deps: Deps,
  { department, once, by }: CreationAsk & { department: NewDepartment },
): Promise<Creating<Department>> {
  return createOnce<Department | Refusal>(deps, once, {
    make: (key) => insertDepartment(deps.db, department, uuidv7(), { once: key, at: deps.now(), by }),
    read: (aggregate) => readMade(deps.db, aggregate),
  });
}

/** Gives a department another name. Undefined when there is no such department. */
export async function changeDepartment(
  deps: Deps,
  { by, ...change }: ChangeAsk & Pick<Department, 'id' | 'name'>,
): Promise<Department | undefined> {
  const changed = await updateDepartment(deps.db, change, { at: deps.now(), by });
  if (changed) deps.logged();
  return changed ?? readDepartment(deps.db, change.id, '*');
}

/** Removes a department that nothing refers to. */
export async function removeDepartment(deps: Deps, { id, by }: ChangeAsk & { id: string }): Promise<Removal> {
  const done = await deleteDepartment(deps.db, id, { at: deps.now(), by });
  if (done === false) return 'missing';
  if (done !== true) return { referredBy: await readDepartmentReferrers(deps.db, id) };
  deps.logged();
  return 'removed';
}

/** Finds a department that `department` may see; `*` sees all. */
export function findDepartment(
  deps: Pick<Deps, 'db'>,
  { id, department }: { id: string; department: string },
): Promise<Department | undefined> {
  return readDepartment(deps.db, id, department);
}

/** Departments by id. */
export function findDepartments(deps: Pick<Deps, 'db'>, ask: PageAsk): Promise<Page<Department>> {
  return listDepartments(deps.db, ask);
}
