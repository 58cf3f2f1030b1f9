/** The service: a route that takes orders, and a queue whose messages are worked off. */
import { service } from 'quaich'
import * as orders from './orders.js'

export const shop = service('orders', { region: 'eu-west-1', logRetentionInDays: 14 }, orders)
