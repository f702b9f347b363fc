# Uploads the report, whether the tests passed or not, and says by e-mail that they failed. Fails itself only when one of
# these two could not be done.
(
  cd "$CODEBUILD_SRC_DIR" || exit 1
  reports=e2e/target/karate-reports
  history="s3://$REPORT_BUCKET/karate/$CODEBUILD_BUILD_NUMBER/"
  undone=0
  where="aws s3 sync $history report/   (then open report/karate-summary.html)"

  if [ -d "$reports" ]; then
    aws s3 sync "$reports" "$history" --only-show-errors || { undone=1; where='it could not be uploaded'; }
    aws s3 sync "$reports" "s3://$REPORT_BUCKET/karate/latest/" --delete --only-show-errors || undone=1
  else
    where='none was written'
  fi
  echo "report: $where"
  if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]; then exit "$undone"; fi

  # JUnit's files, cut at each "<": a record is one tag with the text behind it. Text in CDATA is no tag.
  message=$(mktemp)
  counts=$(
    find "$reports" -name '*.xml' -print0 2> /dev/null | LC_ALL=C sort --zero-terminated |
      xargs --null --no-run-if-empty awk -v message="$message" '
        function attribute(name,  text) {
          if (!match($0, "[ \t\r\n]" name "=\"[^\"]*\"")) return ""
          text = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
          gsub(/(&#[0-9a-fA-Fx]+;|[ \t\r\n])+/, " ", text)
          gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
          gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&amp;/, "\\&", text)
          return substr(text, 1, 500)
        }
        BEGIN { RS = "<" }
        /^!\[CDATA\[/ { inside = 1 }
        inside { if (index($0, "]]>")) inside = 0; next }
        /^testcase[ \t\r\n]/ { total++; counted = 0; feature = attribute("classname"); scenario = attribute("name") }
        /^skipped[ \t\r\n\/>]/ { skipped++ }
        /^(failure|error)[ \t\r\n\/>]/ && !counted {
          counted = 1
          if (++failed == 1) first = feature ": " scenario "\n  " attribute("message")
        }
        END {
          print "Passed: " total - failed - skipped "\nFailed: " failed + 0 > message
          if (skipped) print "Skipped: " skipped > message
          if (failed) print "\nFirst failing scenario:\n" first > message
          print failed + 0 " of " total + 0
        }
      '
  )
  subject="Inferwatch end-to-end tests failed: $counts scenarios"
  if [ -z "$counts" ]; then
    subject='Inferwatch end-to-end tests failed: no scenario ran'
    echo 'The build failed before a scenario ran.' > "$message"
  fi
  printf '\nBuild %s: %s\nReport: %s\n' "$CODEBUILD_BUILD_NUMBER" "$CODEBUILD_BUILD_URL" "$where" >> "$message"
  aws sns publish --topic-arn "$TOPIC_ARN" --subject "$subject" --message "file://$message" || undone=1
  exit "$undone"
)
