import { type Authenticate, type Handler, Problem } from '@ashlar/service-kit';

/** The operations of `openapi/ashlar/handover.yaml`. */
export type HandoverOperation =
  | 'describeHandover'
  | 'readHandover'
  | 'setHandoverRole'
  | 'followHandover'
  | 'unfollowHandover'
  | 'pullSnapshot'
  | 'pullFeed'
  | 'digestHandover';

/** Answers the operations of a hand-over. */
export function handoverHandlers(): Readonly<Record<HandoverOperation, Handler>> {
  const refuse = () => {
    throw noRegistry();
  };
  return {
    describeHandover: refuse,
    readHandover: refuse,
    setHandoverRole: refuse,
    followHandover: refuse,
    unfollowHandover: refuse,
    pullSnapshot: refuse,
    pullFeed: refuse,
    digestHandover: refuse,
  };
}

/** Reads the registry's tokens for a hand-over. */
export function handoverAuthentication(): Authenticate {
  return async () => {
    throw noRegistry();
  };
}

function noRegistry(): Problem {
  return new Problem(
    503,
    'no_registry',
    'The registry’s keys are not configured',
    'Nothing that the registry signs can be verified.',
  );
}
