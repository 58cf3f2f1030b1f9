/** A Lambda context as the runtime would give it, for tests and for the local gateway. */
import type { LambdaContext } from '../combinators/Source.js'

/**
 * A Lambda context for a function's name; give what a test cares for, the rest is plausible. Three seconds remain, always.
 * @since 0.1.0
 * @example
 * import { lambdaContext } from 'quaich/testing'
 * expect(lambdaContext('api-todos', { awsRequestId: '1' })).toMatchObject({ functionName: 'api-todos', awsRequestId: '1' })
 */
export const lambdaContext = (functionName: string, o: Partial<LambdaContext> = {}): LambdaContext => ({
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
  memoryLimitInMB: '1024',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: '2026/01/01/[$LATEST]00000000000000000000000000000000',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 3000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
  ...o
})
