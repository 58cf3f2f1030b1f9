/** What whole services run with: every kind of codec, every payload format, all there is. Bundles name what they need instead. */
import { defaultEngine } from '../codecs/defaultEngine.js'
import { encodesReplies } from '../combinators/encodeReply.js'
import { type ErrorBody, problem } from '../combinators/HttpError.js'
import { type Override, portScope } from '../combinators/Port.js'
import { tellsFailures } from '../combinators/tellFailure.js'
import { payloads } from '../events/payloads.js'
import { textMatcher } from './match.js'
import { type Means, type Scope, scopeOf } from './program.js'
import type { Settings } from './Settings.js'
import { sharing } from './share.js'
import { wireOf } from './wire.js'

const whole: Means = {
  codecs: defaultEngine,
  replies: encodesReplies,
  payloads,
  matcher: textMatcher,
  sharing,
  tellsFailures,
  ports: portScope,
  wireOf
}

/** @internal */
export const wholeScope = (
  { debug, errorBody = problem }: Pick<Settings, 'debug' | 'errorBody'>,
  binaryTypes: ReadonlyArray<string>,
  overrides: ReadonlyArray<Override> = []
): Scope => scopeOf(whole, { errorBody: debug === true ? showing(errorBody) : errorBody }, binaryTypes, overrides)

// With debug on, what went wrong is told wherever a refusal is told.
const showing =
  (tell: ErrorBody): ErrorBody =>
  (e) =>
    tell(
      e.status < 500 || e.cause === undefined
        ? e
        : { ...e, message: e.cause instanceof Error ? String(e.cause.stack) : String(e.cause) }
    )
