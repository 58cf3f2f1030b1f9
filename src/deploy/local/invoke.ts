/** Calls the service's own Lambda handlers as Lambda would: with JSON for an event, a context with a deadline, and JSON for a result. */
import { randomUUID } from 'node:crypto'
import { factsOf } from '../../combinators/Fact.js'
import type { LambdaContext } from '../../combinators/Source.js'
import type { LambdaHandler } from '../../events/toLambda.js'
import type { AnyService } from '../../router/service.js'

/** @internal */
export type Invoke = (name: string, event: object) => Promise<unknown>

/** @internal */
export const invoker =
  (service: AnyService, handlers: Readonly<Record<string, LambdaHandler>>, stage: string): Invoke =>
  async (name, event) => {
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`there is no function '${name}'`)
    const result = await handler(JSON.parse(JSON.stringify(event)), contextOf(service, name, stage))
    return result === undefined ? null : JSON.parse(JSON.stringify(result))
  }

const contextOf = (service: AnyService, name: string, stage: string): LambdaContext => {
  const functionName = `${service.name}-${stage}-${name}`
  const declared = service.functions.find((f) => f.name === name)?.declarations.flatMap((d) => factsOf(d.facts, 'Function')) ?? []
  const timeouts = declared.flatMap(({ settings }) => settings.timeout ?? [])
  const until = Date.now() + 1000 * (timeouts.length > 0 ? Math.max(...timeouts) : (service.settings.timeout ?? 29))
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
    memoryLimitInMB: String(service.settings.memorySize ?? 1024),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, until - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {}
  }
}
