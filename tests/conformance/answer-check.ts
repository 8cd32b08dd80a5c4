import { createSchemaValidator, loadContract } from '@ashlar/contracts';

interface Asked {
  readonly method: string;
  readonly path: string;
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** Says what of an answer a component's contract does not allow; answers to what is no operation of it are not looked at. */
export function answerCheck(component: string): (asked: Asked, answered: Answered) => string[] {
  const { document, operations } = loadContract(component);
  const validator = createSchemaValidator(document);
  const routes = operations.map(({ operationId, method, path }) => ({
    operationId,
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return ({ method, path }, { status, headers, body }) => {
    const [bare = ''] = path.split('?');
    const route = routes.find((one) => one.method === method && one.pattern.test(bare));
    return route ? validator.response(route.operationId, status, bodyOf(headers, body)) : [];
  };
}

function bodyOf(headers: Answered['headers'], body: string): unknown {
  if (body === '') return undefined;
  return String(headers['content-type']).includes('json') ? JSON.parse(body) : body;
}
