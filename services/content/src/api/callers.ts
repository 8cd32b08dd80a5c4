import { type Authenticate, bearerToken, type Caller, Failure } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Publisher } from '../domain/entities.ts';
import type { TokenHolder } from '../usecases/check-token.ts';

/** A caller that came with a publishing token, and the service that it publishes for. */
interface TokenCaller extends Caller {
  readonly service: string;
}

/** Reads publishing tokens. */
export function tokenAuthentication(
  check: (token: string) => Promise<TokenHolder | undefined>,
): Authenticate {
  return async (request) => {
    const token = bearerToken(request);
    const holder = token === undefined ? undefined : await check(token);
    return holder && tokenCaller(holder);
  };
}

/** Whose content a request is about. A program of all departments says it by the entry point that it uses. */
export function publisherOf(request: FastifyRequest, siteDepartment: string | undefined): Publisher {
  const { caller } = request;
  if (!caller) throw new Error('The operation was called without a credential');
  const service = 'service' in caller ? (caller as TokenCaller).service : 'publishing';
  const department = caller.department === '*' ? siteOf(request, siteDepartment) : caller.department;
  if (department !== undefined) return { department, service };
  throw new Failure(422, { error: { code: 422, message: 'It is not known which department is meant' } });
}

/** The department whose pages a request reads; undefined when none is known. */
export function siteOf(request: FastifyRequest, siteDepartment: string | undefined): string | undefined {
  const { entryDepartment } = request;
  return entryDepartment === undefined || entryDepartment === '*' ? siteDepartment : entryDepartment;
}

function tokenCaller({ tokenId, application }: TokenHolder): TokenCaller {
  const { id: account, department, service } = application;
  return { kind: 'api-key', subject: tokenId, department, scopes: [], account, service };
}
