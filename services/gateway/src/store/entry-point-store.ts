import type { EntryPointTable } from '../domain/entry-points.ts';

/** The entry points in force, wherever they come from. */
export interface EntryPointStore {
  table(): EntryPointTable;
  /** In a few public words, why what is in force may not be the latest; undefined when it is. */
  problem(): string | undefined;
  /** Calls `changed` after each reading that put another table in force. */
  onChange(changed: (table: EntryPointTable) => void): void;
  /** Looks for changes no more; resolves when nothing is left to be kept. */
  close(): Promise<void>;
}

/** The part of a logger that is used here. */
export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
