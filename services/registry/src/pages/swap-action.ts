import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Swap } from '../domain/entities.ts';
import { abortSwap, finishSwap, rollBack } from '../usecases/manage-swaps.ts';
import { goTo, sendMessage, sendPage } from './render.ts';
import { swapOf } from './swap.ts';
import { actionsOf, describeSwap, type SwapAction, whom } from './swap-view.ts';
import { field, form, type PageDeps, page, type Visit } from './visit.ts';

/** `showOperatorSwapAction`: says what an action does, and asks. */
export function showSwapAction(pages: PageDeps): Handler {
  return page(pages, async (at) => {
    const { request, reply, csrfToken } = at;
    const action = actionOf(request);
    const swap = await swapOf(pages, request);
    if (!actionsOf(swap).includes(action)) return sendTooLate(at, swap, tooLate[action]);
    const asks = questions[action](swap);
    const content = { ...asks, what: describeSwap(swap), swap, action, csrfToken, once: uuidv7() };
    return sendPage(request, reply, { view: 'swap-action', ...content });
  });
}

/** `takeOperatorSwapAction`: does it. Sent twice, it is done once. */
export function takeSwapAction(pages: PageDeps): Handler {
  return form(pages, async (at) => {
    const { request, reply } = at;
    const action = actionOf(request);
    const swap = await swapOf(pages, request);
    const done = await take(pages, at, action, swap);
    if (typeof done === 'string') return sendTooLate(at, swap, reasons[done] ?? tooLate[action]);
    return goTo(request, reply, `/operator/swaps/${done.id}`);
  });
}

async function take({ deps }: PageDeps, at: Visit, action: SwapAction, { id }: Swap): Promise<Swap | string> {
  const { by } = at;
  if (action === 'abort') return abortSwap(deps, { id, by });
  if (action === 'finish') return finishSwap(deps, { id, by });
  const started = await rollBack(deps, { id, by, once: onceOf(at, 'rollback', { id }) });
  if (typeof started === 'string') return started;
  return 'thing' in started ? started.thing : 'epoch_conflict';
}

/** What keeps a form that is sent twice from doing its work twice. */
export function onceOf({ request, session }: Visit, operation: string, body: object) {
  const key = field(request, 'once');
  return key === '' ? undefined : { scope: `page:${operation}:${session.subject}`, key, body };
}

function sendTooLate({ request, reply, csrfToken }: Visit, { id }: Swap, text: string) {
  const link = { text: 'Back to the swap', href: `/operator/swaps/${id}` };
  return sendMessage(request, reply.code(409), { title: 'This cannot be done now', text, link, csrfToken });
}

function actionOf(request: FastifyRequest): SwapAction {
  const { action } = request.params as { action: string };
  if (Object.hasOwn(questions, action)) return action as SwapAction;
  throw new FaultError('not_found');
}

const questions: Readonly<
  Record<SwapAction, (swap: Swap) => { title: string; text: string; button: string }>
> = {
  abort: ({ from, to, department }) => ({
    title: 'Abort this swap?',
    text: `${from.name} goes on to answer for ${whom(department)} as it did, and nothing is lost. ${to.name} stops following it.`,
    button: 'Abort the swap',
  }),
  rollback: ({ from, to, department }) => ({
    title: `Roll back to ${from.name}?`,
    text: `${from.name} has followed ${to.name} since the swap and has everything. It takes ${whom(department)} over again by a swap the other way: calls are held for a moment, and nothing is lost.`,
    button: `Roll back to ${from.name}`,
  }),
  finish: ({ from, to }) => ({
    title: `Let ${from.name} go?`,
    text: `${from.name} no longer follows ${to.name}, and you can stop it for good. After this the swap cannot be rolled back: going back to ${from.name} is a new swap, which copies everything again.`,
    button: `Let ${from.name} go`,
  }),
};

const tooLate: Readonly<Record<SwapAction, string>> = {
  abort:
    'The swap has ended, is being aborted already, or the new implementation has the department. A swap that has completed can be rolled back.',
  rollback: 'The old implementation does not follow any longer, or the department has been swapped again.',
  finish: 'The old implementation has been let go already, or the swap has not completed.',
};

const reasons: Readonly<Record<string, string>> = {
  committed:
    'The new implementation has the department already. Once the swap has completed, it can be rolled back.',
  swap_in_progress: 'Another swap of this department is under way.',
  epoch_conflict: 'The binding has changed meanwhile.',
};
