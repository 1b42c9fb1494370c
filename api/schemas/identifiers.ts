import * as z from 'zod';

/** ISO 8601 in UTC. */
export const timeSchema = z.iso.datetime();
/** Lower-case hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/u, 'must be a SHA-256 in lower-case hex');
/** A ULID: sorts by time. */
export const runIdSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/u, 'must be a run id of 26 characters');
export const artifactIdSchema = z.string().min(1).max(256);
export const executionIdSchema = z.string().min(1).max(256);
export const nodeNameSchema = z.string().min(1).max(256);
export const pipelineNameSchema = z.string().min(1).max(256);
/** A `definitionHash`. */
export const versionSchema = z.string().min(1).max(128);

export const runPathSchema = z.object({ runId: runIdSchema });
export const executionPathSchema = z.object({ runId: runIdSchema, executionId: executionIdSchema });
export const nothingSchema = z.object({});
