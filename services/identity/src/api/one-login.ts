import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hostOf } from '../engine/issuers.ts';
import { didDocument, trustmark } from '../profiles/one-login/documents.ts';
import { refusesCaller } from '../profiles/one-login/edge.ts';
import type { Keyring } from '../usecases/keyring.ts';

type OneLoginOperation = 'getTrustmark' | 'getDidDocument';

/** What only the One Login issuer tells, by its own host; undefined where there is no such issuer. */
export interface OneLoginIssuer {
  readonly issuer: string;
  readonly coreIdentityKeys: Keyring;
}

/** The documents of the One Login issuer. */
export function oneLoginHandlers(oneLogin: OneLoginIssuer | undefined): Record<OneLoginOperation, Handler> {
  const document =
    (tell: (issuer: OneLoginIssuer) => object) => (request: FastifyRequest, reply: FastifyReply) => {
      if (!oneLogin || hostOf(request.raw) !== new URL(oneLogin.issuer).host) throw noSuch('document');
      return refusesCaller(request.raw) ? reply.code(403).send() : tell(oneLogin);
    };
  return {
    getTrustmark: document(({ issuer }) => trustmark(issuer)),
    getDidDocument: document(({ issuer, coreIdentityKeys }) => didDocument(issuer, coreIdentityKeys.keys())),
  };
}
