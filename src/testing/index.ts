/**
 * What tests need: a handler as the function it is, a typed client of a whole service, and the events behind it.
 * @module quaich/testing
 */
export { Call, CallError, type Identified } from './caller.js'
export { type BodyOf, type Client, client, type Input } from './client.js'
export { given } from './given.js'
export { type HttpEventInput, httpEvent } from './httpEvent.js'
export { lambdaContext } from './lambdaContext.js'
