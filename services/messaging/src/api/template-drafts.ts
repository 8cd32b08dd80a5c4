import type { Made } from '@ashlar/component';
import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kind, Template } from '../domain/entities.ts';
import type { Lane } from '../domain/lanes.ts';
import type { Deps } from '../usecases/deps.ts';
import { getTemplate } from '../usecases/find-templates.ts';
import { createTemplate, createTemplateVersion, deleteTemplate } from '../usecases/manage-templates.ts';
import { invalid } from './service-settings.ts';
import { serviceAsk, serviceOf } from './services.ts';

type DraftOperation = 'createTemplate' | 'createTemplateVersion' | 'archiveTemplate';

interface DraftBody {
  readonly type: Kind;
  readonly name: string;
  readonly subject?: string;
  readonly body: string;
  readonly has_unsubscribe_link?: boolean;
  readonly postage?: 'first' | 'second' | 'economy';
  readonly contact_block?: string;
  readonly lane?: Lane;
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

function draftOf(request: FastifyRequest, type: Kind) {
  const body = request.body as DraftBody;
  if ((type === 'sms') !== (body.subject === undefined)) {
    throw invalid(
      '#/subject',
      type === 'sms' ? 'has no place in a text message' : `is needed in ${named[type]}`,
    );
  }
  if (type !== 'email' && body.has_unsubscribe_link) {
    throw invalid('#/has_unsubscribe_link', 'is for e-mails only');
  }
  for (const member of ['postage', 'contact_block'] as const) {
    if (type !== 'letter' && body[member] !== undefined) throw invalid(`#/${member}`, 'is for letters only');
  }
  return {
    name: body.name,
    subject: body.subject ?? null,
    body: body.body,
    hasUnsubscribeLink: body.has_unsubscribe_link ?? false,
    postage: type === 'letter' ? (body.postage ?? 'second') : null,
    contactBlock: body.contact_block ?? null,
    lane: body.lane ?? 'normal',
    createdBy: request.caller?.subject ?? '',
  };
}

const named: Readonly<Record<Kind, string>> = {
  email: 'an e-mail',
  sms: 'a text message',
  letter: 'a letter',
};

function answer(reply: FastifyReply, made: Made<Template> | 'key_reused') {
  if (made === 'key_reused') throw keyReused();
  const { id, type, name, version, subject, body, createdAt, ...template } = made.thing;
  const view = {
    id,
    type,
    name,
    version,
    ...(subject !== null && { subject }),
    body,
    lane: template.lane,
    ...(type === 'email' && { has_unsubscribe_link: template.hasUnsubscribeLink }),
    ...(type === 'letter' && { postage: template.postage }),
    ...(template.contactBlock !== null && { contact_block: template.contactBlock }),
    created_at: createdAt.toISOString(),
  };
  return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
}
