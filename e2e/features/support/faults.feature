@ignore
Feature: what fails on purpose in the preview; an empty object switches everything off

  Scenario:
    * configure headers = { authorization: '#("Bearer " + controlToken)' }
    Given url statusUrl
    And path 'faults'
    And request faults
    When method put
    Then status 200
