import { service } from 'quaich'
import * as nightly from './nightly.js'
import * as orders from './orders.js'

export const api = service('events', {}, orders, nightly)
