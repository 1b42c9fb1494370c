import * as z from 'zod';
import type { Immutable } from '../route.ts';
import {
  artifactIdSchema,
  executionIdSchema,
  nodeNameSchema,
  runIdSchema,
  sha256Schema,
  timeSchema,
} from './identifiers.ts';

/** A file as an execution's record names it. */
export const artifactReferenceSchema = z.object({
  artifactId: artifactIdSchema,
  /** Relative, `/` between parts. */
  path: z.string(),
  uri: z.string(),
  /** Bytes. */
  size: z.number().int().min(0),
  sha256: sha256Schema,
  mediaType: z.string(),
  metadata: z.record(z.string(), z.unknown()).exactOptional(),
});

/** One execution of a run, as lineage names it. */
export const executionReferenceSchema = z.object({
  runId: runIdSchema,
  node: nodeNameSchema,
  executionId: executionIdSchema,
});

/** An artifact with where it came from; `producedBy` is absent for an upload. */
export const artifactSchema = artifactReferenceSchema.extend({
  createdAt: timeSchema,
  producedBy: executionReferenceSchema.exactOptional(),
});

/** In the list of a run: `reusedBy` is its execution that took the file over instead of being run. */
export const runArtifactSchema = artifactSchema.extend({ reusedBy: executionReferenceSchema.exactOptional() });

/** With both directions of lineage. */
export const artifactDetailSchema = artifactSchema.extend({ readBy: z.array(executionReferenceSchema) });

/** A presigned request: send the bytes with exactly these headers. */
export const uploadSchema = z.object({
  method: z.literal('PUT'),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
});

export type ArtifactReferenceResource = Immutable<z.output<typeof artifactReferenceSchema>>;
export type ArtifactResource = Immutable<z.output<typeof artifactSchema>>;
export type RunArtifactResource = Immutable<z.output<typeof runArtifactSchema>>;
export type ArtifactDetailResource = Immutable<z.output<typeof artifactDetailSchema>>;
export type UploadResource = Immutable<z.output<typeof uploadSchema>>;
