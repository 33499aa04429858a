# The queue's side: replicas that read the topic themselves, scaled by KEDA on how much waits; or Knative's source, which sends records.

locals {
  brokers           = try(var.sites[var.queue.site].brokers, null)
  broker_servers    = try(local.brokers.servers, [])
  broker_properties = try(local.brokers.client_properties_secret, null) # Kafka's own client properties: TLS, credentials

  topics = { for topic in ["requests", "results", "dead-letters", "retries"] : topic => "${var.name}.${topic}" }
  group  = "pilotlight-${var.name}"

  consumer        = "${var.name}-batch"
  consumer_labels = merge(local.labels, { "pilotlight.io/pool" = "batch" })

  consumers = { for pull in local.pull : var.queue.site => {
    apiVersion = "apps/v1"
    kind       = "Deployment"
    metadata   = { name = local.consumer, namespace = var.sites[var.queue.site].namespace, labels = local.consumer_labels }
    spec = { # no replicas: their number is KEDA's
      selector = { matchLabels = local.consumer_labels }
      template = {
        metadata = { labels = merge(local.consumer_labels, { "pilotlight.io/part" = "function" }) }
        spec = {
          enableServiceLinks            = false
          automountServiceAccountToken  = false
          terminationGracePeriodSeconds = var.drain_seconds + 15
          topologySpreadConstraints = [{
            maxSkew           = 1
            topologyKey       = "kubernetes.io/hostname"
            whenUnsatisfiable = "ScheduleAnyway"
            labelSelector     = { matchLabels = local.consumer_labels }
          }]
          containers = [{
            name  = "function"
            image = coalesce(pull.image, var.image)
            ports = [{ name = "http", containerPort = 8080 }]
            env = concat(local.site_environments[var.queue.site], [
              { name = "PILOTLIGHT_PLAN_MAX_BATCH_ROWS", value = tostring(pull.max_batch_rows) },
              { name = "PILOTLIGHT_PLAN_MEASURE", value = "false" },
              { name = "PILOTLIGHT_QUEUE_SERVERS", value = join(",", local.broker_servers) },
              ], local.broker_properties == null ? [] : [
              { name = "PILOTLIGHT_QUEUE_CLIENT_PROPERTIES", value = "/etc/pilotlight/brokers/client.properties" },
            ])
            startupProbe    = { httpGet = { path = "/v2/health/live", port = "http" }, periodSeconds = 1, failureThreshold = 120 }
            readinessProbe  = { httpGet = { path = "/v2/health/ready", port = "http" }, periodSeconds = 5, timeoutSeconds = 5 }
            livenessProbe   = { httpGet = { path = "/v2/health/live", port = "http" }, periodSeconds = 10, timeoutSeconds = 5 }
            resources       = { for kind in ["requests", "limits"] : kind => { cpu = "${pull.cpu_millicores}m", memory = "${pull.memory_mebibytes}Mi" } }
            securityContext = local.security_context
            volumeMounts = concat(local.site_mounts[var.queue.site], local.broker_properties == null ? [] : [
              { name = "brokers", mountPath = "/etc/pilotlight/brokers", readOnly = true },
            ])
          }]
          volumes = concat(local.site_volumes[var.queue.site], local.broker_properties == null ? [] : [
            { name = "brokers", secret = { secretName = local.broker_properties } },
          ])
        }
      }
    }
  } }

  consumer_scalers = { for pull in local.pull : var.queue.site => {
    apiVersion = "keda.sh/v1alpha1"
    kind       = "ScaledObject"
    metadata   = { name = local.consumer, namespace = var.sites[var.queue.site].namespace, labels = local.consumer_labels }
    spec = {
      scaleTargetRef  = { name = local.consumer }
      minReplicaCount = 0
      maxReplicaCount = pull.max_replicas
      pollingInterval = pull.polling_seconds
      cooldownPeriod  = pull.cooldown_seconds
      # Records that wait for another attempt need a replica, too.
      triggers = [for topic in [local.topics.requests, local.topics.retries] : merge(
        {
          type = "kafka"
          metadata = {
            bootstrapServers   = join(",", local.broker_servers)
            consumerGroup      = local.group
            topic              = topic
            lagThreshold       = tostring(pull.lag_per_replica)
            offsetResetPolicy  = "earliest" # as the function reads a topic that its group has not read yet
            allowIdleConsumers = "false"
          }
        },
        try(local.brokers.trigger_authentication, null) == null ? {} : {
          authenticationRef = { name = local.brokers.trigger_authentication }
        },
      )]
    }
  } }

  consumer_disruption_budgets = { for pull in local.pull : var.queue.site => {
    apiVersion = "policy/v1"
    kind       = "PodDisruptionBudget"
    metadata   = { name = local.consumer, namespace = var.sites[var.queue.site].namespace, labels = local.consumer_labels }
    spec       = { maxUnavailable = 1, selector = { matchLabels = local.consumer_labels } }
  } }

  sources = { for push in local.push : var.queue.site => {
    apiVersion = "sources.knative.dev/v1beta1"
    kind       = "KafkaSource"
    metadata   = { name = var.name, namespace = var.sites[var.queue.site].namespace, labels = local.labels }
    spec = {
      bootstrapServers = local.broker_servers
      topics           = [local.topics.requests]
      consumerGroup    = local.group
      consumers        = push.consumers
      initialOffset    = "earliest"
      ordering         = "unordered"
      # Stated, since without it a record is tried 10 times for 600 s each and then lost.
      delivery = {
        timeout        = "PT${push.delivery_timeout_seconds}S"
        retry          = push.retries
        backoffPolicy  = "exponential"
        backoffDelay   = "PT${push.backoff_seconds}S"
        deadLetterSink = { uri = push.dead_letter_url }
      }
      sink = { ref = { apiVersion = "serving.knative.dev/v1", kind = "Service", name = local.placed[push.pool].service } }
    }
  } }
}
