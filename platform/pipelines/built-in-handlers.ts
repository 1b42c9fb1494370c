/** Handlers that every deployment has, with the name of their function in the manifest. */
export const builtInHandlers: Readonly<Record<string, string>> = {
  'slipway/preprocess#default': 'steps-preprocess',
  'slipway/train#default': 'steps-train',
  'slipway/predict#default': 'steps-predict',
};
