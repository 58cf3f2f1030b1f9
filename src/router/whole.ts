/** What whole services run with: codecs compiled, and every payload format. Bundles name what they need instead. */
import { compiled } from '../combinators/compiled.js'
import { payloads } from '../events/payloads.js'
import type { Means } from './program.js'

/** @internal */
export const whole: Means = { coding: compiled, payloads }
