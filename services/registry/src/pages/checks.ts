import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Implementation } from '../domain/entities.ts';
import { isRefusal } from '../domain/refusals.ts';
import { findImplementation } from '../usecases/manage-implementations.ts';
import { demandsOn, findChecks, startCheck } from '../usecases/run-checks.ts';
import { attestationOf } from './attestation-view.ts';
import { checkTags } from './check.ts';
import { fieldsOf, type Problem, readSettings } from './check-form.ts';
import { goTo, sendMessage, sendPage } from './render.ts';
import { onceOf } from './swap-action.ts';
import { form, isId, type PageDeps, page, queried, type Visit } from './visit.ts';

const perPage = 50;

/** `showOperatorChecks`: the checks of an implementation, newest first, and a form that starts one. */
export function showChecks(pages: PageDeps): Handler {
  return page(pages, async (at) => show(pages, at, await implementationOf(pages, at.request), []));
}

/** `startOperatorCheck`: starts one with the keys that were typed; they are not kept and not shown again. */
export function startOperatorCheck(pages: PageDeps): Handler {
  return form(pages, async (at) => {
    const { request, reply, by } = at;
    const implementation = await implementationOf(pages, request);
    const { id } = implementation;
    const demands = demandsOn(pages.deps, implementation);
    if (!demands) return sendNotPossible(at, id);
    const { settings, problems } = readSettings(request, demands.asked);
    if (problems.length > 0) return show(pages, { ...at, reply: reply.code(422) }, implementation, problems);
    const made = await startCheck(pages.deps, {
      id,
      settings,
      by,
      once: onceOf(at, 'check', { id, settings }),
    });
    if (made === 'missing') throw new FaultError('not_found');
    if (made === 'no_gate' || (typeof made === 'object' && 'faults' in made)) return sendNotPossible(at, id);
    if (made === 'key_reused' || isRefusal(made.thing)) {
      const text = made === 'key_reused' ? sentBefore : underWay;
      const problem = { text, href: '#checks' };
      return show(pages, { ...at, reply: reply.code(409) }, implementation, [problem]);
    }
    return goTo(request, reply, `/operator/checks/${made.thing.id}`);
  });
}

const sentBefore =
  'This form has been sent before, with other keys. The list of checks shows what came of it';
const underWay = 'A check of this implementation is under way. Wait until it has ended';

async function implementationOf({ deps }: PageDeps, request: FastifyRequest): Promise<Implementation> {
  const { implementation_id: id } = request.params as { implementation_id: string };
  const found = isId(id) ? await findImplementation(deps, id) : undefined;
  if (!found) throw new FaultError('not_found');
  return found;
}

async function show(
  pages: PageDeps,
  { request, reply, csrfToken }: Visit,
  implementation: Implementation,
  problems: readonly Problem[],
): Promise<FastifyReply> {
  const asked = queried(request, 'cursor');
  const cursor = isId(asked) ? asked : undefined;
  const { items, nextCursor } = await findChecks(pages.deps, implementation.id, { cursor, limit: perPage });
  const demands = demandsOn(pages.deps, implementation);
  const title = `Checks of ${implementation.name}`;
  return sendPage(request, reply, {
    view: 'checks',
    title: problems.length > 0 ? `Error: ${title}` : title,
    ...{ heading: title, csrfToken, implementation, cursor, nextCursor, problems },
    checks: items.map((check) => ({ ...check, tag: checkTags[check.state] })),
    attested: await attestationOf(pages, implementation),
    isRunning: cursor === undefined && items.some(({ state }) => state === 'running'),
    demands: demands && { advice: demands.advice, fields: fieldsOf(request, demands.asked) },
    wrong: Object.fromEntries(problems.map(({ text, href }) => [href.slice(1), { text }])),
    once: uuidv7(),
  });
}

function sendNotPossible({ request, reply, csrfToken }: Visit, id: string): FastifyReply {
  return sendMessage(request, reply.code(409), {
    title: 'This cannot be done now',
    text: 'The implementation has been registered with another profile or component since the page was shown. Open the page again.',
    link: { text: 'Back to the checks', href: `/operator/implementations/${id}/checks` },
    csrfToken,
  });
}
