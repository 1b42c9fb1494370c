/** The package's public door: what a step's author, and a program that compiles or runs pipelines, needs. */
export type {
  FileProducer,
  InputFile,
  OutputOptions,
  StepContext,
  StepHandler,
  StepParameter,
} from './functions/steps/step-context.ts';
export type { Diagnosed, Diagnostic } from './statemachines/diagnostics/diagnostic.ts';
