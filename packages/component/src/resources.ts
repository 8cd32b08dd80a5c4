import type { EventBus } from '@ashlar/events';
import type { Pool } from '@ashlar/postgres';
import type { createLogger } from '@ashlar/service-kit';

/** What a process opens before the app and closes after it. */
export interface Resources {
  readonly pool: Pool;
  readonly bus: EventBus;
  readonly logger: ReturnType<typeof createLogger>;
}

/** The part of a logger that use cases need. Fields carry ids only. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
