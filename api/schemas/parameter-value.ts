import * as z from 'zod';

const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);

/** A scalar, a list of scalars for a parameter that takes several, or null for one left unset. */
export const parameterValueSchema = z.union([scalarSchema, z.null(), z.array(scalarSchema)]);
export const parameterValuesSchema = z.record(z.string(), parameterValueSchema);
