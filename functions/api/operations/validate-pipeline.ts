import type { Routes } from '../../../api/routes.ts';
import { diagnosticResource } from '../../../api/schemas/diagnostic.ts';
import { checkDefinition } from '../../../statemachines/check-definition.ts';
import type { Operation } from '../operation.ts';

export const validatePipeline: Operation<Routes['validatePipeline']> = async (_, { body }) => {
  const { value, diagnostics } = checkDefinition(body.definition, body.file);
  return { valid: value !== undefined, diagnostics: diagnostics.map(diagnosticResource) };
};
