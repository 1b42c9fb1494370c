import * as z from 'zod';
import type { Immutable } from '../route.ts';
import { timeSchema } from './identifiers.ts';

export const logLineSchema = z.object({
  time: timeSchema,
  stream: z.enum(['stdout', 'stderr', 'platform']),
  message: z.string(),
});

/** `nextCursor` goes on after the last line, also of a running execution; `complete`: no more lines will come. */
export const logPageSchema = z.object({
  lines: z.array(logLineSchema),
  nextCursor: z.string().exactOptional(),
  complete: z.boolean(),
});

/** What an execution printed as metadata, in time order, and the latest value of each key; pages as of logs. */
export const metadataPageSchema = z.object({
  events: z.array(z.object({ time: timeSchema, values: z.record(z.string(), z.unknown()) })),
  latest: z.record(z.string(), z.unknown()),
  nextCursor: z.string().exactOptional(),
  complete: z.boolean(),
});

export type LogLine = Immutable<z.output<typeof logLineSchema>>;
export type LogPage = Immutable<z.output<typeof logPageSchema>>;
export type MetadataPage = Immutable<z.output<typeof metadataPageSchema>>;
