@ignore
Feature: the sum of a metric of the pipeline, over all endpoints and the last hour

  Scenario:
    * configure headers = aws.signed('monitoring')
    Given url aws.url('monitoring')
    And form field Action = 'GetMetricStatistics'
    And form field Version = '2010-08-01'
    And form field Namespace = 'InferencePipeline'
    And form field MetricName = metric
    And form field StartTime = secondsFromNow(-3600)
    And form field EndTime = secondsFromNow(60)
    And form field Period = '60'
    And form field Statistics.member.1 = 'Sum'
    When method post
    Then status 200
    * def sum = Number(karate.xmlPath(response, 'sum(//Sum)'))
