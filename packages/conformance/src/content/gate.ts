import { randomUUID } from 'node:crypto';
import type { GatePlan, MutatingCall, Mutation, Profile } from '../gate/plan.ts';
import { entityOf, makeUpContent } from './made-up-department.ts';
import { aPage, type ContentSubject, command, done, freshPath, put } from './subject.ts';
import { contentSuite, sharedContent } from './suite.ts';

/** Sections without which nobody can publish anything, and read it. */
const core: ReadonlySet<string> = new Set([
  ...['drafts', 'editions', 'publishing', 'dates', 'reading', 'routes', 'schema', 'access'],
  ...['unpublishing', 'unpublishing-errors'],
]);

/** What an implementation of the core profile answers and publishes. */
const operations: readonly RegExp[] = [
  /^\w+ \/v2\/content\/\{\}(\/(publish|unpublish))?$/,
  /^\w+ \/(api\/)?content\//,
  /^\w+ \/(health|ashlar\/v1\/changes|ashlar\/v1\/handover)(\/|$)/,
];

/** What the gate does with a content component, beside its contract. */
export function contentPlan(subject: ContentSubject, profile: Profile): GatePlan {
  return {
    component: 'content',
    suite: contentSuite
      .filter(({ section }) => (profile === 'full' ? !sharedContent.includes(section) : core.has(section)))
      .map(({ section, name, run }) => ({ section, name, run: () => run(subject) })),
    mutations: mutationsOf(subject),
    reader: { authorization: `Bearer ${subject.apiKey}` },
    ...(profile === 'core' && {
      needs: (operation: string) => operations.some((form) => form.test(operation)),
    }),
    made: makeUpContent,
  };
}

function mutationsOf(subject: ContentSubject): Mutation[] {
  const headers = { authorization: `Bearer ${subject.apiKey}` };
  const call = (id: string, name: string, body: Record<string, unknown> = {}): MutatingCall => ({
    path: `/v2/content/${id}/${name}`,
    ask: { method: 'POST', headers, body: { locale: 'en', ...body } },
    entity: entityOf,
  });
  const drafted = async () => {
    const id = randomUUID();
    done(await put(subject, id, aPage(freshPath())));
    return id;
  };
  const mutation = (name: string, event: string, prepare: Mutation['prepare']): Mutation => ({
    ...{ name, event: `content.edition.${event}.v1`, keyed: true, prepare },
  });
  return [
    mutation('write a draft', 'drafted', async () => ({
      path: `/v2/content/${randomUUID()}`,
      ask: { method: 'PUT', headers, body: { title: 'A page of the gate', ...aPage(freshPath()) } },
      entity: entityOf,
    })),
    mutation('publish', 'published', async () => call(await drafted(), 'publish')),
    mutation('take a page away', 'unpublished', async () => {
      const id = await drafted();
      done(await command(subject, id, 'publish'));
      return call(id, 'unpublish', { type: 'gone' });
    }),
    mutation('discard a draft', 'discarded', async () => call(await drafted(), 'discard-draft')),
  ];
}
