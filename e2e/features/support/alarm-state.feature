@ignore
Feature: the state of an alarm

  Scenario:
    * configure headers = aws.signed('monitoring')
    Given url aws.url('monitoring')
    And form field Action = 'DescribeAlarms'
    And form field Version = '2010-08-01'
    And form field AlarmNames.member.1 = alarm
    When method post
    Then status 200
    * def state = karate.xmlPath(response, '//MetricAlarms/member/StateValue')
