import * as z from 'zod';
import type { Immutable } from '../route.ts';
import { diagnosticSchema } from './diagnostic.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Every answer of 400 and above: problem details (RFC 9457). `code` is for programs, `detail` for people. */
export const problemSchema = z.object({
  /** A URI that names the kind of problem; `about:blank` where the status says it all. */
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().exactOptional(),
  instance: z.string().exactOptional(),
  /** Such as `run-not-found`, in kebab-case. */
  code: z.string().exactOptional(),
  diagnostics: z.array(diagnosticSchema).exactOptional(),
});

export type ProblemResource = Immutable<z.output<typeof problemSchema>>;
