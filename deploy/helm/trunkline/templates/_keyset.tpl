{{/*
A new Tink key set with one AES-256-GCM key, as `tinkey create-keyset --key-template AES256_GCM` makes it. The key is a
protocol buffer: the tag of its third field, its length (32, a blank), and 32 random bytes.
*/}}
{{- define "trunkline.keyset" -}}
{{- $id := regexReplaceAll "^0+" (randNumeric 9) "" | default "1" | int }}
{{- $key := printf "\x1a %s" (randBytes 32 | b64dec) | b64enc }}
{{- dict "primaryKeyId" $id "key" (list (dict
  "keyData" (dict "typeUrl" "type.googleapis.com/google.crypto.tink.AesGcmKey" "value" $key "keyMaterialType" "SYMMETRIC")
  "status" "ENABLED" "keyId" $id "outputPrefixType" "TINK")) | toJson }}
{{- end }}
