/** Everything that wakes a function beside HTTP, in one service. */
import { service } from 'quaich'
import * as clock from './clock.js'
import * as files from './files.js'
import * as orders from './orders.js'
import * as sockets from './sockets.js'

export const events = service('events', { region: 'eu-west-1', logRetentionInDays: 14 }, clock, orders, files, sockets)
