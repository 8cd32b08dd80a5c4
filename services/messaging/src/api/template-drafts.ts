import type { Made } from '@ashlar/component';
import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Channel, Template } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { getTemplate } from '../usecases/find-templates.ts';
import { createTemplate, createTemplateVersion, deleteTemplate } from '../usecases/manage-templates.ts';
import { invalid } from './service-settings.ts';
import { serviceAsk, serviceOf } from './services.ts';

type DraftOperation = 'createTemplate' | 'createTemplateVersion' | 'archiveTemplate';

interface DraftBody {
  readonly type: Channel;
  readonly name: string;
  readonly subject?: string;
  readonly body: string;
  readonly has_unsubscribe_link?: boolean;
}

/** Administration of templates. */
export function templateDraftHandlers(deps: Deps): Record<DraftOperation, Handler> {
  return {
    async createTemplate(request, reply) {
      const { id: serviceId } = await serviceOf(deps, request);
      const { type } = request.body as DraftBody;
      const draft = { ...draftOf(request, type), serviceId, type };
      const { traceparent } = request;
      return answer(reply, await createTemplate(deps, { draft, once: onceOf(request), traceparent }));
    },

    async createTemplateVersion(request, reply) {
      const { id: serviceId } = await serviceOf(deps, request);
      const { template_id: id } = request.params as { template_id: string };
      const template = await getTemplate(deps, { id, serviceId });
      if (!template || template.archived) throw noSuch('template');
      const draft = { ...draftOf(request, template.type), serviceId, id };
      const { traceparent } = request;
      return answer(reply, await createTemplateVersion(deps, { draft, once: onceOf(request), traceparent }));
    },

    async archiveTemplate(request, reply) {
      const { template_id: templateId } = request.params as { template_id: string };
      const { traceparent } = request;
      if (!(await deleteTemplate(deps, { ...serviceAsk(request), templateId, traceparent }))) {
        throw noSuch('template');
      }
      return reply.code(204).send();
    },
  };
}

function draftOf(request: FastifyRequest, type: Channel) {
  const { name, subject, body, has_unsubscribe_link: hasUnsubscribeLink = false } = request.body as DraftBody;
  if ((type === 'email') !== (subject !== undefined)) {
    const detail = type === 'email' ? 'is needed in an e-mail' : 'has no place in a text message';
    const errors = [{ pointer: '#/subject', detail }];
    throw new Problem(422, 'invalid', 'The subject does not fit', undefined, { errors });
  }
  if (type !== 'email' && hasUnsubscribeLink) throw invalid('#/has_unsubscribe_link', 'is for e-mails only');
  return {
    name,
    subject: subject ?? null,
    body,
    hasUnsubscribeLink,
    createdBy: request.caller?.subject ?? '',
  };
}

function answer(reply: FastifyReply, made: Made<Template> | 'key_reused') {
  if (made === 'key_reused') throw keyReused();
  const { id, type, name, version, subject, body, hasUnsubscribeLink, createdAt } = made.thing;
  const view = {
    id,
    type,
    name,
    version,
    ...(subject !== null && { subject }),
    body,
    ...(type === 'email' && { has_unsubscribe_link: hasUnsubscribeLink }),
    created_at: createdAt.toISOString(),
  };
  return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
}
