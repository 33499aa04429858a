# It plans and applies as it stands, against a mock of the provider.

mock_provider "kubectl" {}

run "applies" {
  assert {
    condition     = output.url == "http://router.pilotlight.svc.cluster.local"
    error_message = output.url
  }
  assert {
    condition     = alltrue([for name in ["deployment/router", "service/embed-cpu", "stateful-set/result-cache"] : contains(keys(output.manifests.here), name)])
    error_message = join(", ", keys(output.manifests.here))
  }
}

run "plans_nothing_more" {
  command = plan

  assert {
    condition     = output.manifests == run.applies.manifests
    error_message = "What is rendered is the same each time."
  }
}
