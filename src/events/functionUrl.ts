/**
 * Function URLs: payload 2.0 without routes, stages and authorizers other than signatures; the path stays percent-encoded.
 */
import type { Identity } from '../combinators/Request.js'
import { HttpApiRequest, isPayload2, overFunctionUrl, respond2 } from './httpApi.js'
import { signer2 } from './identity.js'
import type { Payload } from './Payload.js'

class FunctionUrlRequest extends HttpApiRequest {
  override get path(): string {
    return this.event['rawPath'] as string
  }
  override get pathEncoded(): boolean {
    return true
  }
  override get resource(): undefined {
    return undefined
  }
  override gatewayParams(): undefined {
    return undefined
  }
  protected override readIdentity(): Identity {
    return signer2(this.context)
  }
}

/** Lambda function URL, told by its domain name (AWS, "Invoking Lambda function URLs"). @internal */
export const functionUrl: Payload = {
  name: 'functionUrl',
  recognises: (event) => isPayload2(event) && typeof event['httpMethod'] !== 'string' && overFunctionUrl(event),
  open: (event) => new FunctionUrlRequest(event),
  respond: respond2,
  results: '2.0'
}
