import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Move, rules } from '../domain/failover.ts';
import { describeReason } from '../domain/trouble.ts';
import type { Deps } from '../usecases/deps.ts';
import { type ProviderReport, reportProviders } from '../usecases/provider-health.ts';
import { sendPage } from './render.ts';
import { type InboxDeps, page, textOf } from './secure-message/visit.ts';

/** The frame of operators' pages. */
export const operatorFrame = { site: 'Ashlar messaging', home: '/operator/providers' } as const;

const pageSize = 25;

/** `showProviders`: how each provider does, and how their weights moved. For operators, who sign in as people do to the inbox. */
export function showProviders(deps: Deps, inbox: InboxDeps): Handler {
  return page(inbox, async ({ request, reply, session, csrfToken }) => {
    const { email } = session;
    if (email === undefined || !inbox.operators.includes(email)) return refuse(request, reply, csrfToken);
    const before = cursorOf(textOf(request.query, 'before'));
    const { providers, moves } = await reportProviders(deps, { before, limit: pageSize + 1 });
    const shown = moves.slice(0, pageSize);
    const last = moves.length > pageSize ? shown.at(-1) : undefined;
    return sendPage(request, reply, {
      ...operatorFrame,
      view: 'providers',
      title: 'How providers do',
      channels: (['email', 'sms'] as const).map((channel) => channelView(channel, providers)),
      moves: shown.map(moveView),
      earlier: before !== undefined,
      older: last && `${last.at.toISOString()},${last.channel}`,
      csrfToken,
    });
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, csrfToken: string): FastifyReply {
  return sendPage(request, reply.code(403), {
    ...operatorFrame,
    view: 'secure-message/says',
    title: 'This account may not operate the platform',
    text: 'Sign out, and sign in with an account of an operator. Operators are named by OPERATORS in the configuration of messaging.',
    csrfToken,
  });
}

/** Where the page before ended. */
function cursorOf(text: string): { at: Date; channel: string } | undefined {
  if (text === '') return undefined;
  const [, at = '', channel = ''] = /^([\dT:.-]{23}Z),(email|sms)$/.exec(text) ?? [];
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new FaultError('not_found');
  return { at: date, channel };
}

function channelView(channel: 'email' | 'sms', all: readonly ProviderReport[]) {
  const providers = all.filter((one) => one.channel === channel);
  const whole = providers.reduce((sum, { weight, isConfigured }) => sum + (isConfigured ? weight : 0), 0);
  return {
    id: channel,
    title: channelNames[channel],
    providers: providers.map((provider) => providerView(provider, whole)),
  };
}

const channelNames = { email: 'Email', sms: 'Text messages' } as const;

function providerView(provider: ProviderReport, whole: number) {
  const { id, weight, rest, isConfigured, errors, takenLastMinute, pace, cause, changedAt, rate, troubles } =
    provider;
  return {
    id,
    tag: isConfigured ? tags[provider.state] : { text: 'Not set up', colour: 'grey' },
    weight,
    rest,
    share: isConfigured && whole > 0 ? percent(weight, whole) : undefined,
    failed: of(errors, errors + takenLastMinute),
    slow: of(pace.slow, pace.sent),
    slowAfter: rules.slowAfterS / 60,
    rate,
    moved: { ...timeView(changedAt), why: describeCause(cause) },
    troubles: troubles.map(({ reason, count, firstAt, lastAt }) => ({
      text: describeReason(reason),
      count,
      first: timeView(firstAt),
      last: timeView(lastAt),
    })),
  };
}

const tags = {
  ok: { text: 'Doing well', colour: 'green' },
  failing: { text: 'Failing', colour: 'red' },
  slow: { text: 'Slow', colour: 'orange' },
  unused: { text: 'Not used', colour: 'grey' },
} as const;

function moveView({ channel, cause, at, weights }: Move) {
  return { channel: channelNames[channel], why: describeCause(cause), ...timeView(at), weights };
}

function describeCause(cause: string): string {
  return causes[cause] ?? cause;
}

const causes: Readonly<Record<string, string>> = {
  new: 'it was set up',
  administrator: 'an operator changed it',
  errors: `a provider failed ${rules.errors} times within a minute`,
  slow: 'a provider was slow',
  rest: 'weights go back to rest',
};

/** A part of a number, as one says it; undefined of nothing. */
function of(part: number, all: number): string | undefined {
  return all === 0 ? undefined : `${part} of ${all} (${percent(part, all)})`;
}

function percent(part: number, all: number): string {
  return `${Math.round((100 * part) / all)}%`;
}

function timeView(at: Date) {
  return { iso: at.toISOString(), time: dateFormat.format(at) };
}

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'Europe/London',
});
