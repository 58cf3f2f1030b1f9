/**
 * Rooms on a WebSocket API, their members in a table. With `npm start -w quaich-example-chat` it runs on this machine:
 *
 *     token=$(curl -s -d '{"name":"ada"}' http://127.0.0.1:3000/2015-03-31/functions/issue/invocations | tr -d '"')
 *     npx wscat -c "ws://127.0.0.1:3000?token=$token"
 *     > {"action":"join","room":"tea"}
 *     > {"action":"say","text":"hello"}
 */
import { service } from 'quaich'
import * as chat from './chat.js'

export const api = service('chat', { region: 'eu-west-1' }, chat)
