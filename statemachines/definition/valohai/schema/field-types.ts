import * as z from 'zod';

/** The kinds of values that fields take. Descriptions are what an editor shows; the schemas are the only source of both checks. */

export const text = z.string();

export const name = z.string().min(1);

export const oneOrMoreTexts = z.union([z.string(), z.array(z.string())]);

export const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** `null` clears or omits; a list belongs to a parameter with `multiple`. */
export const parameterValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(scalar)]);

export const duration = z.union([z.int().min(0), z.string()]).meta({
  description: 'Seconds, or numbers with the units s, m, h, d, w: "1h 30m 5s".',
});

export const memorySize = z.union([z.int().min(1), z.string()]).meta({
  description: 'MiB, or a number with a unit: "512 MB", "2 GB".',
});

export const condition = z.string().meta({
  description: 'A comparison of metadata, such as "accuracy >= 0.9 and epoch > 3".',
});

/** Any YAML, kept as it is. */
export const anyMapping = z.record(z.string(), z.unknown());
