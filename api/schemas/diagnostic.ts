import * as z from 'zod';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { Immutable } from '../route.ts';

const relatedSchema = z.object({
  message: z.string(),
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
});

/** One fault of a definition or of a run's values, flat, with its place where it has one. Lines and columns count from 1. */
export const diagnosticSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  file: z.string().exactOptional(),
  line: z.number().int().exactOptional(),
  column: z.number().int().exactOptional(),
  hint: z.string().exactOptional(),
  related: z.array(relatedSchema).exactOptional(),
});

export type DiagnosticResource = Immutable<z.output<typeof diagnosticSchema>>;

/** The compiler's diagnostic as the API and `--json` show it. */
export function diagnosticResource({ code, severity, message, span, hint, related }: Diagnostic): DiagnosticResource {
  return {
    code,
    severity,
    message,
    ...(span === undefined ? {} : { file: span.file, line: span.line, column: span.column }),
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined
      ? {}
      : {
          related: related.map((place) => ({
            message: place.message,
            file: place.span.file,
            line: place.span.line,
            column: place.span.column,
          })),
        }),
  };
}
