/** What functions are given when nothing is said. */
import type { FunctionKind } from '../router/functions.js'

/** Node.js of the functions. @internal */
export const defaultRuntime = 'nodejs24.x'

/** Cheaper than the other one, for the same code. @internal */
export const defaultArchitecture = 'arm64'

/** MB of memory: enough CPU for a start that nobody notices, a quarter of the deployer's own default. @internal */
export const defaultMemory = 256

/** Seconds behind an API, where the gateway gives up after 29; at a queue, whose own default is to hide a message for 30; elsewhere. @internal */
export const defaultTimeout = { http: 29, sqs: 30, other: 60 }

/** Seconds of a function of some kind. @internal */
export const timeoutFor = (kind: FunctionKind): number =>
  kind === 'http' || kind === 'sqs' ? defaultTimeout[kind] : defaultTimeout.other
