import { mount, service } from 'quaich'
import * as access from './access.js'
import * as chat from './chat.js'
import * as nightly from './nightly.js'
import * as orders from './orders.js'
import * as prices from './prices.js'

export const api = service(
  'everything',
  { params: { default: { ADMIN_TOKEN: 'letmein' } } },
  access,
  chat,
  orders,
  nightly,
  // A module is a blueprint: mounted under a prefix, and named by the key it stands under.
  { v1: mount('/v1', prices) }
)
