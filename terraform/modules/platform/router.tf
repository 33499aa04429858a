# The router: an ordinary Deployment, since somebody has to be awake to wake the others.

locals {
  router_labels = merge(local.labels, { "app.kubernetes.io/name" = "router" })

  router_environment = [for router in local.router : concat(
    [for name, value in merge(local.environment, {
      PILOTLIGHT_ROUTER_CATALOG         = "/etc/pilotlight/catalog"
      PILOTLIGHT_SHUTDOWN_DRAIN_TIMEOUT = "${router.drain_seconds}s"
      PILOTLIGHT_ACCESS_OPEN            = tostring(router.open_to_everybody)
      PILOTLIGHT_ACCESS_KEYS            = router.keys_secret == null ? null : "/etc/pilotlight/access/keys.json"
      PILOTLIGHT_ACCESS_OIDC_ENABLED    = router.oidc == null ? null : "true"
      PILOTLIGHT_ACCESS_OIDC_ISSUER     = try(router.oidc.issuer, null)
      PILOTLIGHT_ACCESS_OIDC_AUDIENCE   = try(router.oidc.audience, null)
    }) : { name = name, value = value } if value != null],
    [for name, from in merge(
      try(local.secret_environment.credentials, {}),
      router.admin_token_secret == null ? {} : { PILOTLIGHT_CACHE_ADMIN_TOKEN = { secret = router.admin_token_secret, key = "token" } },
    ) : { name = name, valueFrom = { secretKeyRef = { name = from.secret, key = from.key } } }],
  )]

  router_files = [for router in local.router : merge(
    local.secret_files,
    router.keys_secret == null ? {} : { access = { secret = router.keys_secret, path = "/etc/pilotlight/access" } },
  )]

  router_objects = [for number, router in local.router : merge(
    {
      "service-account/router" = {
        apiVersion = "v1"
        kind       = "ServiceAccount"
        metadata   = { name = "router", namespace = var.namespace, labels = local.router_labels }
      }
      "deployment/router" = {
        apiVersion = "apps/v1"
        kind       = "Deployment"
        metadata   = { name = "router", namespace = var.namespace, labels = local.router_labels }
        spec = {
          replicas = router.replicas
          selector = { matchLabels = local.router_labels }
          strategy = { type = "RollingUpdate", rollingUpdate = { maxUnavailable = 0, maxSurge = 1 } }
          template = {
            metadata = { labels = merge(local.router_labels, { "pilotlight.io/part" = "router" }) }
            spec = {
              serviceAccountName = "router"
              # Kubernetes' variables for services would look like settings of ours, and unknown ones stop the start.
              enableServiceLinks            = false
              terminationGracePeriodSeconds = router.drain_seconds + 15
              securityContext               = local.pod_security
              topologySpreadConstraints = [{
                maxSkew           = 1
                topologyKey       = "kubernetes.io/hostname"
                whenUnsatisfiable = "ScheduleAnyway"
                labelSelector     = { matchLabels = local.router_labels }
              }]
              containers = [{
                name            = "router"
                image           = router.image
                ports           = [{ name = "http", containerPort = 8080 }]
                env             = local.router_environment[number]
                startupProbe    = { httpGet = { path = "/v2/health/live", port = "http" }, periodSeconds = 1, failureThreshold = 60 }
                readinessProbe  = { httpGet = { path = "/v2/health/ready", port = "http" }, periodSeconds = 2, timeoutSeconds = 2 }
                livenessProbe   = { httpGet = { path = "/v2/health/live", port = "http" }, periodSeconds = 10, timeoutSeconds = 5 }
                resources       = { for kind in ["requests", "limits"] : kind => { cpu = "${router.cpu_millicores}m", memory = "${router.memory_mebibytes}Mi" } }
                securityContext = local.container_security
                volumeMounts = concat(
                  [{ name = "tmp", mountPath = "/tmp" }, { name = "catalog", mountPath = "/etc/pilotlight/catalog", readOnly = true }],
                  [for name, file in local.router_files[number] : { name = name, mountPath = file.path, readOnly = true }],
                )
              }]
              volumes = concat(
                [{ name = "tmp", emptyDir = {} }, { name = "catalog", configMap = { name = "catalog" } }],
                [for name, file in local.router_files[number] : { name = name, secret = { secretName = file.secret } }],
              )
            }
          }
        }
      }
      "service/router" = {
        apiVersion = "v1"
        kind       = "Service"
        metadata   = { name = "router", namespace = var.namespace, labels = local.router_labels }
        spec       = { selector = local.router_labels, ports = [{ name = "http", port = 80, targetPort = "http" }] }
      }
      "pod-disruption-budget/router" = {
        apiVersion = "policy/v1"
        kind       = "PodDisruptionBudget"
        metadata   = { name = "router", namespace = var.namespace, labels = local.router_labels }
        spec       = { maxUnavailable = 1, selector = { matchLabels = local.router_labels } }
      }
      "config-map/catalog" = local.catalog
    },
    # What it may ask the Kubernetes API, and nothing more: how far the services that it routes to are scaled.
    merge([for namespace in local.watched_namespaces : {
      "role/${namespace}/router" = {
        apiVersion = "rbac.authorization.k8s.io/v1"
        kind       = "Role"
        metadata   = { name = "router", namespace = namespace, labels = local.router_labels }
        rules      = [{ apiGroups = ["serving.knative.dev"], resources = ["revisions"], verbs = ["get", "list", "watch"] }]
      }
      "role-binding/${namespace}/router" = {
        apiVersion = "rbac.authorization.k8s.io/v1"
        kind       = "RoleBinding"
        metadata   = { name = "router", namespace = namespace, labels = local.router_labels }
        roleRef    = { apiGroup = "rbac.authorization.k8s.io", kind = "Role", name = "router" }
        subjects   = [{ kind = "ServiceAccount", name = "router", namespace = var.namespace }]
      }
    }]...),
    router.ingress == null ? {} : {
      "ingress/router" = {
        apiVersion = "networking.k8s.io/v1"
        kind       = "Ingress"
        metadata   = { name = "router", namespace = var.namespace, labels = local.router_labels }
        spec = merge(
          {
            tls = [{ hosts = [router.ingress.host], secretName = router.ingress.tls_secret }]
            rules = [{ host = router.ingress.host, http = { paths = [{
              path     = "/"
              pathType = "Prefix"
              backend  = { service = { name = "router", port = { name = "http" } } }
            }] } }]
          },
          router.ingress.class_name == null ? {} : { ingressClassName = router.ingress.class_name },
        )
      }
    },
  )]
}
