{{- define "mediagen.grpcurlLines" }}
  grpcurl {{ .flags }} localhost:50051 list
  grpcurl {{ .flags }} -d '{"spec": {"prompt": "a lighthouse in a storm"}, "validate_only": true}' localhost:50051 mediagen.v1.ImageService/GenerateImages
  grpcurl {{ .flags }} -d '{"spec": {"prompt": "waves at night"}}' localhost:50051 mediagen.v1.VideoService/GenerateVideo > video.json
{{- end }}
