// node tools/mutate/mutate.mjs [--concurrency n] [file ...]
//
// Mutates the files of targets.json, or those named, each against its own tests, and keeps what came of it. See docs/mutation.md.
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { record, report, resultOf } from './report.mjs'

const here = dirname(fileURLToPath(import.meta.url))
process.chdir(resolve(here, '../..'))
const json = (file) => JSON.parse(readFileSync(file, 'utf8'))
const targets = json(join(here, 'targets.json'))
const { version } = json('package.json')
const { values, positionals } = parseArgs({ allowPositionals: true, options: { concurrency: { type: 'string' } } })

const mutate = async (file) => {
  const fileName = join(here, '.reports', `${file.replaceAll('/', '.')}.json`)
  await new Stryker({
    mutate: [file],
    testRunner: 'circus',
    tests: targets[file],
    plugins: [join(here, 'runner.mjs')],
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency ?? availableParallelism()),
    reporters: ['json'],
    jsonReporter: { fileName },
    tempDirName: 'tools/mutate/.sandbox',
    ignorePatterns: ['**', '!src/**', '!test/**', '!package.json'],
    // Static mutants are few, and no slower here than others.
    warnings: { slow: false, unknownOptions: false },
    logLevel: 'warn',
    timeoutMS: 30_000
  }).runMutationTest()
  const result = resultOf(json(fileName).files[file], version)
  record(file, result)
  console.log(`${file}: ${result.killed} of ${result.mutants} killed`)
}

const unknown = positionals.filter((f) => targets[f] === undefined)
if (unknown.length > 0) throw new Error(`tools/mutate/targets.json has no tests for ${unknown.join(', ')}`)
const files = positionals.length > 0 ? positionals : Object.keys(targets)
for (const file of files) await mutate(file)
for (const fault of report(false).filter((told) => files.some((f) => told.includes(f)))) {
  console.error(fault)
  process.exitCode = 1
}
