# The flags of Knative Serving that functions' placement needs: they are off unless somebody turns them on. modules/apply leaves them
# on when all else is destroyed, since others may rely on them and Knative cannot turn them off safely.

locals {
  features = { for name in ["config-features"] : name => {
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = name, namespace = "knative-serving" }
    data       = { for feature in var.knative.features : feature => "enabled" }
  } if var.knative.manage_features && length(var.knative.features) > 0 }
}
