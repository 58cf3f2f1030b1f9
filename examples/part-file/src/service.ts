/** The service that is a part of a project: `quaich generate --out quaich.yml`. */
import { service } from 'quaich'
import * as teas from './teas.js'

export const shop = service('tea-shop', { region: 'eu-west-1', logRetentionInDays: 14 }, teas)
