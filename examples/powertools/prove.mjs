// What `npm run prove` asks the packaged functions.
export const requests = {
  'POST /payments': { headers: { 'content-type': 'application/json' }, body: '{"id":"p-1","pence":250}' }
}

export const events = {
  refund: [{ Records: [{ eventSource: 'aws:sqs', messageId: '1', body: '{"id":"p-1","pence":250}' }] }]
}
