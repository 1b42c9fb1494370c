import type { Plugin } from 'esbuild';

/**
 * A function has its credentials from its environment, or from its container. What the SDK would look for besides, in profiles on
 * somebody's disk and in sign-ins, is a fifteenth of a bundle and never reached there.
 */
export const leanCredentials: Plugin = {
  name: 'lean-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-(sso|ini|process|web-identity)$/ }, ({ path }) => ({
      path,
      namespace: 'lean-credentials',
    }));
    build.onLoad({ filter: /.*/, namespace: 'lean-credentials' }, ({ path }) => ({
      contents: `
        const skip = () => async () => {
          throw Object.assign(new Error(${JSON.stringify(`a function takes no credentials from ${path}`)}), { tryNextLink: true });
        };
        export { skip as fromSSO, skip as fromIni, skip as fromProcess, skip as fromTokenFile };`,
      loader: 'js',
    }));
  },
};
