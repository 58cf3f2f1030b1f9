/**
 * quaich: AWS Lambda services as pure functions. Combinators, sources, the router; testing and deploy have entries of their own.
 * @module quaich
 */
export * from './combinators/index.js'
export * from './events/index.js'
export * from './router/index.js'
