// Runs test files in the realm of this process, by jest's own circus and expect. It is no runner for the suite itself: modules that jest
// makes up (`jest.mock`) are not known.
import { TestStatus } from '@stryker-mutator/api/test-runner'
import { forget, require } from '../sources/modules.mjs'

const circus = require('jest-circus')
const { expect } = require('expect')
const mocker = new (require('jest-mock').ModuleMocker)(globalThis)
const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, it, test, expect })
globalThis.jest = { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker), setTimeout: () => {} }
// Who hangs is ended by Stryker, not by a test's clock.
globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = 600_000
// The first counterexample is enough.
require('fast-check').configureGlobal({ endOnFailure: true })

// What the instrumented code reads and writes.
globalThis.__stryker__ ??= {}
export const told = globalThis.__stryker__

const nameOf = (block) => (block.parent === undefined ? '' : `${nameOf(block.parent)} ${block.name}`.trim())
const idOf = (file, t) => `${file}: ${nameOf(t)}`

// What runs now: in which file, which tests alone, and whether one has failed.
let here = { file: '', only: undefined, failed: false }
circus.addEventHandler((event) => {
  if (event.name === 'test_start') {
    const id = idOf(here.file, event.test)
    if (here.failed || here.only?.has(id) === false) event.test.mode = 'skip'
    else told.currentTestId = id
  } else if (event.name === 'test_done') told.currentTestId = undefined
  else if (event.name === 'test_fn_failure' || event.name === 'hook_failure') here.failed = here.stops
})

const statusOf = ({ status, errors }) =>
  errors.length > 0 ? TestStatus.Failed : status === 'done' ? TestStatus.Success : TestStatus.Skipped

const resultOf = (file, id, t) => ({
  id,
  name: id,
  fileName: file,
  timeSpentMs: t.duration ?? 0,
  status: statusOf(t),
  failureMessage: String(t.errors?.flat()[0]?.message ?? t.errors?.[0] ?? '').slice(0, 500)
})

// A file that does not load has failed: that is a test of its own.
const load = (file) => {
  circus.resetState()
  const id = `${file}: loads`
  try {
    require(`./${file}`)
    return { id, name: id, fileName: file, timeSpentMs: 0, status: TestStatus.Success }
  } catch (e) {
    return { id, name: id, fileName: file, timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(e) }
  }
}

const testsOf = (block) => block.children.flatMap((c) => (c.type === 'test' ? [c] : testsOf(c)))

/** Runs test files, those tests alone if some are named; stops at the first failure unless all are wanted. */
export const runFiles = async (files, { only, stops, loaded }) => {
  const results = []
  for (const file of files) {
    forget()
    here = { file, only, stops, failed: false }
    const loads = load(file)
    loaded()
    results.push(loads)
    if (loads.status === TestStatus.Success) {
      const all = testsOf(circus.getState().rootDescribeBlock)
      await circus.run()
      for (const t of all) results.push(resultOf(file, idOf(file, t), t))
      mocker.restoreAllMocks()
    }
    if (stops && results.some((r) => r.status === TestStatus.Failed)) break
  }
  return results
}
