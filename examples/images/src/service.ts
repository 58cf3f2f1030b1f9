/** The service: one function, woken by uploads. */
import { service } from 'quaich'
import * as thumbnails from './thumbnails.js'

export const images = service('images', { region: 'eu-west-1', logRetentionInDays: 14 }, thumbnails)
