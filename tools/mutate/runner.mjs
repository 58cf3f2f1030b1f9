// Stryker's test runner for this suite. Stryker's runner for jest builds a realm for each test file of each mutant, which takes longer than
// most of these tests do; here a mutant takes tens of milliseconds.
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import { DryRunStatus, determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner'

class Runner {
  constructor(options) {
    this.files = options.tests
  }
  // Not before: the process that tests stands in the sandbox only now, and Stryker's own loads this file too.
  async init() {
    this.suite = await import('./suite.mjs')
  }
  capabilities() {
    return { reloadEnvironment: true }
  }
  async dryRun() {
    const { told, runFiles } = this.suite
    told.activeMutant = undefined
    const tests = await runFiles(this.files, { stops: false, loaded: () => {} })
    return { status: DryRunStatus.Complete, tests, mutantCoverage: told.mutantCoverage }
  }
  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, disableBail }) {
    const { told, runFiles } = this.suite
    told.hitLimit = hitLimit
    told.hitCount = hitLimit === undefined ? undefined : 0
    const activate = () => {
      told.activeMutant = activeMutant.id
    }
    const only = testFilter && new Set(testFilter)
    const files = only === undefined ? this.files : this.files.filter((f) => testFilter.some((id) => id.startsWith(`${f}: `)))
    const atOnce = mutantActivation === 'static'
    told.activeMutant = undefined
    if (atOnce) activate()
    const tests = await runFiles(files, {
      only,
      stops: !disableBail,
      loaded: atOnce ? () => {} : activate
    })
    const tooOften = determineHitLimitReached(told.hitCount, told.hitLimit)
    told.activeMutant = undefined
    return toMutantRunResult(tooOften ?? { status: DryRunStatus.Complete, tests }, disableBail)
  }
}

const make = (options) => new Runner(options)
make.inject = tokens(commonTokens.options)
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'circus', make)]
