# It plans and applies as it stands, against a mock of the provider.

mock_provider "kubectl" {
  alias = "edge"
}
mock_provider "kubectl" {
  alias = "datacenter"
}

run "applies" {
  assert {
    condition     = output.url == "https://pilotlight.example.com" && output.datacenter_url == "https://embed-datacenter-gpu.pilotlight.functions.example.com"
    error_message = "${output.url} ${output.datacenter_url}"
  }
  assert {
    condition     = contains(keys(output.manifests.edge), "service/embed-edge-cpu") && contains(keys(output.manifests.datacenter), "service/embed-datacenter-gpu")
    error_message = "Each pool is applied at its site."
  }
}
