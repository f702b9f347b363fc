@ignore
Feature: an alarm put into a state by hand

  Scenario:
    * configure headers = aws.signed('monitoring')
    Given url aws.url('monitoring')
    And form field Action = 'SetAlarmState'
    And form field Version = '2010-08-01'
    And form field AlarmName = alarm
    And form field StateValue = state
    And form field StateReason = 'end-to-end test'
    When method post
    Then status 200
