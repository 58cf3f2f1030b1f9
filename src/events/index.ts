/** What AWS hands us and wants back. */
export { EventError, lambda } from './lambda.js'
export type { LambdaHandler } from './toLambda.js'
