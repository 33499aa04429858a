# The site's Infinispan cluster: what one replica has computed the others find, and the router knows. It is worth no disk: what is lost
# is computed again.

locals {
  cache_labels = merge(local.labels, { "app.kubernetes.io/name" = "result-cache" })

  cache_objects = [for cache in local.cache : {
    "config-map/result-cache" = {
      apiVersion = "v1"
      kind       = "ConfigMap"
      metadata   = { name = "result-cache", namespace = var.namespace, labels = local.cache_labels }
      data       = { "infinispan.xml" = file("${path.module}/../../../deploy/knative/components/result-cache/infinispan.xml") }
    }
    "service/result-cache" = {
      apiVersion = "v1"
      kind       = "Service"
      metadata   = { name = "result-cache", namespace = var.namespace, labels = local.cache_labels }
      spec       = { selector = local.cache_labels, ports = [{ name = "hotrod", port = 11222, targetPort = "hotrod" }] }
    }
    # By whose name nodes find each other, those too that are not ready yet.
    "service/result-cache-nodes" = {
      apiVersion = "v1"
      kind       = "Service"
      metadata   = { name = "result-cache-nodes", namespace = var.namespace, labels = local.cache_labels }
      spec = {
        clusterIP                = "None"
        publishNotReadyAddresses = true
        selector                 = local.cache_labels
        ports                    = [{ name = "jgroups", port = 7800, targetPort = "jgroups" }]
      }
    }
    "pod-disruption-budget/result-cache" = {
      apiVersion = "policy/v1"
      kind       = "PodDisruptionBudget"
      metadata   = { name = "result-cache", namespace = var.namespace, labels = local.cache_labels }
      spec       = { maxUnavailable = 1, selector = { matchLabels = local.cache_labels } }
    }
    "stateful-set/result-cache" = {
      apiVersion = "apps/v1"
      kind       = "StatefulSet"
      metadata   = { name = "result-cache", namespace = var.namespace, labels = local.cache_labels }
      spec = {
        replicas            = cache.replicas
        serviceName         = "result-cache-nodes"
        podManagementPolicy = "Parallel"
        selector            = { matchLabels = local.cache_labels }
        template = {
          metadata = { labels = merge(local.cache_labels, { "pilotlight.io/part" = "result-cache" }) }
          spec = {
            enableServiceLinks            = false
            automountServiceAccountToken  = false
            terminationGracePeriodSeconds = 60
            # As whom it runs is the image's affair, since its files are that user's.
            securityContext = { runAsNonRoot = true, seccompProfile = { type = "RuntimeDefault" } }
            topologySpreadConstraints = [{
              maxSkew           = 1
              topologyKey       = "kubernetes.io/hostname"
              whenUnsatisfiable = "ScheduleAnyway"
              labelSelector     = { matchLabels = local.cache_labels }
            }]
            containers = [{
              name  = "infinispan"
              image = cache.image
              # The server itself: the image's own start writes users into a folder that is read-only here.
              command = ["/opt/infinispan/bin/server.sh"]
              args = [
                "-c", "/etc/infinispan/infinispan.xml",
                "-Djgroups.dns.query=result-cache-nodes.${var.namespace}.svc.${var.network.cluster_domain}",
                "-Djgroups.bind.address=$(POD_IP)",
                "-Dpilotlight.max-size=${floor(cache.memory_mebibytes / 2)}MB",
              ]
              env = [
                { name = "POD_IP", valueFrom = { fieldRef = { fieldPath = "status.podIP" } } },
                { name = "JAVA_OPTS", value = "-Xmx${floor(cache.memory_mebibytes * 3 / 4)}m" },
              ]
              ports           = [{ name = "hotrod", containerPort = 11222 }, { name = "jgroups", containerPort = 7800 }]
              startupProbe    = { tcpSocket = { port = "hotrod" }, periodSeconds = 2, failureThreshold = 60 }
              readinessProbe  = { tcpSocket = { port = "hotrod" }, periodSeconds = 5 }
              livenessProbe   = { tcpSocket = { port = "hotrod" }, periodSeconds = 10, failureThreshold = 6 }
              resources       = { for kind in ["requests", "limits"] : kind => { cpu = "${cache.cpu_millicores}m", memory = "${cache.memory_mebibytes}Mi" } }
              securityContext = local.container_security
              volumeMounts = [
                { name = "tmp", mountPath = "/tmp" },
                { name = "data", mountPath = "/opt/infinispan/server/data" },
                { name = "log", mountPath = "/opt/infinispan/server/log" },
                { name = "configuration", mountPath = "/etc/infinispan", readOnly = true },
                { name = "secrets", mountPath = "/etc/infinispan-secrets", readOnly = true },
              ]
            }]
            volumes = [
              { name = "tmp", emptyDir = {} },
              { name = "data", emptyDir = {} },
              { name = "log", emptyDir = {} },
              { name = "configuration", configMap = { name = "result-cache" } },
              { name = "secrets", secret = { secretName = cache.server_secret } },
            ]
          }
        }
      }
    }
  }]
}
