# What must be there first, and what must stay when the rest goes. The provider is a mock: there is no cluster.

mock_provider "kubectl" {}

variables {
  manifests = {
    "namespace/models"           = yamlencode({ apiVersion = "v1", kind = "Namespace", metadata = { name = "models" } })
    "config-map/config-features" = yamlencode({ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "config-features", namespace = "knative-serving" } })
    "config-map/catalog"         = yamlencode({ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "catalog", namespace = "models" } })
  }
}

run "namespaces_and_flags_come_first" {
  assert {
    condition     = keys(kubectl_manifest.first) == ["config-map/config-features", "namespace/models"] && keys(kubectl_manifest.object) == ["config-map/catalog"]
    error_message = jsonencode(keys(kubectl_manifest.first))
  }
  assert {
    condition     = kubectl_manifest.first["config-map/config-features"].apply_only && !kubectl_manifest.first["namespace/models"].apply_only
    error_message = "Flags stay: they may be others', too. The namespace goes."
  }
}
