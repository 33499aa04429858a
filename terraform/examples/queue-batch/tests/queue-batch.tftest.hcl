# It plans and applies as it stands, against a mock of the provider.

mock_provider "kubectl" {}

run "applies" {
  assert {
    condition     = output.topics.requests == "embed.requests"
    error_message = jsonencode(output.topics)
  }
  assert {
    condition     = contains(keys(output.manifests.here), "scaled-object/embed-batch")
    error_message = join(", ", keys(output.manifests.here))
  }
}
