/** A declaration made ready to run: every step prepared, once, with what the interpreter decided. */
import { answer } from '../combinators/answer.js'
import type { Coding } from '../combinators/Coding.js'
import { defect, type ErrorBody, problem } from '../combinators/HttpError.js'
import { type Override, portScope } from '../combinators/Port.js'
import { compile, type Run } from '../combinators/run.js'
import type { Program, ProgramSettings } from '../combinators/Source.js'
import type { Payload } from '../events/Payload.js'
import type { Declaration } from './Declaration.js'
import type { Settings } from './Settings.js'

/** What all programs of one interpreter share. @internal */
export interface Scope extends Means {
  readonly settings: ProgramSettings
  readonly live: Program['live']
}

/** What an interpreter has to run programs with. @internal */
export interface Means {
  readonly coding: Coding
  readonly payloads: ReadonlyArray<Payload>
}

/** @internal */
export const scopeOf = (
  means: Means,
  settings: Pick<Settings, 'debug' | 'errorBody'>,
  binaryTypes: ReadonlyArray<string>,
  overrides: ReadonlyArray<Override>
): Scope => ({
  ...means,
  settings: {
    errorBody: settings.debug === true ? showing(settings.errorBody ?? problem) : (settings.errorBody ?? problem),
    binaryTypes,
    overrides
  },
  live: portScope(overrides)
})

// With debug on, what went wrong is told wherever a refusal is told.
const showing =
  (tell: ErrorBody): ErrorBody =>
  (e) =>
    tell(
      e.status < 500 || e.cause === undefined
        ? e
        : { ...e, message: e.cause instanceof Error ? String(e.cause.stack) : String(e.cause) }
    )

/** A route, ready: its exit is always a reply or a refusal. @internal */
export const routeProgram = (d: Declaration, scope: Scope): Run => {
  const program: Program = { facts: d.facts, ...scope }
  return compile(d.steps, program, answer(d.handler as (ctx: never) => unknown, program), defect)
}
