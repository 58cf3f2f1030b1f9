/** All payload formats, and which of them an event is. An event of none is nobody's request, and not this file's to refuse. */
import { alb } from './alb.js'
import { functionUrl } from './functionUrl.js'
import { httpApi } from './httpApi.js'
import { type Payload, recognised } from './Payload.js'
import { httpApi1, restApi } from './restApi.js'

/** No event is of two of them. @internal */
export const payloads: ReadonlyArray<Payload> = [restApi, httpApi, functionUrl, alb, httpApi1]

/** The format of an event, or nothing where it is no HTTP request. Total: any JSON value may be asked. @internal */
export const payloadOf = (event: unknown): Payload | undefined => recognised(payloads, event)
