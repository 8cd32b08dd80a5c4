import { createOnce, type Made } from '@ashlar/component';
import type { Agreement, AgreementFilter, NewAgreement } from '../domain/agreement.ts';
import type { GatewayAccount } from '../domain/entities.ts';
import { isStandardId, randomBytesWanted, standardId } from '../domain/ids.ts';
import { countAgreements, findAgreements } from '../store/agreement-search.ts';
import { cancelActiveAgreement, insertAgreement, readAgreement } from '../store/agreements.ts';
import { type ActKey, earlierAct, storedKey } from './act-once.ts';
import type { Deps } from './deps.ts';
import { type Found, findPage, type PageAsk } from './find-page.ts';

/** An agreement, and the account that asks for it. */
export interface AccountAgreement {
  readonly agreementId: string;
  readonly gatewayAccountId: string;
}

/** A request for an agreement, checked, whose it is, and the key that makes it repeatable, if it has one. */
export interface MakeAgreement {
  readonly account: GatewayAccount;
  readonly request: Pick<NewAgreement, 'reference' | 'description' | 'userIdentifier'>;
  readonly once?: { readonly key: string; readonly body: unknown } | undefined;
  readonly traceparent?: string | undefined;
}

/** Creates an agreement. `not_allowed`: the account may not take recurring payments. */
export async function createAgreement(
  deps: Deps,
  { account, request, once, traceparent }: MakeAgreement,
): Promise<Made<Agreement> | 'key_reused' | 'not_allowed'> {
  if (!account.features.recurring) return 'not_allowed';
  const at = deps.now();
  const agreement: NewAgreement = {
    ...request,
    id: standardId(at, deps.random(randomBytesWanted)),
    gatewayAccountId: account.id,
    department: account.department,
    service: account.service,
    live: account.type === 'live',
    createdAt: at,
  };
  const made: Agreement = {
    ...agreement,
    status: 'created',
    card: null,
    cardSetUpAt: null,
    cancelledAt: null,
  };
  return createOnce(deps, once && { ...once, scope: `agreements:${account.id}` }, {
    make: async (key) =>
      (await insertAgreement(deps.db, agreement, { at, traceparent, once: key })) ? made : undefined,
    read: (id) => readAgreement(deps.db, id),
  });
}

/** Reads an agreement of an account. Another account's agreement is as unknown as one that never was. */
export async function getAgreement(
  deps: Pick<Deps, 'db'>,
  input: AccountAgreement,
): Promise<Agreement | undefined> {
  if (!isStandardId(input.agreementId)) return undefined;
  const agreement = await readAgreement(deps.db, input.agreementId);
  return agreement?.gatewayAccountId === input.gatewayAccountId ? agreement : undefined;
}

/** Cancels an agreement for its service. Payments of it that were not sent to the provider yet are not taken any more. */
export async function cancelAgreement(
  deps: Deps,
  input: AccountAgreement & { key?: string | undefined; traceparent?: string | undefined },
): Promise<'cancelled' | 'not_active' | 'unknown' | 'replayed' | 'key_reused'> {
  const { gatewayAccountId, agreementId, key, traceparent } = input;
  const act: ActKey | undefined =
    key === undefined
      ? undefined
      : { gatewayAccountId, operation: 'cancel-agreement', thing: agreementId, key };
  const earlier = await earlierAct(deps, act);
  if (earlier) return earlier;
  const agreement = await getAgreement(deps, input);
  if (!agreement) return 'unknown';
  const ask = { id: agreement.id, at: deps.now(), traceparent, once: act && storedKey(act) };
  // Somebody may have cancelled it a moment ago, with this very key.
  if (!(await cancelActiveAgreement(deps.db, ask))) return (await earlierAct(deps, act)) ?? 'not_active';
  deps.logged();
  return 'cancelled';
}

/** An account's agreements, newest first. Undefined when the page lies beyond the last. */
export function searchAgreements(
  deps: Pick<Deps, 'db'>,
  filter: AgreementFilter,
  page: PageAsk,
): Promise<Found<Agreement> | undefined> {
  return findPage(page, {
    count: () => countAgreements(deps.db, filter),
    read: (rows) => findAgreements(deps.db, filter, rows),
  });
}
