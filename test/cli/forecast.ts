/** A pipeline of four nodes whose steps tell the ledger that they run, and fail where it refuses. */
export const forecastSteps = (ledger: string) => `
async function ran(name) {
  const { ok } = await fetch('${ledger}/' + name);
  if (!ok) throw new Error(name + ' was refused');
}
export async function prepare({ parameters, outputs }) {
  await ran('prepare');
  await outputs.write('rows.txt', 'x'.repeat(parameters.rows));
}
export async function check({ outputs }) {
  await ran('check');
  await outputs.write('check.txt', 'well');
}
export async function train({ parameters, outputs, metadata, execution }) {
  await ran(execution.executionId);
  metadata({ score: parameters.epochs * 10 });
  await outputs.write('model.txt', String(parameters.epochs));
}
export async function report({ inputs, parameters, outputs }) {
  await ran('report');
  await outputs.write('report.txt', inputs.models.files.length + ' models, scores ' + parameters.scores.join(' '));
}
`;

export const forecast = ({ reuseExecutions = false, reuseChildren = false } = {}) => `
- step: { name: prepare, handler: steps.ts#prepare, parameters: [{ name: rows, type: integer, default: 3 }], outputs: [{ name: "*" }] }
- step: { name: check, handler: steps.ts#check, inputs: [{ name: data }], outputs: [{ name: "*" }] }
- step: { name: train, handler: steps.ts#train, parameters: [{ name: epochs, type: integer, default: 1 }], inputs: [{ name: data }], outputs: [{ name: "*" }] }
- step: { name: report, handler: steps.ts#report, parameters: [{ name: scores, type: float, multiple: separate }], inputs: [{ name: models }], outputs: [{ name: "*" }] }
- task: { name: epochs, step: train, reuse-children: ${reuseChildren}, type: grid_search, parameters: [{ name: epochs, style: multiple, rules: { items: [1, 2, 3] } }] }
- pipeline:
    name: forecast
    reuse-executions: ${reuseExecutions}
    parameters:
      - { name: rows, targets: [prepare.parameters.rows], default: 3 }
    nodes:
      - { name: prepare, type: execution, step: prepare }
      - { name: check, type: execution, step: check }
      - { name: train, type: task, task: epochs }
      - { name: report, type: execution, step: report }
    edges:
      - [prepare.output.*, check.input.data]
      - [prepare.output.*, train.input.data]
      - [train.output.*, report.input.models]
      - [train.metadata.score, report.parameter.scores]
`;
