// What `npm run prove` asks the packaged functions, and the queue and the topic that they find.
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { startCloud } from '../support/cloud.mjs'

const order = { customer: 'ada', item: 'oolong', quantity: 2 }

export const requests = {
  'POST /orders': { headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) }
}

export const events = {
  prepareOrder: [
    {
      Records: [
        {
          messageId: 'm-1',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:orders.fifo',
          attributes: { MessageGroupId: 'ada', ApproximateReceiveCount: '1' },
          body: JSON.stringify({ ...order, id: 'o-1' })
        }
      ]
    }
  ]
}

export const start = async () => {
  const { env, stop } = await startCloud()
  const settings = {
    endpoint: env.AWS_ENDPOINT_URL,
    region: env.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' }
  }
  const [sqs, sns] = [new SQSClient(settings), new SNSClient(settings)]
  await sqs.send(new CreateQueueCommand({ QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true' } }))
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'prepared-orders' }))
  sqs.destroy()
  sns.destroy()
  return {
    env: { ...env, ORDERS_QUEUE_URL: `${env.AWS_ENDPOINT_URL}/000000000000/orders.fifo`, PREPARED_TOPIC_ARN: TopicArn },
    stop
  }
}
