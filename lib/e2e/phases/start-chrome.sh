# CodeBuild does not run a custom image's entry point, which is what starts Chrome there: start it, and wait until
# Chrome answers, at most CHROME_START_SECONDS. In a subshell, so that nothing of it reaches the commands after it.
(
  log=/tmp/inferwatch-chrome.log
  nohup "$CHROME_ENTRY_POINT" > "$log" 2>&1 &
  deadline=$((SECONDS + CHROME_START_SECONDS))
  until curl --fail --silent --max-time 2 --output /dev/null "$CHROME_URL/json/version"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "chrome did not answer at $CHROME_URL within $CHROME_START_SECONDS seconds; the end of its log:"
      tail -n 50 "$log"
      exit 1
    fi
    sleep 1
  done
)
