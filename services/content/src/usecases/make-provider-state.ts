import { isRefusal } from '../domain/change.ts';
import type { Publisher } from '../domain/entities.ts';
import { bodyOf, providerStates, type Step } from '../domain/provider-states.ts';
import { emptyDepartment, numberEditions } from '../store/provider-states.ts';
import { publishContent, putContent, unpublishContent } from './change-content.ts';
import type { Deps } from './deps.ts';
import { announce } from './manage-intents.ts';
import { reserve } from './manage-paths.ts';
import { changeLinkSet } from './patch-links.ts';

/** Empties a department and makes a provider state of the publishing pact in it. False when there is no such state: nothing is changed then. */
export async function makeProviderState(deps: Deps, publisher: Publisher, name: string): Promise<boolean> {
  const steps = Object.hasOwn(providerStates, name) ? providerStates[name] : undefined;
  if (!steps) return false;
  await emptyDepartment(deps.db, publisher.department);
  for (const step of steps) {
    const outcome = await take(deps, publisher, step);
    if (outcome && isRefusal(outcome)) throw new Error(`${name}: ${outcome.refused.message}`);
  }
  await numberEditions(deps.db, publisher.department);
  return true;
}

function take(deps: Deps, publisher: Publisher, step: Step): Promise<object | undefined> {
  switch (step.do) {
    case 'put':
    case 'publish': {
      const { locale, ...content } = bodyOf(step.content ?? {});
      const ask = { publisher, name: { contentId: step.id, locale }, previousVersion: undefined };
      const { at } = step;
      const then = at === undefined ? deps : { ...deps, now: () => new Date(at) };
      return step.do === 'put'
        ? putContent(then, { ...ask, content, schemaVersion: 1 })
        : publishContent(then, { ...ask, updateType: 'major' });
    }
    case 'unpublish':
      return unpublishContent(deps, {
        publisher,
        name: { contentId: step.id, locale: 'en' },
        type: 'gone',
        explanation: null,
        alternativePath: null,
        redirects: null,
        discardDrafts: false,
        allowDraft: false,
        unpublishedAt: null,
        previousVersion: undefined,
      });
    case 'link':
      return changeLinkSet(deps, {
        publisher,
        contentId: step.id,
        links: step.links,
        previousVersion: undefined,
      });
    case 'reserve':
      return reserve(deps, { publisher, basePath: step.path, publishingApp: 'publisher', override: false });
    case 'announce': {
      const publishTime = new Date('2099-01-01T00:00:00Z');
      const content = {
        publishing_app: 'publisher',
        rendering_app: 'frontend',
        publish_time: publishTime.toISOString(),
      };
      const intent = { basePath: step.path, publishTime, content, exactPaths: [step.path], prefixPaths: [] };
      return announce(deps, intent, { publisher, basePath: step.path });
    }
  }
}
