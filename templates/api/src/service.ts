import { service } from 'quaich'
import * as prices from './prices.js'

export const api = service('api', {}, prices)
