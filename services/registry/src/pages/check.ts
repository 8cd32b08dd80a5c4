import { FaultError, type Handler } from '@ashlar/service-kit';
import { findImplementation } from '../usecases/manage-implementations.ts';
import { findCheck } from '../usecases/run-checks.ts';
import { sendPage } from './render.ts';
import { isId, type PageDeps, page } from './visit.ts';

/** `showOperatorCheck`: what the conformance gate found of an implementation. */
export function showCheck(pages: PageDeps): Handler {
  return page(pages, async ({ request, reply, csrfToken }) => {
    const { check_id: id } = request.params as { check_id: string };
    const check = isId(id) ? await findCheck(pages.deps, id) : undefined;
    const implementation = check && (await findImplementation(pages.deps, check.implementation_id));
    if (!check || !implementation) throw new FaultError('not_found');
    const sections = Object.entries(check.sections).map(([name, counts]) => ({ name, ...counts }));
    const done = sections.reduce((sum, { passed, failed }) => sum + passed + failed, 0);
    const title = `Check of ${implementation.name}`;
    return sendPage(request, reply, {
      view: 'check',
      ...{ title, csrfToken, check, implementation, sections, done, tag: checkTags[check.state] },
    });
  });
}

/** The tag of a check's state: its words and its colour. */
export const checkTags = {
  running: { text: 'Running', colour: 'blue' },
  passed: { text: 'Passed', colour: 'green' },
  failed: { text: 'Failed', colour: 'red' },
} as const;
