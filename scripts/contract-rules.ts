import type { Oas3PathItem, Oas3Visitor, Plugin, UserContext } from '@redocly/openapi-core';

/**
 * The house rules of `openapi/ashlar`, as rules of the linter. Our own operations sit beside the existing standards, and those write
 * snake_case, so ours do too.
 */
export const housePlugin: Plugin = {
  id: 'house',
  rules: {
    oas3: {
      path: () => onPath(checkPath),
      problem: () => onOperation(checkProblems),
      security: () => onOperation(checkSecurity),
      idempotency: () => onOperation(checkIdempotency),
      refusal: () => onOperation(checkRefusal),
      success: () => onOperation(checkSuccess),
      names: () => ({ Schema: checkNames, Parameter: checkParameterName }),
      time: () => ({ Schema: checkTimes }),
    },
  },
};

/** Every house rule, switched on. */
export const houseRules: Record<string, 'error'> = Object.fromEntries(
  Object.keys(housePlugin.rules?.oas3 ?? {}).map((name) => [`house/${name}`, 'error']),
);

interface FoundOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Record<string, unknown>;
  /** What stands under `#/paths/<path>`, for parameters that all its operations share. */
  readonly item: Record<string, unknown>;
  /** Reports at a place below the operation. */
  report(message: string, ...below: string[]): void;
  /** Follows a reference, if it is one. */
  follow(value: unknown): Record<string, unknown>;
}

type PathCheck = (path: string, item: Record<string, unknown>, report: (message: string) => void) => void;

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const snakeCase = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const pathForm = /^(\/|(\/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z][a-z0-9_]*\})(\.(json|yaml|csv))?)+)$/;

function onPath(check: PathCheck): Oas3Visitor {
  return {
    PathItem: (node: Oas3PathItem, context: UserContext) => {
      check(String(context.key), { ...node }, (message) => context.report({ message }));
    },
  };
}

function onOperation(check: (found: FoundOperation) => void): Oas3Visitor {
  return {
    PathItem: (node: Oas3PathItem, context: UserContext) => {
      const item: Record<string, unknown> = { ...node };
      for (const method of methods.filter((name) => item[name])) {
        check({
          path: String(context.key),
          method,
          item,
          operation: record(item[method]),
          report: (message, ...below) =>
            context.report({ message, location: context.location.child([method, ...below]) }),
          follow: (value) => record(context.resolve(record(value)).node),
        });
      }
    },
  };
}

function checkPath(path: string, item: Record<string, unknown>, report: (message: string) => void): void {
  if (!pathForm.test(path)) report(`${path} must be kebab-case, its parameters snake_case`);
  if (path.startsWith('/ashlar/v1/')) return;
  for (const method of methods.filter((name) => item[name])) {
    const { security } = record(item[method]);
    const isPublic = method === 'get' || isForm(record(item[method]));
    if (!isPublic || !Array.isArray(security) || security.length > 0) {
      report(`${method} ${path} must be under /ashlar/v1; only public pages and health may lie elsewhere`);
    }
  }
}

/** A form of a page: a browser sends it, which knows nothing of our headers and is led on by a redirect. */
function isForm(operation: Record<string, unknown>): boolean {
  const { content } = record(operation.requestBody);
  return (
    operation['x-page'] === true &&
    Object.keys(record(content)).join() === 'application/x-www-form-urlencoded'
  );
}

/** The linter's own rule (`operation-2xx-response`) knows no page whose success is a redirect. */
function checkSuccess({ operation, report }: FoundOperation): void {
  const success = operation['x-page'] === true ? /^(2|303)/ : /^2/;
  if (Object.keys(record(operation.responses)).some((status) => success.test(status))) return;
  report('a success must be declared', 'responses');
}

function checkProblems({ path, operation, report, follow }: FoundOperation): void {
  // A probe reads one shape, whether ready or not.
  if (path.startsWith('/health/')) return;
  for (const [status, response] of Object.entries(record(operation.responses))) {
    const types = Object.keys(record(follow(response).content)).join();
    // A page tells its reader of an error with a page.
    if (operation['x-page'] === true && types === 'text/html') continue;
    if (/^([45]|default)/.test(status) && types !== 'application/problem+json') {
      report(`${status} must be application/problem+json`, 'responses', status);
    }
  }
}

function checkSecurity({ operation, report }: FoundOperation): void {
  const { security } = operation;
  if (!Array.isArray(security)) {
    report('security must be stated, [] where anybody may call');
    return;
  }
  for (const status of security.length > 0 ? ['401', '403'] : []) {
    if (!record(operation.responses)[status])
      report(`${status} must be declared where there is security`, 'responses');
  }
  for (const [scheme, scopes] of security.flatMap((all) => Object.entries(record(all)))) {
    if (scheme === 'oauth' && !(Array.isArray(scopes) && scopes.length > 0)) {
      report('oauth must name the scopes', 'security');
    }
  }
}

function checkIdempotency({ method, item, operation, report, follow }: FoundOperation): void {
  // What a stranger signs carries the stranger's own id.
  if (method !== 'post' || operation['x-raw-body'] === true || isForm(operation)) return;
  const parameters = [item.parameters, operation.parameters].flatMap((some) =>
    Array.isArray(some) ? some : [],
  );
  if (!parameters.some((parameter) => follow(parameter).name === 'Idempotency-Key')) {
    report('a POST must take Idempotency-Key', 'parameters');
  }
}

/** What a contract constrains can be refused, with 400. Pages and problems of public files have words of their own. */
function checkRefusal({ path, item, operation, report }: FoundOperation): void {
  const takes = [item.parameters, operation.parameters, operation.requestBody].some(Boolean);
  if (!path.startsWith('/ashlar/v1/') || !takes || record(operation.responses)['400']) return;
  report('400 must be declared where a request holds anything', 'responses');
}

function checkNames(schema: object, context: UserContext): void {
  for (const name of Object.keys(record(record(schema).properties))) {
    if (!snakeCase.test(name)) {
      context.report({
        message: `${name} must be snake_case`,
        location: context.location.child(['properties', name]).key(),
      });
    }
  }
}

function checkParameterName(parameter: object, context: UserContext): void {
  const { name, in: place } = record(parameter);
  if (place !== 'header' && !snakeCase.test(String(name))) {
    context.report({
      message: `${String(name)} must be snake_case`,
      location: context.location.child(['name']),
    });
  }
}

function checkTimes(schema: object, context: UserContext): void {
  for (const [name, property] of Object.entries(record(record(schema).properties))) {
    const { type, format } = record(context.resolve(record(property)).node);
    const text = [type].flat().includes('string');
    if (/(^|_)(at|time)$/.test(name) && text && format !== 'date-time') {
      context.report({
        message: `${name} must have the format date-time`,
        location: context.location.child(['properties', name]),
      });
    }
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
