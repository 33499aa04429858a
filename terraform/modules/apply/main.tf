# Applies to one cluster what the other modules have rendered. It knows nothing of what that is, but what must be there first, and
# what must not go when the rest does.

locals {
  kinds = { for name, manifest in var.manifests : name => yamldecode(manifest).kind }
  # Knative's own objects: flags in them are set, and stay.
  foreign = [for name, manifest in var.manifests : name if try(yamldecode(manifest).metadata.namespace, "") == "knative-serving"]
}

resource "kubectl_manifest" "first" {
  for_each = { for name, manifest in var.manifests : name => manifest if local.kinds[name] == "Namespace" || contains(local.foreign, name) }

  yaml_body         = each.value
  server_side_apply = true
  apply_only        = contains(local.foreign, each.key)
  wait              = true
}

resource "kubectl_manifest" "object" {
  for_each   = { for name, manifest in var.manifests : name => manifest if local.kinds[name] != "Namespace" && !contains(local.foreign, name) }
  depends_on = [kubectl_manifest.first]

  yaml_body         = each.value
  server_side_apply = true
  wait              = true
  # Router and functions are ready when secrets and images are there, which may come later.
  wait_for_rollout = false
}
