import { type ComponentApp, componentHealth, type Resources, type Workers } from '@ashlar/component';
import { loadContract } from '@ashlar/contracts';
import type { operations } from '@ashlar/contracts/content';
import { type Changes, changesHandler, type Relay } from '@ashlar/events';
import { isUnavailable } from '@ashlar/postgres';
import { createService, type Handlers } from '@ashlar/service-kit';
import type { Wiring } from '@ashlar/wiring';
import { applicationHandlers } from './api/applications.ts';
import { tokenAuthentication } from './api/callers.ts';
import { documentTypeHandlers } from './api/document-types.ts';
import { draftHandlers } from './api/drafts.ts';
import { editionHandlers } from './api/editions.ts';
import { compatErrors } from './api/errors.ts';
import { itemHandlers } from './api/items.ts';
import { linkHandlers } from './api/links.ts';
import { listHandlers } from './api/lists.ts';
import { pathHandlers } from './api/paths.ts';
import { previewAuthentication } from './api/preview-callers.ts';
import { previewLinkHandlers } from './api/preview-links.ts';
import { registerProviderStates } from './api/provider-states.ts';
import { intentHandlers } from './api/publish-intents.ts';
import { schemaHandlers } from './api/schemas.ts';
import { snapshotHandlers } from './api/snapshot.ts';
import { tokenHandlers } from './api/tokens.ts';
import { versionHandlers } from './api/versions.ts';
import type { ContentConfig } from './config.ts';
import type { Deps } from './usecases/deps.ts';
import { checkPreviewToken } from './usecases/preview-drafts.ts';
import { tokens, wire } from './wiring.ts';

/** A content service that is ready to listen; its relay and workers run. */
export interface ContentApp extends ComponentApp {
  readonly deps: Deps;
  readonly relay: Relay;
  readonly workers: Workers;
  readonly changes: Changes;
}

/** Builds the service on open resources and a migrated database. Tests build the same, with parts replaced by `override`. */
export async function buildApp(
  config: ContentConfig,
  resources: Resources,
  override?: (wiring: Wiring) => void,
): Promise<ContentApp> {
  const wiring = wire(config, resources);
  override?.(wiring);
  wiring.verify();
  const { get } = wiring;
  const deps = get(tokens.deps);
  const fence = get(tokens.fence);
  const relay = get(tokens.relay);
  const changes = get(tokens.changes);
  const workers = get(tokens.workers);
  const handover = get(tokens.handover);
  const { siteDepartment } = config;
  const publishingTokens = tokenAuthentication(get(tokens.checkToken));
  const handlers: Handlers<operations> = {
    ...editionHandlers(deps, siteDepartment),
    ...linkHandlers(deps, siteDepartment),
    ...listHandlers(deps, siteDepartment),
    ...pathHandlers(deps, siteDepartment),
    ...intentHandlers(deps, siteDepartment),
    ...schemaHandlers(deps, siteDepartment),
    ...documentTypeHandlers(deps),
    ...itemHandlers(deps.items, config, deps.publishTimes),
    ...draftHandlers(deps, siteDepartment),
    ...previewLinkHandlers(deps, siteDepartment),
    ...snapshotHandlers(deps),
    ...applicationHandlers(deps),
    ...tokenHandlers(deps),
    ...versionHandlers(deps, siteDepartment),
    listChanges: changesHandler(changes),
    ...handover.handlers,
  };
  const close = async () => {
    await Promise.all([workers.stop(), handover.close()]);
    await changes.close();
    await relay.stop();
    await fence.close();
  };
  try {
    await fence.ready;
    const app = await createService({
      contract: loadContract('content'),
      handlers,
      security: {
        apiKey: publishingTokens,
        oauth: get(tokens.accessTokens),
        previewLink: previewAuthentication((token) => checkPreviewToken(deps, token)),
        handover: handover.authenticate,
      },
      compatErrors,
      config,
      logger: resources.logger,
      isUnavailable,
      fence,
      health: componentHealth(resources, relay),
      ...(config.testProfile && {
        register: async (app) => registerProviderStates(app, deps, publishingTokens),
      }),
    });
    return { app, deps, relay, workers, changes, close };
  } catch (error) {
    await close();
    throw error;
  }
}
