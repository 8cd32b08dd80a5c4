import { noteSignIn } from '../usecases/account-area.ts';
import { rememberOn } from './device-cookie.ts';
import { exchangeOf, goOn, type PageDeps, type Visit } from './visits.ts';

/** The person proved to own the account, by the methods of `amr`: it is noted, and the sign-in goes on. */
export async function finishSignIn(
  pages: PageDeps,
  at: Visit,
  account: { accountId: string; email: string },
  amr: readonly string[],
) {
  return goOn(at, await concludeSignIn(pages, at, account, amr));
}

/** The same, which answers where the sign-in goes on. */
export async function concludeSignIn(
  { deps, engine }: PageDeps,
  at: Visit,
  { accountId, email }: { accountId: string; email: string },
  amr: readonly string[],
): Promise<string | undefined> {
  const { clientId, clientName } = at.signIn;
  const { traceparent } = at.request;
  const userAgent = at.request.headers['user-agent'];
  await noteSignIn(deps, { accountId, amr, clientId, clientName, userAgent, traceparent });
  rememberOn(at, deps, email);
  return engine.signedIn(exchangeOf(at), accountId, amr);
}
