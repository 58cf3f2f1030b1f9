/**
 * What a function's role must allow because of what wakes it: only what Lambda polls for it. Buckets, topics, schedules and buses call the
 * function and are allowed to by the function's own policy, which osls writes.
 */
import type { Statement } from '../combinators/CloudFormation.js'
import { arnOf } from './arns.js'
import type { TriggerFact } from './said.js'

// "Using Lambda with Amazon SQS", "… Kinesis", "IAM policy to allow a Lambda function to access DynamoDB stream records".
const actions = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  kinesis: [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards'
  ],
  // Lambda asks for all four of them, on the stream, before it makes a mapping.
  dynamodb: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams']
}

/** On exactly the queue or the stream. @internal */
export const readsOf = (fact: TriggerFact): ReadonlyArray<Statement> => {
  switch (fact._tag) {
    case 'Queue':
      return [{ actions: actions.sqs, resources: [arnOf(fact.queue, 'sqs')] }]
    case 'Stream':
      return [
        {
          actions: actions[fact.type],
          resources: [fact.type === 'kinesis' ? arnOf(fact.stream, 'kinesis', 'stream/') : fact.stream]
        }
      ]
    case 'Schedule':
    case 'EventBridge':
    case 'Bucket':
    case 'Topic':
    case 'Websocket':
      return []
  }
}
