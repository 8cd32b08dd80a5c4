import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import type { Passing, Reply } from './local-server.ts';
import { operationFinder } from './operation-finder.ts';

/** Says what of an answer a component's contract does not allow; answers to what is no operation of it are not looked at. */
export function answerCheck(component: string): (asked: Passing, reply: Reply) => string[] {
  const { document, operations } = loadContract(component);
  const validator = createSchemaValidator(document);
  const find = operationFinder(operations);
  return ({ method, path }, { status, headers, body }) => {
    const operation = find(method, path);
    return operation ? validator.response(operation.operationId, status, bodyOf(headers, body)) : [];
  };
}

function bodyOf(headers: Reply['headers'], body: string): unknown {
  if (body === '') return undefined;
  return String(headers['content-type']).includes('json') ? JSON.parse(body) : body;
}
