# Starts the re-encryption of all secrets at each service, with a token of the client whose id and secret are files in
# $CLIENT. Neither they nor the token are on a command line, where others could read them.
curl --fail --silent --show-error --max-time 30 "$TOKEN_URL" \
  --data grant_type=client_credentials \
  --data-urlencode "client_id@$CLIENT/client-id" \
  --data-urlencode "client_secret@$CLIENT/client-secret" |
  sed -n 's/.*"access_token" *: *"\([^"]*\)".*/Authorization: Bearer \1/p' >"${TMPDIR:-/tmp}/authorization"
[ -s "${TMPDIR:-/tmp}/authorization" ] || { echo "the provider gave no token" >&2; exit 1; }

for rotation in $ROTATIONS; do
  echo "$rotation"
  curl --fail-with-body --silent --show-error --max-time 30 --request POST --header "@${TMPDIR:-/tmp}/authorization" "$rotation"
  echo
done
