import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { ProofingAsk, ProofingOutcome, ProofingProvider } from '../domain/proofing.ts';
import { render, sendPage } from './render.ts';
import { strings } from './strings/index.ts';
import { exchangeOf, form, goOn, type PageDeps, titled, type Visit, visit } from './visits.ts';

/** Where a person proves who they are: at the provider's own address, or by a choice on a page of ours. */
export function identityHandlers(deps: PageDeps): Record<'returnFromProofing' | 'submitIdentity', Handler> {
  const { proofing: provider } = deps;
  const finish = async (at: Visit, returned: Record<string, string>) => {
    const ask = askOf(at);
    const outcome = ask && provider ? await provider.finish(ask, returned) : unavailable;
    if (!outcome) return showIdentity(at, provider, strings[at.language].identity.missing);
    return goOn(at, await deps.engine.identified(exchangeOf(at), outcome));
  };
  return {
    returnFromProofing: visit(deps, (at) =>
      at.signIn.due === 'identity'
        ? finish(at, textsOf(at.request.query))
        : goOn(at, `/sign-in/${at.signIn.uid}`),
    ),
    submitIdentity: form(deps, 'identity', (at) => finish(at, textsOf(at.request.body))),
  };
}

/** Leads to the provider, or shows what can be chosen. */
export async function showIdentity(at: Visit, provider: ProofingProvider | undefined, problem?: string) {
  const ask = askOf(at);
  if (!ask || !provider) return goOn(at, undefined);
  const step = await provider.begin(ask);
  if (step.kind === 'elsewhere') return goOn(at, step.address);
  const { signIn, language, csrfToken } = at;
  const t = strings[language];
  const content = {
    view: 'identity',
    language,
    title: titled(t, t.identity.title, problem),
    uid: signIn.uid,
    level: ask.level,
    choices: step.choices.map(({ value, text }) => ({ value, text: text[language] })),
    csrfToken,
    problem,
  } as const;
  const reply = problem === undefined ? at.reply : at.reply.code(400);
  return sendPage(reply, render(content), signIn.leadsTo);
}

/** Nobody is there to ask, which may be otherwise soon. */
const unavailable: ProofingOutcome = { kind: 'unavailable' };

function askOf({ signIn, language }: Visit): ProofingAsk | undefined {
  return signIn.proofing && { uid: signIn.uid, language, ...signIn.proofing };
}

function textsOf(sent: FastifyRequest['query'] | FastifyRequest['body']): Record<string, string> {
  const all = typeof sent === 'object' && sent !== null ? Object.entries(sent) : [];
  return Object.fromEntries(
    all.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
