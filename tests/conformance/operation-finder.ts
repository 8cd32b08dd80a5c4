import type { Operation } from '@ashlar/contracts';

/** Finds the operation that a request is for by its method and path (with or without a query); undefined when there is none. */
export function operationFinder(
  operations: readonly Operation[],
): (method: string, path: string) => Operation | undefined {
  const routes = operations.map((operation) => ({
    operation,
    method: operation.method.toUpperCase(),
    pattern: new RegExp(`^${operation.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return (method, path) => {
    const [bare = ''] = path.split('?');
    return routes.find((route) => route.method === method && route.pattern.test(bare))?.operation;
  };
}
