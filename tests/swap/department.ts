import type { Ground } from './world.ts';

/** The department whose component is swapped. */
export const department = 'drill';
/** Its service. */
export const service = 'fishing-licence';

/** A token of the platform's operator for one component's administration. */
export function operatorToken({ tokens }: Ground, component: string): Promise<string> {
  return tokens.mint({ audience: component, scope: `${component}:admin`, department: '*', expiresInS: 7200 });
}
