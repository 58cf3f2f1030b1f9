/**
 * What tests need: a handler as the function it is, a typed client of a whole service, and the events behind it.
 * @module quaich/testing
 */
export { Call, CallError } from './Call.js'
export { type BodyOf, type Client, client, type Input } from './client.js'
export type { Format } from './format.js'
export type { ClientOptions, Exchange, Identified } from './gateway.js'
export { given } from './given.js'
export { httpEvent } from './httpEvent.js'
export { lambdaContext } from './lambdaContext.js'
export type { HttpEventInput } from './rawRequest.js'
