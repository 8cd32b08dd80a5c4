import type { Client, Provider } from 'oidc-provider';
import { reaches } from '../../domain/levels.ts';
import type { ProofingOutcome, ProofingProvider } from '../../domain/proofing.ts';
import { createAdapter } from '../../engine/adapter.ts';
import { createEngine, type EngineOptions, type Exchange, type OidcEngine } from '../../engine/oidc.ts';
import type { SigningKey } from '../../usecases/keyring.ts';
import { vectorOf } from './authorize.ts';
import { identityClaims, userinfoClaims } from './claims.ts';
import { sectorOf } from './clients.ts';
import { lifetimes, oneLoginConfiguration } from './configuration.ts';
import type { Places } from './documents.ts';
import { createFront } from './front.ts';
import { createSign, verifierOf } from './keys.ts';
import { createOutcomes, type Outcomes } from './outcomes.ts';
import { remakeReplies } from './replies.ts';
import { type Refusal, refusals } from './rules.ts';
import type { Subjects } from './subjects.ts';

/** What the profile is made of beside its engine. `issuer` ends in a slash. */
export interface OneLoginOptions extends Omit<EngineOptions, 'configure' | 'around' | 'signingKeys'> {
  /** The one that signs first. */
  readonly keys: readonly SigningKey[];
  readonly coreIdentityKeys: () => readonly SigningKey[];
  readonly subjects: Subjects;
  readonly places: Places;
  readonly proofing: ProofingProvider | undefined;
  /** Methods that a sign-in is taken to have had beside those it had: a sandbox's declared pretence. */
  readonly pretence: readonly string[];
}

/**
 * GOV.UK One Login's contract for relying parties, around an engine of its own. What it asks differently from OpenID Connect is asked here,
 * before and after the engine; the standard issuer knows nothing of it.
 */
export function createOneLoginEngine(options: OneLoginOptions): OidcEngine {
  const { issuer, db, protection, keys, subjects } = options;
  const records = createAdapter({ db, protection, findClient: options.clients.find }, 'ProofingOutcome');
  const outcomes = createOutcomes(records, lifetimes.session);
  const [sign, verify] = [createSign(() => keys), verifierOf(keys)];
  let provider: Provider | undefined;
  const engine = createEngine({
    ...options,
    signingKeys: keys.map(({ jwk }) => jwk),
    configure: (usual, findAccount) =>
      oneLoginConfiguration(usual, {
        issuer,
        subjects,
        outcomes,
        findAccount,
        signCoreIdentity: createSign(options.coreIdentityKeys),
      }),
    around(made) {
      provider = made;
      remakeReplies(made, { issuer, sign, verify });
    },
  });
  if (!provider) throw new Error('The engine did not say what it is made of');
  return {
    ...engine,
    handle: createFront({ ...options, provider, engine, verify }),
    ...steps(provider, engine, { ...options, outcomes }),
  };
}

interface Steps {
  readonly issuer: string;
  readonly subjects: Subjects;
  readonly outcomes: Outcomes;
  readonly pretence: readonly string[];
}

function steps(
  provider: Provider,
  engine: OidcEngine,
  { issuer, subjects, outcomes, pretence }: Steps,
): Pick<OidcEngine, 'find' | 'signedIn' | 'identified'> {
  const refuse = async ({ request, reply }: Exchange, { error, description }: Refusal) =>
    provider.interactionResult(request, reply, { error, error_description: description });

  return {
    async find(exchange) {
      const signIn = await engine.find(exchange);
      if (!signIn) return undefined;
      const { params } = await provider.interactionDetails(exchange.request, exchange.reply);
      const { credential, confidence } = vectorOf(params.vtr);
      // Where a second factor is pretended nobody is asked for one.
      const asked = { ...signIn, asksTwoFactors: credential === 'Cl.Cm' && pretence.length === 0 };
      if (signIn.due !== 'identity') return asked;
      const proofing = {
        level: confidence,
        returnTo: `${issuer}sign-in/${signIn.uid}/identity`,
      };
      return { ...asked, proofing };
    },
    async signedIn(exchange, accountId, methods) {
      if (!(await engine.find(exchange))) return undefined;
      const { params } = await provider.interactionDetails(exchange.request, exchange.reply);
      const client = await provider.Client.find(String(params.client_id));
      if (client && !isMeant(params.id_token_hint, client, accountId, subjects)) {
        return refuse(exchange, refusals.loginRequired);
      }
      return engine.signedIn(exchange, accountId, [...methods, ...pretence]);
    },
    async identified(exchange, outcome) {
      if (!(await engine.find(exchange))) return undefined;
      const { params, session } = await provider.interactionDetails(exchange.request, exchange.reply);
      const refusal = refusalOf(outcome, params);
      if (refusal) return refuse(exchange, refusal);
      if (session?.accountId === undefined) return undefined;
      await outcomes.keep(session.uid, session.accountId, outcome);
      return provider.interactionResult(exchange.request, exchange.reply, { identity: { told: true } });
    },
  };
}

/** Whether the person is the one that a hint is about, where there is one: its signature was looked at when the request came. */
function isMeant(hint: unknown, client: Client, accountId: string, subjects: Subjects): boolean {
  if (typeof hint !== 'string') return true;
  const claims: { sub?: unknown } = JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString());
  return claims.sub === subjects.pairwise(accountId, sectorOf(client));
}

/** An identity that is not proven is told by a code to whoever asked for codes, and by an error to everybody else. */
function refusalOf(outcome: ProofingOutcome, params: Record<string, unknown>): Refusal | undefined {
  const claims = typeof params.claims === 'string' ? params.claims : undefined;
  switch (outcome.kind) {
    case 'proven':
      return reaches(outcome.level, vectorOf(params.vtr).confidence) ? undefined : refusals.denied;
    case 'not_proven':
      return userinfoClaims(claims)?.includes(identityClaims.returnCode) ? undefined : refusals.denied;
    case 'denied':
      return refusals.denied;
    case 'unavailable':
      return refusals.unavailable;
  }
}
