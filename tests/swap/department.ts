import { isHandedOverWhole } from '@ashlar/contracts';
import type { Ground } from './world.ts';

/** The department whose component is swapped. */
export const department = 'drill';
/** Whom a component is swapped for: the department, or all of them where it goes at once. */
export function unitOf(component: string): string {
  return isHandedOverWhole(component) ? '*' : department;
}

/** Its service. */
export const service = 'fishing-licence';

/** A token of the platform's operator for one component's administration. */
export function operatorToken({ tokens }: Ground, component: string): Promise<string> {
  return tokens.mint({ audience: component, scope: `${component}:admin`, department: '*', expiresInS: 7200 });
}
