import type { Handler } from '@ashlar/service-kit';
import { type EntryPointView, viewEntryPoints } from '../api/entry-points.ts';
import type { EntryPointTable } from '../domain/entry-points.ts';
import type { UpstreamStates } from '../usecases/watch-upstreams.ts';
import type { Catalogue, Component } from './catalogue.ts';
import { eventPages } from './events.ts';
import { render } from './render.ts';
import { findComponent, sendPage } from './reply.ts';

/** What the pages show. */
export interface PageSources {
  catalogue: Catalogue;
  table(): EntryPointTable;
  states: UpstreamStates;
}

/** The handlers of everything that is prescribed and bound, for people and for programs, by operation id. */
export function pageHandlers(sources: PageSources) {
  const { catalogue } = sources;
  return {
    index: showIndex(sources),
    showContract: showContract(sources),
    getContract: ((request) => findComponent(catalogue, request).document) satisfies Handler,
    ...eventPages(catalogue),
  };
}

/** `index`: what there is, what fulfils it, and where. */
function showIndex({ catalogue, table, states }: PageSources): Handler {
  const { components } = catalogue;
  return async (request, reply) => {
    const bound = await viewEntryPoints(table(), states, request);
    const withState = components.map((component) => ({ ...component, ...stateOf(component, bound) }));
    return sendPage(
      reply,
      render('index.njk', {
        standards: withState.filter(({ standard }) => standard !== undefined),
        others: withState.filter(({ standard }) => standard === undefined),
        publishing: components.flatMap(({ events }) => events ?? []),
        bound,
        named: bound.some(({ epoch }) => epoch !== undefined),
        known: new Set(components.map(({ id }) => id)),
        root: request.publicUrl,
      }),
    );
  };
}

/** `showContract`: a contract for people. Only who fulfils it changes while the process runs. */
function showContract({ catalogue, table, states }: PageSources): Handler {
  const bodies = new Map<Component, string>();
  const bodyOf = (component: Component): string => {
    const known = bodies.get(component) ?? render('contract-body.njk', { component });
    bodies.set(component, known);
    return known;
  };
  return async (request, reply) => {
    const component = findComponent(catalogue, request);
    const all = await viewEntryPoints(table(), states, request);
    const bound = all.filter((entry) => entry.component === component.id);
    return sendPage(reply, render('contract.njk', { component, bound, body: bodyOf(component) }));
  };
}

interface ComponentState {
  /** `none`: nothing is bound to it. `itself`: it is the gateway, which answers here. */
  state: 'ready' | 'partly' | 'failed' | 'none' | 'itself';
  /** Where its documentation is answered. */
  docs: string | undefined;
}

function stateOf({ id }: Component, bound: readonly EntryPointView[]): ComponentState {
  if (id === 'gateway') return { state: 'itself', docs: '/docs/' };
  const own = bound.filter(({ component }) => component === id);
  const ready = own.filter((entry) => entry.ready);
  const answering = ready[0] ?? own[0];
  const docs = answering === undefined ? undefined : `${answering.url}/docs`;
  if (own.length === 0) return { state: 'none', docs };
  if (ready.length === own.length) return { state: 'ready', docs };
  return { state: ready.length > 0 ? 'partly' : 'failed', docs };
}
