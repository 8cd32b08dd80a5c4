import { readFileSync } from 'node:fs';
import { createSchemaValidator, type OpenApiDocument, type SchemaValidator } from '@ashlar/contracts';
import type { Exchange } from './exchange.ts';
import { PUBLISHED_SPEC_EXCEPTIONS, type SpecException } from './published-spec-exceptions.ts';

/** What a run was against a published description of the same API. */
export interface SpecVerdict {
  /** Answers, and accepted requests, that were looked at. */
  readonly seen: number;
  /** What no exception allows, each once, with how often it was seen. */
  readonly deviations: ReadonlyMap<string, number>;
  /** Exceptions that nothing needed. */
  readonly unneeded: readonly SpecException[];
}

/** Holds the exchanges of a run against a published spec. */
export interface SpecCheck {
  see(exchange: Exchange): void;
  verdict(): SpecVerdict;
}

interface Route {
  readonly id: string;
  readonly method: string;
  readonly pattern: RegExp;
}

/**
 * Reads a published OpenAPI description (JSON) and checks what lies under `/v1/`: that it knows the operation and the status, that
 * the answer's body fits, and that the body of a request that was accepted fits. Where it describes no body of an error, any will do.
 */
export function checkAgainst(file: string): SpecCheck {
  const { validator, routes } = readSpec(file);
  const deviations = new Map<string, number>();
  const needed = new Set<SpecException>();
  let seen = 0;
  return {
    see(exchange) {
      if (!exchange.path.startsWith('/v1/')) return;
      seen += 1;
      for (const deviation of deviationsOf(exchange, validator, routes)) {
        const exception = PUBLISHED_SPEC_EXCEPTIONS.find(({ allows }) => allows.test(deviation));
        if (exception) needed.add(exception);
        else deviations.set(deviation, (deviations.get(deviation) ?? 0) + 1);
      }
    },
    verdict: () => ({
      seen,
      deviations,
      unneeded: PUBLISHED_SPEC_EXCEPTIONS.filter((exception) => !needed.has(exception)),
    }),
  };
}

// Each as `POST /v1/payments 201: /amount must be integer`.
function deviationsOf(
  { method, path, body, answer }: Exchange,
  validator: SchemaValidator,
  routes: readonly Route[],
): string[] {
  const [bare = ''] = path.split('?');
  const route = routes.find((one) => one.method === method && one.pattern.test(bare));
  if (!route) return [`${method} ${bare.replace(/\w{26}/g, '…')}: no such operation`];
  const accepted = answer.status < 300 && body !== undefined;
  const ofRequest = accepted ? validator.request(route.id, body) : [];
  const ofAnswer = validator
    .response(route.id, answer.status, answer.json)
    .filter((fault) => answer.status < 400 || fault !== 'a body is not expected here');
  return [
    ...ofRequest.map((fault) => `${route.id} request: ${inAny(fault)}`),
    ...ofAnswer.map((fault) => `${route.id} ${answer.status}: ${inAny(fault)}`),
  ];
}

/** One fault in every result of a list is one fault. */
function inAny(fault: string): string {
  return fault.replace(/\/\d+\//g, '/…/');
}

// Its operations are named by their sentences; here they are named by method and path.
function readSpec(file: string): { validator: SchemaValidator; routes: readonly Route[] } {
  const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument;
  const routes: Route[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const id = `${method.toUpperCase()} ${path}`;
      Object.assign(operation, { operationId: id });
      const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
      routes.push({ id, method: method.toUpperCase(), pattern });
    }
  }
  return { validator: createSchemaValidator(document), routes };
}
