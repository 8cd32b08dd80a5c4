import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Template } from '../domain/entities.ts';
import { standardTime } from '../domain/standard-time.ts';
import { placeholders } from '../domain/template.ts';
import type { Deps } from '../usecases/deps.ts';
import { findTemplates, getTemplate } from '../usecases/find-templates.ts';
import { previewTemplate } from '../usecases/preview-template.ts';
import { holderOf } from './callers.ts';
import { noResult, notifyFailure, schemaFailure } from './errors.ts';
import { firstOf, isObject, isUuid, oneOfRule, shapeErrors } from './schema-rules.ts';

type TemplateOperation = 'listTemplates' | 'getTemplate' | 'getTemplateVersion' | 'previewTemplate';

/** PostgreSQL's integers end here. */
const mostVersions = 2 ** 31 - 1;

const listShape = { members: { type: oneOfRule(['sms', 'email', 'letter']) }, required: [] };

/** The standard's operations on templates. */
export function templateHandlers(deps: Deps): Record<TemplateOperation, Handler> {
  const wanted = async (request: FastifyRequest, version?: number) => {
    const { templateId: id } = request.params as { templateId: string };
    if (!isUuid(id)) throw schemaFailure(['id is not a valid UUID']);
    const found = await getTemplate(deps, { id, serviceId: holderOf(request).service.id, version });
    if (!found) throw noResult();
    return found;
  };
  return {
    async listTemplates(request) {
      const query = firstOf(request.query, ['type']);
      const errors = shapeErrors(query, listShape);
      if (errors.length > 0) throw schemaFailure(errors);
      const found = await findTemplates(deps, holderOf(request).service.id, query.type);
      return { templates: found.map(templateView) };
    },

    getTemplate: async (request) => templateView(await wanted(request)),

    async getTemplateVersion(request) {
      const { version } = request.params as { version: string };
      if (!/^\d+$/.test(version)) throw schemaFailure([`version ${version} is not of type integer`]);
      if (Number(version) < 1) throw schemaFailure([`version ${version} is less than the minimum of 1`]);
      if (Number(version) > mostVersions) throw noResult();
      return templateView(await wanted(request, Number(version)));
    },

    async previewTemplate(request) {
      const values = personalisationOf(request.body);
      const template = await wanted(request);
      const preview = previewTemplate(template, values);
      if ('missing' in preview) {
        throw notifyFailure(400, 'BadRequestError', `Missing personalisation: ${preview.missing.join(', ')}`);
      }
      const { id, type, version } = template;
      return { id, type, version, ...preview, postage: template.postage };
    },
  };
}

function personalisationOf(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined || body === null) return {};
  const values = isObject(body) ? (body.personalisation ?? {}) : undefined;
  if (!isObject(values)) throw schemaFailure(['personalisation should contain key value pairs']);
  return values;
}

function templateView(template: Template): Record<string, unknown> {
  const { id, name, type, createdAt, updatedAt, createdBy, version, body, subject } = template;
  const names = placeholders(`${subject ?? ''}\n${body}`);
  return {
    id,
    name,
    type,
    created_at: standardTime(createdAt),
    updated_at: updatedAt && standardTime(updatedAt),
    created_by: createdBy,
    version,
    body: type === 'sms' ? body.replace(/\r\n?/g, '\n') : body,
    subject,
    personalisation: Object.fromEntries(names.map((one) => [one, { required: true }])),
    postage: template.postage,
    letter_contact_block: template.contactBlock,
  };
}
