import { readLayout, StartError } from '@ashlar/local';

/** What a step needs to know. */
export interface Settings {
  /** Where the platform's secrets and demo.env are kept; only these steps see it. */
  home: string;
  /** Where each service finds the files with its own secrets. */
  keys: string;
  layout: Layout;
}

/** Where everything is, seen from a container; the addresses of entry points are those that callers outside use. */
export type Layout = ReturnType<typeof readLayout>;

/** The port at which every service listens in its container, and the gateway with its own; entry points follow from it. */
const insidePort = 8080;

/** Hears what a step does, a line at a time. */
export type Log = (line: string) => void;

/** Reads ASHLAR_HOME, ASHLAR_KEYS and ASHLAR_PORT, the published port of the gateway. Throws a `StartError`. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const { ASHLAR_HOME: home = '/ashlar', ASHLAR_KEYS: keys = '/keys', ASHLAR_PORT: text = '8080' } = env;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_300)
    throw new StartError(`ASHLAR_PORTS must be a number such as 808, the ports' first digits.`);
  return { home, keys, layout: containerLayout(port) };
}

/** The layout of infra/local/services.yaml with a container for each service. */
function containerLayout(publishedPort: number): Layout {
  const published = readLayout(publishedPort);
  return {
    ...published,
    services: published.services.map((service) => ({
      ...service,
      port: insidePort,
      url: `http://${service.name}:${insidePort}`,
    })),
    entryPoints: published.entryPoints.map((entryPoint) => ({
      ...entryPoint,
      port: entryPoint.port - publishedPort + insidePort,
    })),
  };
}
