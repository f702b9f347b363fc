@ignore
Feature: a queue that gets what a topic sends, for the time of a test

  Scenario:
    * def name = 'inferwatch-e2e-' + uuid()
    # arn:<partition>:sns:<region>:<account>:<topic>
    * def part = topicArn.split(':')
    * def queueArn = `${part[0]}:${part[1]}:sqs:${part[3]}:${part[4]}:${name}`
    * def policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '#(queueArn)', Condition: { ArnEquals: { 'aws:SourceArn': '#(topicArn)' } } }] }
    * string policyText = policy

    * configure headers = aws.signed('sqs')
    Given url aws.url('sqs')
    And header content-type = 'application/x-amz-json-1.0'
    And header x-amz-target = 'AmazonSQS.CreateQueue'
    And request { QueueName: '#(name)', Attributes: { Policy: '#(policyText)', MessageRetentionPeriod: '3600' } }
    When method post
    Then status 200
    * def queueUrl = response.QueueUrl

    * configure headers = aws.signed('sns')
    Given url aws.url('sns')
    And form field Action = 'Subscribe'
    And form field Version = '2010-03-31'
    And form field TopicArn = topicArn
    And form field Protocol = 'sqs'
    And form field Endpoint = queueArn
    And form field ReturnSubscriptionArn = 'true'
    And form field Attributes.entry.1.key = 'RawMessageDelivery'
    And form field Attributes.entry.1.value = 'true'
    When method post
    Then status 200
    * def subscriptionArn = karate.xmlPath(response, '//SubscriptionArn')
