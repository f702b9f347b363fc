import { dirname } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { writeBundle } from './handler-bundles.ts';
import { projectPath } from './paths.ts';

/**
 * A handler and what it imports as one file, `index.handler` to Lambda. Bundled with esbuild's API, which
 * `NodejsFunction` would start through a shell and npx for each function (docs/adr/0043).
 *
 * @param entry - Handler file, from the project's root.
 */
export function bundledCode(entry: string): AssetCode {
  // The handler's own folder: CDK takes assets of one source folder for the same asset, whatever is bundled from it.
  return Code.fromAsset(dirname(projectPath(entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by the type, and never used: the local bundling below does not decline.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (outputDirectory) => {
          writeBundle(entry, outputDirectory);
          return true;
        },
      },
    },
  });
}
