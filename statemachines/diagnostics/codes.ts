import type { CodeEntry } from './codes/code-entry.ts';
import { definitionCodes } from './codes/sl1-definition.ts';
import { graphCodes } from './codes/sl2-graph.ts';
import { planCodes } from './codes/sl3-plan.ts';
import { aslCodes } from './codes/sl4-asl.ts';
import { startCodes } from './codes/sl5-start.ts';
import { commandLineCodes } from './codes/sl6-command-line.ts';

/** The one registry of codes, a file a thousand. A code keeps its meaning for ever; a dropped one is not given again. */
const registry = { ...definitionCodes, ...graphCodes, ...planCodes, ...aslCodes, ...startCodes, ...commandLineCodes };

export type DiagnosticCode = keyof typeof registry;

export const codes: Readonly<Record<DiagnosticCode, CodeEntry>> = registry;
