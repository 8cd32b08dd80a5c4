// What is needed to have the gate run, without any of its suites: they are loaded when a run begins.
export { type GatedComponent, type GateSetting, gatedComponents, missingSettings } from './components.ts';
export type { CheckAsk, FromCheck, ToCheck } from './messages.ts';
