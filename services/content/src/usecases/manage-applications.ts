import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { PublishingApplication } from '../domain/entities.ts';
import { insertApplication, listApplications, readApplication } from '../store/applications.ts';
import type { Deps } from './deps.ts';

/** An application, and the department that asks for it; `*` may see every department's. */
export interface ApplicationAsk {
  readonly id: string;
  readonly department: string;
}

/** Creates a publishing application. */
export function createApplication(
  deps: Deps,
  input: {
    application: Omit<PublishingApplication, 'id' | 'createdAt'>;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<PublishingApplication> | 'key_reused'> {
  const application = { ...input.application, id: randomUUID(), createdAt: deps.now() };
  return createOnce<PublishingApplication>(deps, input.once, {
    async make(once) {
      const change = { at: application.createdAt, traceparent: input.traceparent, once };
      return (await insertApplication(deps.db, application, change)) ? application : undefined;
    },
    read: (id) => readApplication(deps.db, id, '*'),
  });
}

/** Finds an application of the department. */
export function findApplication(
  deps: Pick<Deps, 'db'>,
  { id, department }: ApplicationAsk,
): Promise<PublishingApplication | undefined> {
  return readApplication(deps.db, id, department);
}

/** A department's applications, oldest first. */
export function findApplications(deps: Deps, department: string): Promise<PublishingApplication[]> {
  return listApplications(deps.db, department);
}
