/**
 * A plugin of the deployer's, for people who type `serverless deploy`: builds the bundles before they are packaged, as `quaich build` does.
 * It generates nothing: the deployer has read its file by then.
 */
import { cli } from './cli.js'
import { builtAlready, worldIn } from './world.js'

/** What the deployer tells a plugin. */
interface Deployer {
  readonly serviceDir?: string
  readonly config?: { readonly serviceDir?: string; readonly servicePath?: string }
}

/**
 * `plugins: ['quaich/serverless-plugin']` in your own `serverless.yml`.
 * @since 0.1.0
 */
export default class QuaichPlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>

  constructor({ serviceDir, config }: Deployer) {
    const build = async (): Promise<void> => {
      if (process.env[builtAlready] !== undefined) return
      const dir = serviceDir ?? config?.serviceDir ?? config?.servicePath ?? process.cwd()
      if ((await cli(['build'], worldIn(dir))) !== 0) throw new Error('quaich build failed: nothing is packaged')
    }
    this.hooks = { 'before:package:initialize': build, 'before:package:function:package': build }
  }
}
