/** A service that declares nothing: its modules export no sentence, which nobody means who deploys it. */
import { type Check, faultIf } from '../fault.js'

/** @internal */
export const declared: Check = ({ service }) =>
  faultIf(
    service.functions.length === 0,
    'the service',
    'nothing is declared',
    "export sentences that end with handle, and hand over what exports them: import * as todos from './todos.js', service('name', {}, todos)"
  )
