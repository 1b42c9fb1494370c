export type { EngineOptions } from './engine-options.ts';
