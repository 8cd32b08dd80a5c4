import type { Route } from './entities.ts';

/** That something is going to be published at a path: said by a publishing application that keeps its own schedule. */
export interface PublishIntent {
  readonly basePath: string;
  readonly publishTime: Date;
  /** The body as it was sent. */
  readonly content: Readonly<Record<string, unknown>> & { readonly publishing_app: string };
  /** Every path that it is about, the base path too. */
  readonly exactPaths: readonly string[];
  /** The same for paths with all that is below them. */
  readonly prefixPaths: readonly string[];
}

/** How long after its time an intent still counts, in milliseconds: what it announced may come late (content-store, `PublishIntent::PUBLISH_TIME_LEEWAY`). */
export const publishTimeLeewayMs = 300_000;

/** The paths that routes are about, by their kind. */
export function pathsOf(
  basePath: string,
  routes: readonly Route[],
): Pick<PublishIntent, 'exactPaths' | 'prefixPaths'> {
  const of = (kind: Route['type']) => routes.filter(({ type }) => type === kind).map(({ path }) => path);
  return { exactPaths: [...new Set([basePath, ...of('exact')])], prefixPaths: of('prefix') };
}
