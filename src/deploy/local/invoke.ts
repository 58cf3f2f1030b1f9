/** Calls the service's own Lambda handlers as Lambda would: with JSON for an event, a context with a deadline, and JSON for a result. */
import { randomUUID } from 'node:crypto'
import type { LambdaContext } from '../../combinators/Source.js'
import type { LambdaHandler } from '../../events/toLambda.js'
import type { AnyService } from '../../router/service.js'
import { defaultMemory } from '../defaults.js'
import { timeoutOf } from '../functionsSection.js'
import { type FunctionOutline, outlineOf } from '../Outline.js'
import { wakingEvent } from './wakingEvent.js'

/** Without an event a function gets what its schedule would send, or an empty one. @internal */
export type Invoke = (name: string, event?: unknown) => Promise<unknown>

/** @internal */
export const invoker = (service: AnyService, handlers: Readonly<Record<string, LambdaHandler>>, stage: string): Invoke => {
  const functions = new Map(outlineOf(service).functions.map((f) => [f.name, f]))
  return async (name, given) => {
    const [handler, f] = [handlers[name], functions.get(name)]
    if (handler === undefined || f === undefined) throw new Error(`there is no function '${name}'`)
    const event = given === undefined ? wakingEvent(f, service.name, stage) : given
    const result = await handler(JSON.parse(JSON.stringify(event)), contextOf(f, `${service.name}-${stage}-${name}`))
    return result === undefined ? null : JSON.parse(JSON.stringify(result))
  }
}

// With what the generated file gives the function.
const contextOf = (f: FunctionOutline, functionName: string): LambdaContext => {
  const until = Date.now() + 1000 * timeoutOf(f)
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
    memoryLimitInMB: String(f.settings.memorySize ?? defaultMemory),
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
