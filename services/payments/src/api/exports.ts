import { noSuch } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../usecases/deps.ts';
import { exportDisputes, exportPayments, exportRefunds } from '../usecases/export-payments.ts';
import { findGatewayAccount } from '../usecases/find-gateway-accounts.ts';
import { maySee } from './callers.ts';
import { sendCsv } from './csv.ts';
import { disputeFilterOf, disputeSearchRules } from './disputes.ts';
import { disputeColumns, paymentColumns, refundColumns } from './export-columns.ts';
import { paymentFilterOf, paymentSearchRules } from './payment-search.ts';
import { refundFilterOf, refundSearchRules } from './refunds.ts';
import { type ParameterRule, readParameters, type SearchParameters } from './search.ts';

/** Files of what a search finds. */
export function exportHandlers(
  deps: Deps,
): Record<'exportPayments' | 'exportRefunds' | 'exportDisputes', Handler> {
  return {
    async exportPayments(request, reply) {
      const accountId = await accountIdOf(deps, request);
      const parameters = rightParameters(request, paymentSearchRules);
      const found = await exportPayments(deps, paymentFilterOf(parameters, accountId));
      if (found === 'too_many_names') {
        const detail = 'A file has columns for 200 names of metadata. Search for fewer payments at a time.';
        throw new Problem(422, 'too_many_names', 'The metadata has too many names', detail);
      }
      const { metadata, batches } = found;
      const name = fileName('payments', accountId, deps.now());
      return sendCsv(reply, { name, columns: paymentColumns(metadata), batches });
    },

    async exportRefunds(request, reply) {
      const accountId = await accountIdOf(deps, request);
      const parameters = rightParameters(request, refundSearchRules);
      const batches = await exportRefunds(deps, refundFilterOf(parameters, accountId));
      const name = fileName('refunds', accountId, deps.now());
      return sendCsv(reply, { name, columns: refundColumns(), batches });
    },

    async exportDisputes(request, reply) {
      const accountId = await accountIdOf(deps, request);
      const parameters = rightParameters(request, disputeSearchRules);
      const batches = await exportDisputes(deps, disputeFilterOf(parameters, accountId));
      const name = fileName('disputes', accountId, deps.now());
      return sendCsv(reply, { name, columns: disputeColumns(), batches });
    },
  };
}

async function accountIdOf(deps: Deps, request: FastifyRequest): Promise<string> {
  const { id } = request.params as { id: string };
  const account = await findGatewayAccount(deps, { id, department: '*' });
  if (!account || !maySee(request.caller, { gatewayAccountId: id, department: account.department })) {
    throw noSuch('gateway account');
  }
  return id;
}

function rightParameters(
  request: FastifyRequest,
  rules: Readonly<Record<string, ParameterRule>>,
): SearchParameters {
  const parameters = readParameters(request, Object.keys(rules));
  const errors = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || (rules[name]?.(value) && !value.includes('\0'))
      ? []
      : [{ pointer: `query:${name}`, detail: 'is not what a search takes' }],
  );
  if (errors.length === 0) return parameters;
  throw new Problem(400, 'invalid', 'The search is not valid', undefined, { errors });
}

function fileName(what: string, accountId: string, now: Date): string {
  return `${what}-${accountId}-${now.toISOString().slice(0, 10)}.csv`;
}
