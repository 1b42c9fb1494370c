import type { Clock, EngineOptions, Json, StepFunctionsEngine, TaskHandlers } from '../../../engine/index.ts';
import type { ExpectedEvent } from './event.ts';

/** One machine run on the virtual clock. Whatever `expected` leaves out must be absent, but for `seconds` and `history`. */
export interface Case {
  readonly name: string;
  readonly definition: object;
  readonly input?: Json;
  readonly tasks?: TaskHandlers;
  /** Does what somebody outside does, such as sending task tokens: gives the tasks that it needs for that. */
  readonly outside?: (engine: () => StepFunctionsEngine, clock: Clock) => TaskHandlers;
  /** Done before the machine is made. */
  readonly before?: (engine: StepFunctionsEngine) => Promise<void>;
  readonly options?: EngineOptions;
  readonly expected: Expected;
}

export interface Expected {
  /** SUCCEEDED with an `output`, FAILED without, unless told. */
  readonly status?: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** How long the execution took on the virtual clock. */
  readonly seconds?: number;
  /** The whole history: every event with all its details. */
  readonly history?: readonly ExpectedEvent[];
  /** The whole histories of the children of its Map Runs, in the order of their start. */
  readonly children?: readonly (readonly ExpectedEvent[])[];
}

/** Where a feature is proved that needs more than one machine run in memory: a test file and a test's title in it. */
export interface TestReference {
  readonly file: string;
  readonly title: string;
}

/** A row of docs/stepfunctions.md. */
export type Feature =
  | { readonly kind: 'cases'; readonly name: string; readonly note?: string; readonly cases: readonly Case[] }
  | { readonly kind: 'tests'; readonly name: string; readonly note?: string; readonly tests: readonly TestReference[] }
  | { readonly kind: 'unsupported'; readonly name: string; readonly note: string };

export interface FeatureGroup {
  readonly title: string;
  readonly features: readonly Feature[];
}

export const proved = (name: string, cases: readonly Case[], note?: string): Feature =>
  note === undefined ? { kind: 'cases', name, cases } : { kind: 'cases', name, cases, note };

/** `tested('RedriveExecution', ['redrive.test.ts', 'runs again only what failed'])`; files are relative to test/engine. */
export const tested = (name: string, ...tests: readonly (readonly [file: string, title: string])[]): Feature => ({
  kind: 'tests',
  name,
  tests: tests.map(([file, title]) => ({ file, title })),
});

export const unsupported = (name: string, note: string): Feature => ({ kind: 'unsupported', name, note });
