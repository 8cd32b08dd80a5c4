import { gatewayHeaders } from '@ashlar/service-kit';
import { Agent, request } from 'undici';
import type { RoutingSource } from '../store/registry-entry-points.ts';

const waitS = 25;
const largestTableBytes = 33_554_432;

/**
 * The registry at `url`, asked by long poll with the key that gateways and components share. One answer takes `totalMs` at most, so that one that drips does
 * not hide every later change.
 */
export function openRegistry(options: { url: string; gatewayKey: string; totalMs?: number }): RoutingSource {
  const { url, gatewayKey, totalMs = (waitS + 20) * 1000 } = options;
  const dispatcher = new Agent({ connect: { timeout: 2000 }, maxResponseSize: largestTableBytes });
  const root = url.replace(/\/$/, '');

  return {
    async after(version, signal) {
      const query = version === undefined ? '' : `?after=${version}&wait=${waitS}`;
      const answer = await request(`${root}/ashlar/v1/routing${query}`, {
        dispatcher,
        signal: AbortSignal.any([signal, AbortSignal.timeout(totalMs)]),
        headers: { [gatewayHeaders.key]: gatewayKey, accept: 'application/json' },
        headersTimeout: (waitS + 10) * 1000,
        bodyTimeout: 10_000,
      });
      if (answer.statusCode === 200) return readJson(await answer.body.text());
      await answer.body.dump();
      if (answer.statusCode === 204) return undefined;
      throw new Error(`The registry answers ${answer.statusCode}`);
    },
    async close() {
      await dispatcher.destroy();
    },
  };
}

// What is no JSON is an answer too, and one that nobody can use.
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
