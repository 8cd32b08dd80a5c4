import type { BindingName, Signed } from '../domain/entities.ts';
import { readUnsigned, storeSigned } from '../store/grants.ts';
import type { Deps } from './deps.ts';

/** What a grant says: that `implementation` answers for the component and the department at this epoch. */
export type Grant = BindingName & { readonly implementation: string; readonly epoch: number };

/** Signs a grant; it is stored in the statement that makes the binding what it says. */
export function signGrant({ signer }: Pick<Deps, 'signer'>, grant: Grant): Promise<Signed> {
  const { component, department, implementation, epoch } = grant;
  return signer.sign('grant+jwt', { component, department, implementation, epoch });
}

/** Signs the bindings that have no grant yet (those from before there were grants) or one of a key that signs no more. Answers whether there was any. */
export async function signGrants(deps: Pick<Deps, 'db' | 'signer'>): Promise<boolean> {
  const unsigned = await readUnsigned(deps.db, await deps.signer.kid());
  for (const grant of unsigned) await storeSigned(deps.db, grant, await signGrant(deps, grant));
  return unsigned.length > 0;
}
