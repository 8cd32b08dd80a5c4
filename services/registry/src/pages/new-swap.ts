import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { findImplementation, findImplementations } from '../usecases/manage-implementations.ts';
import { startSwap } from '../usecases/manage-swaps.ts';
import { attestationOf } from './attestation-view.ts';
import { findPlaces, type Place, placeNamed } from './places.ts';
import { goTo, sendPage } from './render.ts';
import { onceOf } from './swap-action.ts';
import { whyNot } from './swap-refusals.ts';
import { hindrance } from './swap-view.ts';
import { field, form, isId, type PageDeps, page, queried, type Visit } from './visit.ts';

/** `showNewOperatorSwap`: chooses the place, then who takes over, then shows what is to be confirmed. */
export function showNewSwap(pages: PageDeps): Handler {
  return page(pages, async (at) => {
    const asked = queried(at.request, 'place');
    const place = asked === '' ? undefined : await placeNamed(pages.deps, asked);
    if (!place)
      return choosePlace(pages, at, asked === '' ? undefined : 'Nothing answers there. Choose another.');
    const to = queried(at.request, 'to');
    if (to === '') return chooseCandidate(pages, at, place);
    return confirm(pages, at, { place, to });
  });
}

/** `startOperatorSwap`: starts what was shown, if it still stands so. */
export function startNewSwap(pages: PageDeps): Handler {
  return form(pages, async (at) => {
    const { request, reply, by } = at;
    const [place, to] = [await placeNamed(pages.deps, field(request, 'place')), field(request, 'to')];
    if (!place) return choosePlace(pages, at, 'Nothing answers there any more. Choose another.');
    const shown = {
      epoch: Number(field(request, 'expected_epoch')),
      thumbprint: field(request, 'key_thumbprint'),
    };
    if (field(request, 'confirmed') !== 'yes') {
      return confirm(pages, { ...at, reply: reply.code(422) }, { place, to, problem: unconfirmed });
    }
    const { component, department } = place;
    const ask = {
      component,
      department,
      implementationId: to,
      expectedEpoch: shown.epoch,
      keyThumbprint: shown.thumbprint,
    };
    if (!isId(to) || !Number.isSafeInteger(shown.epoch)) return chooseCandidate(pages, at, place);
    const started = await startSwap(pages.deps, { ...ask, by, once: onceOf(at, 'start', ask) });
    if (typeof started === 'object' && 'thing' in started)
      return goTo(request, reply, `/operator/swaps/${started.thing.id}`);
    const { status, text } = whyNot(started, place);
    return confirm(
      pages,
      { ...at, reply: reply.code(status) },
      { place, to, problem: { text, href: '#main-content' } },
    );
  });
}

const unconfirmed = { text: 'Confirm that you have compared the thumbprint', href: '#confirmed' };

interface Problem {
  readonly text: string;
  readonly href: string;
}

async function choosePlace(
  pages: PageDeps,
  { request, reply, csrfToken }: Visit,
  problem?: string,
): Promise<FastifyReply> {
  const places = await findPlaces(pages.deps);
  const title = problem === undefined ? 'What do you want to swap?' : 'Error: What do you want to swap?';
  return sendPage(request, problem === undefined ? reply : reply.code(422), {
    view: 'choose-place',
    title,
    csrfToken,
    places,
    problem,
  });
}

async function chooseCandidate(
  pages: PageDeps,
  { request, reply, csrfToken }: Visit,
  place: Place,
): Promise<FastifyReply> {
  const { items } = await findImplementations(pages.deps, {
    component: place.component,
    cursor: undefined,
    limit: 500,
  });
  const candidates = items
    .filter(({ id }) => id !== place.implementation.id)
    .map((one) => ({ ...one, hindrance: hindrance(one) }));
  const title = 'Which implementation takes over?';
  return sendPage(request, reply, { view: 'choose-candidate', title, csrfToken, place, candidates });
}

async function confirm(
  pages: PageDeps,
  at: Visit,
  { place, to, problem }: { place: Place; to: string; problem?: Problem },
): Promise<FastifyReply> {
  const { request, reply, csrfToken } = at;
  const candidate = isId(to) ? await findImplementation(pages.deps, to) : undefined;
  if (candidate?.component !== place.component || candidate.id === place.implementation.id) {
    return chooseCandidate(pages, at, place);
  }
  const title = `${problem ? 'Error: ' : ''}Check before you start`;
  const content = {
    csrfToken,
    place,
    candidate,
    problem,
    once: uuidv7(),
    hindrance: hindrance(candidate),
    attested: await attestationOf(pages, candidate),
  };
  return sendPage(request, reply, { view: 'confirm-swap', title, ...content });
}
