import type { Component } from './component.ts';
import { content } from './content/component.ts';
import { identity } from './identity/component.ts';
import { messaging } from './messaging/component.ts';
import { payments } from './payments/component.ts';

/** Every component that can be drilled, the usual one first. */
export const components: readonly Component[] = [payments, messaging, identity, content];
