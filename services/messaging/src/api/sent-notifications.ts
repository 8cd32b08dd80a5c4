import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kind, NewNotification, Notification } from '../domain/entities.ts';
import type { Lane } from '../domain/lanes.ts';
import type { Deps } from '../usecases/deps.ts';
import { getNotification } from '../usecases/find-notifications.ts';
import { cancelSent, findSentNotifications, isRepeat, refuseTime } from '../usecases/plan-notifications.ts';
import type { LetterSending, SentLetter } from '../usecases/send-letter.ts';
import type { createSend, Sent } from '../usecases/send-notification.ts';
import { holderOf } from './callers.ts';
import { type Faults, readLetter, readMessage } from './message-body.ts';
import { invalid } from './service-settings.ts';

type SentOperation =
  | 'sendNotification'
  | 'listSentNotifications'
  | 'getSentNotification'
  | 'cancelNotification';

/** What accepts messages and letters. */
export interface Sending {
  readonly send: ReturnType<typeof createSend>;
  readonly sendLetter: LetterSending;
}

/** Our own operations on notifications, by the standard's rules: with a time and a lane. */
export function sentNotificationHandlers(deps: Deps, sending: Sending): Record<SentOperation, Handler> {
  const send = (request: FastifyRequest) => {
    const { type, scheduled_for, lane, ...body } = request.body as SendBody;
    const scheduledFor = scheduled_for === undefined ? null : new Date(scheduled_for);
    const plan = { scheduledFor, lane };
    if (type === 'letter') {
      const letter = soundOf(readLetter(request, body));
      return acceptPlanned(deps, request, type, plan, () =>
        sending.sendLetter.fromTemplate({ ...letter, ...plan }),
      );
    }
    const message = soundOf(readMessage(request, type, body));
    return acceptPlanned(deps, request, type, plan, () => sending.send({ ...message, ...plan }));
  };
  return {
    async sendNotification(request, reply) {
      return answerSent(reply, await send(request));
    },

    async listSentNotifications(request) {
      const {
        status = null,
        type = null,
        bulk_job_id = null,
        before = null,
        limit,
      } = request.query as ListQuery;
      const { service, key } = holderOf(request);
      const found = await findSentNotifications(deps, {
        ...{ serviceId: service.id, keyType: key.type },
        ...{ status, type, bulkJobId: bulk_job_id, before, limit },
      });
      const last = found.at(-1);
      return {
        notifications: found.map(sentView),
        ...(found.length === limit && last && { next_before: last.id }),
      };
    },

    async getSentNotification(request) {
      const found = await getNotification(deps, notificationAsk(request));
      if (!found) throw noSuch('notification');
      return sentView(found);
    },

    async cancelNotification(request) {
      const cancelled = await cancelSent(deps, {
        ...notificationAsk(request),
        traceparent: request.traceparent,
      });
      if (!cancelled) throw noSuch('notification');
      if (cancelled === 'too_late') {
        throw new Problem(409, 'not_cancellable', 'The notification is on its way already, or has ended');
      }
      return sentView(cancelled);
    },
  };
}

/** Accepts something for a time, unless the time or the day's limit is against it. A repeat of what was accepted is answered in any case. */
export async function acceptPlanned(
  deps: Deps,
  request: FastifyRequest,
  type: Kind,
  plan: Plan,
  work: () => Promise<Sent | SentLetter>,
): Promise<Sent | SentLetter> {
  if (await isRepeat(deps, onceOf(request))) return work();
  const wrongTime = refuseTime(deps, plan.scheduledFor);
  if (wrongTime !== undefined) throw invalid('#/scheduled_for', wrongTime);
  const { service, key } = holderOf(request);
  const overLimit = await deps.daily.exceeded(service, key.type, type);
  if (overLimit !== undefined) throw overDay(type, overLimit);
  return work();
}

/** Answers with what was accepted. Throws the problem where it was refused. */
export function answerSent(reply: FastifyReply, sent: Sent | SentLetter): FastifyReply {
  const { notification, replayed } = acceptedOf(sent);
  const view = sentView(notification);
  return replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
}

interface SendBody {
  readonly type: Kind;
  readonly scheduled_for?: string;
  readonly lane?: Lane;
}

/** When and how urgently something is sent. */
interface Plan {
  readonly scheduledFor: Date | null;
  readonly lane: Lane | undefined;
}

interface ListQuery {
  readonly status?: string;
  readonly type?: Kind;
  readonly bulk_job_id?: string;
  readonly before?: string;
  readonly limit: number;
}

function notificationAsk(request: FastifyRequest) {
  const { notification_id: id } = request.params as { notification_id: string };
  return { id, serviceId: holderOf(request).service.id };
}

function sentView(notification: NewNotification | Notification): Record<string, unknown> {
  const { id, type, templateId, templateVersion, message, lane, scheduledFor, createdAt } = notification;
  const { status, held, sentAt, completedAt, failureReason } =
    'status' in notification
      ? notification
      : {
          ...{ status: 'created', held: scheduledFor !== null },
          ...{ sentAt: null, completedAt: null, failureReason: null },
        };
  return {
    id,
    type,
    status: held ? 'scheduled' : status,
    template: { id: templateId, version: templateVersion },
    reference: message.reference,
    lane,
    scheduled_for: shownTime(scheduledFor),
    created_at: createdAt.toISOString(),
    sent_at: shownTime(sentAt),
    completed_at: shownTime(completedAt),
    failure_reason: failureReason,
    ...bulkView(notification),
  };
}

function bulkView({ bulkJobId, bulkRow }: NewNotification): Record<string, unknown> {
  return bulkJobId ? { bulk_job: { id: bulkJobId, row: bulkRow } } : {};
}

function shownTime(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

type Accepted = Extract<Sent | SentLetter, { notification: NewNotification }>;

/** What was accepted. Throws the problem where it was refused, in the standard's words. */
function acceptedOf(sent: Sent | SentLetter): Accepted {
  if (sent === 'key_reused') throw keyReused();
  if ('overLimit' in sent) throw overDay(sent.kind, sent.overLimit);
  if ('invalid' in sent) throw unacceptable(sent.invalid);
  if ('refused' in sent) throw new Problem(422, 'refused', 'The notification is refused', sent.refused);
  return sent;
}

/** What was read of a body. Throws the problem where it has faults. */
export function soundOf<Read extends object>(read: Read): Exclude<Read, Faults> {
  if ('errors' in read) throw unacceptable(read.errors as Faults['errors']);
  return read as Exclude<Read, Faults>;
}

/** What is wrong with members, each in the standard's words, which begin with the member. */
function unacceptable(errors: readonly string[]): Problem {
  const places = errors.map((detail) => ({ pointer: '#', detail }));
  return new Problem(422, 'invalid', 'A value is not acceptable', undefined, { errors: places });
}

/** The problem that a daily limit is reached. */
export function overDay(kind: string, limit: number): Problem {
  const detail = `Exceeded send limits (${kind}: ${limit}) for today`;
  return new Problem(429, 'daily_limit_exceeded', 'The daily limit is reached', detail);
}
