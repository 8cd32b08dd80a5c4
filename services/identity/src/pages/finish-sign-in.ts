import { byPassword } from '../domain/methods.ts';
import { noteSignIn, type Owner } from '../usecases/account-area.ts';
import { findArrival, forgetArrival, linkArrival, type SignedIn } from '../usecases/sign-in-upstream.ts';
import { rememberOn } from './device-cookie.ts';
import { exchangeOf, goOn, type PageDeps, type Visit } from './visits.ts';

/** The person proved to own the account, by the methods of `amr`: it is noted, and the sign-in goes on. */
export async function finishSignIn(pages: PageDeps, at: Visit, account: SignedIn, amr: readonly string[]) {
  return goOn(at, await concludeSignIn(pages, at, account, amr));
}

/** The same, which answers where the sign-in goes on. Whoever came from an upstream identity provider before is linked to the account. */
export async function concludeSignIn(
  { deps, engine }: PageDeps,
  at: Visit,
  { accountId, email }: SignedIn,
  amr: readonly string[],
): Promise<string | undefined> {
  const { clientId, clientName } = at.signIn;
  const { traceparent } = at.request;
  const userAgent = at.request.headers['user-agent'];
  const arrival = await findArrival(deps, arrivalHolderOf(at));
  if (arrival) {
    await linkArrival(deps, ownerOf(at, accountId), arrival);
    await forgetArrival(deps, arrivalHolderOf(at));
  }
  await noteSignIn(deps, { accountId, amr, clientId, clientName, userAgent, traceparent });
  rememberOn(at, deps, email);
  return engine.signedIn(exchangeOf(at), accountId, amr);
}

/** The person of a sign-in that has no session yet. */
export function ownerOf({ request, language }: Visit, accountId: string): Owner {
  const session = { id: '', uid: '', accountId, amr: byPassword, since: new Date() };
  return { session, language, userAgent: request.headers['user-agent'], traceparent: request.traceparent };
}

/** By which a sign-in is known that goes on at an upstream identity provider. */
export function arrivalHolderOf({ signIn }: Visit): string {
  return `upstream of sign-in\n${signIn.uid}`;
}
