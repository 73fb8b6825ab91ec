/**
 * A check that needs nothing of ours: tar, sha256sum and openssl. It stands in every bundle, and who does not trust the
 * copy in it reads this page, or types the three commands.
 */
export const checkScript = (): string => `#!/bin/sh
# Checks a bundle with tar, sha256sum and openssl alone; nothing is unpacked.
#   tar -xOf plane.tar check > check
#   sh check plane.tar [public-key.pem ...]
# Each key must have signed. Volumes first: sha256sum -c plane.tar.sha256; cat plane.tar.??? > plane.tar
set -eu
bundle=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xOf "$bundle" SHA256SUMS > "$folder/sums"

# What is listed is there once, and nothing else is.
tar -tf "$bundle" | grep -v '^signatures/[0-9a-f]*\\.sig$' | sort > "$folder/found"
{ echo SHA256SUMS; sed 's/^[0-9a-f]*  //' "$folder/sums"; } | sort > "$folder/listed"
cmp -s "$folder/found" "$folder/listed" || { echo "FAILED: files and list differ:"; diff "$folder/found" "$folder/listed" || true; exit 1; }

# Every file has the content that the list gives.
while read -r sum name; do
  found=$(tar -xOf "$bundle" "$name" | sha256sum | cut -d ' ' -f 1)
  [ "$sum" = "$found" ] || { echo "FAILED: $name is $found instead of $sum"; exit 1; }
done < "$folder/sums"
echo "$(wc -l < "$folder/sums" | tr -d ' ') files are as listed"

# Every key has signed the list: ECDSA and RSA over its SHA-256, Ed25519 over the list itself.
for key in "$@"; do
  good=
  for name in $(tar -tf "$bundle" | grep '^signatures/' || true); do
    tar -xOf "$bundle" "$name" > "$folder/signature"
    if openssl dgst -sha256 -verify "$key" -signature "$folder/signature" "$folder/sums" > /dev/null 2>&1 ||
      openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$folder/sums" -sigfile "$folder/signature" > /dev/null 2>&1; then
      good=$name
    fi
  done
  [ -n "$good" ] || { echo "FAILED: not signed by the holder of $key"; exit 1; }
  echo "signed by the holder of $key ($good)"
done
[ $# -gt 0 ] || echo "no key was given: who made it was not checked"
`;
