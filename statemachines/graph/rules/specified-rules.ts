import { cycles } from './cycles.ts';
import type { GraphRule } from './graph-rule.ts';
import { selfEdges } from './self-edges.ts';
import { unknownNodes } from './unknown-nodes.ts';

/** Every check of a graph, in the order in which they speak. */
export const specifiedRules: readonly GraphRule[] = Object.freeze([unknownNodes, selfEdges, cycles]);
