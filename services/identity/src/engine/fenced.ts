import { currentFence, fencedOff } from '@ashlar/postgres';
import type { Provider } from 'oidc-provider';

/**
 * Answers a request that the fence refused, whatever the engine has made of that: 421, so that the gateway sends it to whoever serves now. What has stored something before must not be
 * sent again: that is told as an outage.
 */
export function answerFenced(provider: Provider): void {
  provider.use(async (context, next) => {
    let failure: unknown;
    try {
      await next();
    } catch (error) {
      failure = error;
    }
    const fence = currentFence();
    const off = fencedOff(fence?.refused) ?? fencedOff(failure);
    if (!off) {
      if (failure !== undefined) throw failure;
      return;
    }
    context.remove('location');
    if (fence?.wrote) {
      context.status = 503;
      context.set('retry-after', '1');
      context.body = { error: 'temporarily_unavailable' };
      return;
    }
    context.status = 421;
    context.set('ashlar-fenced', `${off.department};epoch=${off.epoch ?? 0};role=${off.role}`);
    context.body = { error: 'temporarily_unavailable' };
  });
}
