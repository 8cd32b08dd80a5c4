import {
  type Contract,
  createSchemaValidator,
  loadContract,
  type Operation,
  type SchemaValidator,
} from '@ashlar/contracts';
import sampler from 'openapi-sampler';
import { type LocalServer, type Passing, type Reply, serveLocally } from './local-server.ts';
import { operationFinder } from './operation-finder.ts';

/**
 * Something that knows a component's contract and nothing else: it answers every operation with a sampled answer, which is valid, refuses
 * requests without credentials and bodies that the contract does not allow, and has neither memory nor rules.
 * @throws {Error} when a sample is not valid.
 */
export async function startResponder(component: string): Promise<LocalServer> {
  const contract = loadContract(component);
  const find = operationFinder(contract.operations);
  const validator = createSchemaValidator(contract.document);
  const sampled = (operation: Operation, statuses: readonly string[]) =>
    sampleAnswer(contract, operation, statuses);
  for (const operation of contract.operations) assertValid(validator, operation, sampled(operation, GOOD));

  const answer = (asked: Passing): Reply => {
    const operation = find(asked.method, asked.path);
    if (!operation) return { status: 404, headers: {}, body: '' };
    if (operation.security.length > 0 && !asked.headers.authorization) return sampled(operation, ['401']);
    const faults = validator.request(operation.operationId, bodyOf(asked));
    return sampled(operation, faults.length > 0 ? ['400', '422', '4XX'] : GOOD);
  };

  // Sampled links lead to itself, and never off this machine.
  const server: LocalServer = await serveLocally(async (asked) => {
    const { body, ...reply } = answer(asked);
    return { ...reply, body: body.replaceAll(/https?:\/\/[\w.-]+/g, server.url) };
  });
  return server;
}

// What went well, the most telling first.
const GOOD = ['201', '202', '200', '204', 'default', '302', '303'];

// The first of these statuses that the operation declares, with a body and headers of the right shape.
function sampleAnswer({ document }: Contract, operation: Operation, statuses: readonly string[]): Reply {
  const sample = (schema: object): unknown => sampler.sample(schema, { enablePatterns: true }, document);
  const { responses } = operation.definition;
  const status = statuses.find((one) => one in responses) ?? Object.keys(responses)[0] ?? '200';
  const { content = {}, headers = {} } = responses[status] ?? {};
  const [mediaType, media] = Object.entries(content)[0] ?? [];
  const value = media?.schema ? sample(media.schema) : undefined;
  const sampledHeaders = Object.entries(headers).map(([name, { schema }]) => [
    name,
    String(sample(schema ?? {})),
  ]);
  return {
    status: Number(status) || 200,
    headers: { ...Object.fromEntries(sampledHeaders), ...(mediaType && { 'content-type': mediaType }) },
    body: value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value),
  };
}

function assertValid(validator: SchemaValidator, { operationId }: Operation, reply: Reply): void {
  const faults = validator.response(operationId, reply.status, bodyOf(reply));
  if (faults.length > 0)
    throw new Error(`The sampled answer of ${operationId} is not valid: ${faults.join('; ')}`);
}

function bodyOf({ headers, body }: Pick<Passing | Reply, 'headers' | 'body'>): unknown {
  if (body === '') return undefined;
  try {
    return /[/+]json\b/.test(String(headers['content-type'])) ? JSON.parse(body) : body;
  } catch {
    return null;
  }
}
