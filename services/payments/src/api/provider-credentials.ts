import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Credential, type Secrets, type Verification, verdict } from '../domain/credential.ts';
import { activateCredential } from '../usecases/activate-credential.ts';
import type { Deps } from '../usecases/deps.ts';
import { findGatewayAccount } from '../usecases/find-gateway-accounts.ts';
import {
  type Changed,
  type CredentialAsk,
  createCredential,
  enterSecrets,
  findCredential,
  findCredentials,
  type Refusal,
  retireCredential,
} from '../usecases/manage-credentials.ts';
import { verifyCredential } from '../usecases/verify-credential.ts';
import { accountAsk } from './gateway-accounts.ts';

type CredentialOperation =
  | 'listProviderCredentials'
  | 'createProviderCredential'
  | 'getProviderCredential'
  | 'enterProviderSecrets'
  | 'verifyProviderCredential'
  | 'activateProviderCredential'
  | 'retireProviderCredential';

/** Administration of what accounts are known by at their providers. */
export function providerCredentialHandlers(deps: Deps): Record<CredentialOperation, Handler> {
  return {
    async listProviderCredentials(request) {
      const found = await findCredentials(deps, accountAsk(request));
      if (!found) throw noSuch('gateway account');
      return { provider_credentials: found.map(credentialView) };
    },

    async createProviderCredential(request, reply) {
      const account = await findGatewayAccount(deps, accountAsk(request));
      if (!account) throw noSuch('gateway account');
      const { provider } = request.body as { provider: string };
      const { traceparent } = request;
      const made = await createCredential(deps, { account, provider, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if (made === 'no_provider') throw noProvider([...deps.providerKinds.keys()]);
      const view = credentialView(made.thing);
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      const path = `/ashlar/v1/gateway-accounts/${account.id}/provider-credentials/${made.thing.id}`;
      return reply.code(201).header('location', `${request.publicUrl}${path}`).send(view);
    },

    async getProviderCredential(request) {
      const found = await findCredential(deps, credentialAsk(request));
      if (!found) throw noSuch('provider credential');
      return credentialView(found.credential);
    },

    async enterProviderSecrets(request, reply) {
      const changed = await enterSecrets(deps, {
        ...credentialAsk(request),
        once: undefined,
        secrets: request.body as Secrets,
      });
      if (changed && typeof changed === 'object' && 'fault' in changed) {
        const { name, detail } = changed.fault;
        const errors = [{ pointer: `#/${name}`, detail }];
        throw new Problem(422, 'invalid', 'The secrets cannot be used', undefined, { errors });
      }
      return sendChanged(reply, changed);
    },

    async verifyProviderCredential(request, reply) {
      return sendChanged(reply, await verifyCredential(deps, credentialAsk(request)));
    },

    async activateProviderCredential(request, reply) {
      const { replaces } = request.body as { replaces?: string };
      return sendChanged(reply, await activateCredential(deps, { ...credentialAsk(request), replaces }));
    },

    async retireProviderCredential(request, reply) {
      return sendChanged(reply, await retireCredential(deps, credentialAsk(request)));
    },
  };
}

function credentialAsk(request: FastifyRequest): CredentialAsk {
  const { credential_id: credentialId } = request.params as { credential_id: string };
  const { traceparent } = request;
  return { ...accountAsk(request), credentialId, once: onceOf(request), traceparent };
}

function sendChanged(reply: FastifyReply, changed: Changed) {
  if (!changed) throw noSuch('provider credential');
  if (changed === 'key_reused') throw keyReused();
  if ('refused' in changed) throw conflict(changed);
  const body = credentialView(changed.thing);
  return changed.replayed ? sendReplay(reply, { status: 200, body }) : reply.send(body);
}

function conflict(refusal: Refusal): Problem {
  if (refusal.refused === 'replaces') {
    const detail = `The account's active credential is ${refusal.active ?? 'none'}.`;
    return new Problem(409, 'conflict', 'The account was switched meanwhile', detail);
  }
  return new Problem(
    409,
    'conflict',
    'The credential is not where this can be done',
    `It is ${refusal.status}.`,
  );
}

function noProvider(known: readonly string[]): Problem {
  const errors = [{ pointer: '#/provider', detail: `is none of: ${known.join(', ')}` }];
  return new Problem(422, 'invalid', 'There is no such provider', undefined, { errors });
}

function credentialView(credential: Credential): Record<string, unknown> {
  const { id, gatewayAccountId, provider, status, verification, createdAt } = credential;
  const { enteredAt, verifiedAt, activatedAt, retiredAt } = credential;
  return {
    id,
    gateway_account_id: gatewayAccountId,
    provider,
    status,
    ...(verification && { verification: verificationView(verification) }),
    created_at: createdAt.toISOString(),
    ...(enteredAt && { entered_at: enteredAt.toISOString() }),
    ...(verifiedAt && { verified_at: verifiedAt.toISOString() }),
    ...(activatedAt && { activated_at: activatedAt.toISOString() }),
    ...(retiredAt && { retired_at: retiredAt.toISOString() }),
  };
}

function verificationView(verification: Verification): Record<string, unknown> {
  const { startedAt, finishedAt, checks } = verification;
  const finished = finishedAt && { finished_at: finishedAt, passed: verdict(verification) === 'VERIFIED' };
  return { started_at: startedAt, ...finished, checks };
}
