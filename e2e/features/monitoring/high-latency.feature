Feature: a slow model rings High-Latency-Alarm, which says so and recovers by itself

  Background:
    * def alarm = aws.named('High-Latency-Alarm')
    * def setFaults = (faults) => karate.call('classpath:features/support/faults.feature', { faults: faults })
    * def infer = () => karate.call('classpath:features/support/infer.feature')
    * def state = () => karate.call('classpath:features/support/alarm-state.feature', { alarm: alarm }).state
    * def received = () => karate.call('classpath:features/support/receive-messages.feature', subscription).messages
    * def tells = (messages, newState) => messages.some((message) => message.AlarmName === alarm && message.NewStateValue === newState)
    * def subscribe = () => karate.call('classpath:features/support/subscribe-queue.feature', { topicArn: outputs.CriticalTopicArn })
    * def unsubscribe = () => karate.get('subscription') && karate.call('classpath:features/support/unsubscribe-queue.feature', karate.get('subscription'))

  @preview
  Scenario: the model becomes slow, then fast again
    * configure afterScenario = () => { setFaults({}); unsubscribe(); }
    * def subscription = subscribe()
    * eventually('the alarm is quiet before', state, (now) => now !== 'ALARM')

    # Real milliseconds; the alarm looks at minutes of the preview's own, faster time.
    * setFaults({ modelLatencyMs: 2500 })
    * eventually('the alarm rings', () => { infer(); return state(); }, (now) => now === 'ALARM')
    * eventually('the message arrives', received, (messages) => tells(messages, 'ALARM'))

    * setFaults({})
    * eventually('the alarm is OK again', () => { infer(); return state(); }, (now) => now === 'OK')
    * eventually('the good news arrives', received, (messages) => tells(messages, 'OK'))

  @aws
  Scenario: the alarm, rung by hand, tells its subscribers and returns to OK
    # It alerts everybody who is subscribed, so it must be asked for.
    * if (!ringAlarms) karate.abort()
    * configure afterScenario = unsubscribe
    * def subscription = subscribe()
    * def setState = (to) => karate.call('classpath:features/support/set-alarm-state.feature', { alarm: alarm, state: to })
    * setState('ALARM')
    * eventually('the message arrives', received, (messages) => tells(messages, 'ALARM'))
    # CloudWatch sets a state that was set by hand right again at its next evaluation.
    * infer()
    * eventually('the alarm is OK again', state, (now) => now === 'OK')
    * eventually('the good news arrives', received, (messages) => tells(messages, 'OK'))
