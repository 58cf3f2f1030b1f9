/** What functions are given when nothing is said. */

/** Node.js of the functions. @internal */
export const defaultRuntime = 'nodejs24.x'

/** Cheaper than the other one, for the same code. @internal */
export const defaultArchitecture = 'arm64'

/** MB of memory: enough CPU for a start that nobody notices, a quarter of the deployer's own default. @internal */
export const defaultMemory = 256

/** Seconds behind an API, where the gateway gives up after 29; and of any other function. @internal */
export const defaultTimeout = { http: 29, other: 60 }
