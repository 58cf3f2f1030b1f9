import { service } from 'quaich'
import * as chat from './chat.js'

export const api = service('chat', {}, chat)
