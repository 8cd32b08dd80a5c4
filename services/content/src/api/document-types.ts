import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentType, TypeVersion } from '../domain/entities.ts';
import type { TypeWords } from '../domain/ports.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  findTypeVersion,
  findTypeVersions,
  registerType,
  type TypeAsk,
  type TypeRefusal,
} from '../usecases/manage-types.ts';

type TypeOperation =
  | 'listDocumentTypes'
  | 'createDocumentType'
  | 'getDocumentType'
  | 'createDocumentTypeVersion'
  | 'getDocumentTypeVersion';

type Body = TypeWords & { department?: string; name: string; version: number; breaking?: boolean };

/** Administration of a department's own document types. */
export function documentTypeHandlers(deps: Deps): Record<TypeOperation, Handler> {
  const register = async (request: FastifyRequest, reply: FastifyReply, ask: TypeAsk) => {
    const { traceparent } = request;
    const made = await registerType(deps, { ask, once: onceOf(request), traceparent });
    if (made === 'key_reused') throw keyReused();
    if ('refused' in made) throw refusal(made);
    const view = typeView(made.thing);
    return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
  };
  return {
    async listDocumentTypes(request) {
      const own = await findTypeVersions(deps, departmentIn(request), null);
      const names = [...new Set(own.map(({ name }) => name))];
      return {
        standard: [...deps.types.standard.keys()].toSorted(),
        document_types: names.map((name) => listed(own.filter((version) => version.name === name))),
      };
    },

    createDocumentType(request, reply) {
      const { department, name, details, links } = request.body as Body;
      return register(request, reply, {
        department: departmentOf(request.caller, department),
        name,
        version: 1,
        breaking: false,
        words: { details, links },
      });
    },

    async getDocumentType(request) {
      const { name } = request.params as { name: string };
      const versions = await findTypeVersions(deps, departmentIn(request), name);
      if (versions.length === 0) throw noSuch('document type');
      return listed(versions);
    },

    createDocumentTypeVersion(request, reply) {
      const { name } = request.params as { name: string };
      const { department, version, breaking = false, details, links } = request.body as Body;
      return register(request, reply, {
        department: departmentOf(request.caller, department),
        name,
        version,
        breaking,
        words: { details, links },
      });
    },

    async getDocumentTypeVersion(request) {
      const { name, version } = request.params as { name: string; version: string };
      const found = await findTypeVersion(deps, departmentIn(request), { name, version: Number(version) });
      if (!found) throw noSuch('version of a document type');
      return typeView(found);
    },
  };
}

/** An operator of all departments names one in the query. */
function departmentIn({ caller, query }: FastifyRequest): string {
  return departmentOf(caller, (query as { department?: string }).department);
}

function refusal(refused: TypeRefusal): Problem {
  const errors = 'faults' in refused ? refused.faults.map(fieldError) : [];
  switch (refused.refused) {
    case 'standard':
      return new Problem(409, 'conflict', 'The standard has a type of this name', 'Choose another name.');
    case 'unknown':
      return noSuch('document type');
    case 'version':
      return new Problem(409, 'conflict', 'The version is not the next', `The next is ${refused.next}.`);
    case 'schema':
      return new Problem(422, 'invalid', 'The schema cannot be used', undefined, { errors });
    case 'breaking': {
      const how = 'What fitted before may not fit any more. Say `"breaking": true` if that is meant.';
      return new Problem(409, 'breaking_change', 'The version breaks with the one before', how, { errors });
    }
  }
}

/** `#/type must be object` in its two parts. */
function fieldError(fault: string): { pointer: string; detail: string } {
  const [pointer = '#', ...words] = fault.split(' ');
  return { pointer, detail: words.join(' ') };
}

function listed(versions: readonly TypeVersion[]): Record<string, unknown> {
  const newest = versions.at(-1);
  return { name: newest?.name, version: newest?.version, versions: versions.map(versionView) };
}

function versionView({ version, breaking, createdAt }: TypeVersion): Record<string, unknown> {
  return { version, breaking, created_at: createdAt.toISOString() };
}

function typeView(type: DocumentType): Record<string, unknown> {
  const { id, department, name, schema, links } = type;
  return { id, department, name, ...versionView(type), schema, links };
}
