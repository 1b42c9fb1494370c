// In a project of your own: import { SlipwayPipeline, SlipwayPlatform, templateSizes } from 'slipway/cdk';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { SlipwayPipeline, SlipwayPlatform, templateSizes } from '../../infra/index.ts';

const app = new App();
Validations.of(app).addPlugins(templateSizes);

// Storage, functions, REST API, alarms and dashboard, a stack each: `stacks: {}`. Without it all is in the stack that it is made in.
const platform = new SlipwayPlatform(app, 'Slipway', { stage: 'dev', architecture: 'arm64', stacks: {} });

// The state machine of a definition file, and a function for each `handler:` of its steps.
const pipelines = new Stack(app, 'Pipelines');
new SlipwayPipeline(pipelines, 'Words', { definition: 'examples/ten-lines/valohai.yaml', platform });
