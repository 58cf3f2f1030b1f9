/** A declaration made ready to run: every step prepared, once, with what the interpreter decided. */

import type { CodecEngine } from '../codecs/CodecEngine.js'
import { answer } from '../combinators/answer.js'
import type { EncodesReplies } from '../combinators/encodeReply.js'
import { defect, problem } from '../combinators/HttpError.js'
import type { Override } from '../combinators/Port.js'
import type { Wire } from '../combinators/Request.js'
import { compile, type Run } from '../combinators/run.js'
import type { Program, ProgramSettings } from '../combinators/Source.js'
import type { TellsFailures } from '../combinators/tellFailure.js'
import type { Payload } from '../events/Payload.js'
import type { Matcher } from './bindParams.js'
import type { Declaration } from './Declaration.js'
import type { Round } from './finish.js'
import type { Settings } from './Settings.js'
import type { Sharing } from './share.js'

/** What all programs of one interpreter share. @internal */
export interface Scope extends Means {
  readonly settings: ProgramSettings
  readonly live: Program['live']
}

/** What an interpreter has to run programs with. @internal */
export interface Means {
  readonly codecs: CodecEngine
  readonly replies: EncodesReplies
  readonly payloads: ReadonlyArray<Payload>
  readonly matcher: <A>(targets: ReadonlyMap<string, A>) => Matcher<A>
  readonly sharing: Sharing
  readonly tellsFailures: TellsFailures
  /** The values of ports, as they are made. */
  readonly ports: (overrides: ReadonlyArray<Override>) => Program['live']
  /** What a route's middleware is shown. */
  readonly wireOf: (round: Round) => Wire
}

/** @internal */
export const scopeOf = (
  means: Means,
  settings: Pick<Settings, 'errorBody'>,
  binaryTypes: ReadonlyArray<string>,
  overrides: ReadonlyArray<Override>
): Scope => ({
  ...means,
  settings: {
    errorBody: settings.errorBody ?? problem,
    binaryTypes,
    overrides
  },
  live: means.ports(overrides)
})

/** A route, ready: its exit is always a reply or a refusal. @internal */
export const routeProgram = (d: Declaration, scope: Scope): Run => {
  const program = { facts: d.facts, ...scope }
  return compile(d.steps, program, answer(d.handler as (ctx: never) => unknown, program), defect)
}
