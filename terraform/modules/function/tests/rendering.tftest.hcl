# What is rendered says what was asked for: zero, the queue's topics, an accelerator, a model that is fetched.

variables {
  name   = "embed"
  image  = "dev.local/pilotlight/embed:1"
  memory = { model_mebibytes = 24 }
  sites = {
    here = {
      name                         = "here"
      namespace                    = "models"
      cluster_domain               = "cluster.local"
      public_domain                = "functions.example.com"
      public_scheme                = "https"
      round_trip_milliseconds      = 0
      activator                    = "own"
      features                     = ["kubernetes.podspec-runtimeclassname"]
      runtime_classes              = ["nvidia"]
      max_revision_timeout_seconds = 600
      deadlines                    = { realtime = 2000, interactive = 30000, batch = 600000 }
      environment                  = {}
      secret_environment           = {}
      secret_files                 = {}
      brokers                      = { servers = ["a:9092", "b:9092"], client_properties_secret = "brokers", trigger_authentication = "brokers" }
    }
  }
  pools = {
    gpu = {
      site                = "here"
      variant             = "fp16"
      public              = true
      price_per_hour      = 1.8
      answers_per_second  = 500
      answer_milliseconds = 20
      hardware            = { description = "1 GPU", cpu_millicores = 4000, memory_mebibytes = 4096, gpus = 1, runtime_class = "nvidia" }
      scaling             = { max_replicas = 4, concurrency = 64, window_seconds = 90, retention_seconds = 30 }
    }
  }
}

run "a_pool" {
  command = plan

  assert {
    condition     = yamldecode(output.manifests.here["service/embed-gpu"]).spec.template.metadata.annotations["autoscaling.knative.dev/min-scale"] == "0"
    error_message = "It sleeps unless it is said to stay awake."
  }
  assert {
    condition     = yamldecode(output.manifests.here["service/embed-gpu"]).spec.template.spec.containers[0].resources.limits["nvidia.com/gpu"] == "1"
    error_message = "A GPU is a limit."
  }
  assert {
    condition     = contains(yamldecode(output.manifests.here["service/embed-gpu"]).spec.template.spec.containers[0].env, { name = "PILOTLIGHT_PLAN_DEVICE", value = "CUDA" })
    error_message = "The process is told of its GPU."
  }
  assert {
    condition     = output.placement.pools.gpu.cost == 1 && output.placement.pools.gpu.concurrency == 256 && output.placement.pools.gpu.sleeps_after_seconds == 120
    error_message = "A million answers cost 1.8 / 3600 / 500 × 1,000,000 = 1; four replicas take 64 requests each; it sleeps after 90 and 30 s."
  }
  assert {
    condition     = output.urls.gpu == "https://embed-gpu.models.functions.example.com"
    error_message = output.urls.gpu
  }
}

run "a_queue_that_is_read" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, pull = { max_replicas = 8, cpu_millicores = 1000, memory_mebibytes = 512 } }
  }

  assert {
    condition = (yamldecode(output.manifests.here["scaled-object/embed-batch"]).spec.minReplicaCount == 0
    && yamldecode(output.manifests.here["scaled-object/embed-batch"]).spec.maxReplicaCount == 8)
    error_message = "It is scaled from none to as many as there are partitions."
  }
  assert {
    condition = [for trigger in yamldecode(output.manifests.here["scaled-object/embed-batch"]).spec.triggers :
    "${trigger.metadata.topic} ${trigger.metadata.consumerGroup} ${trigger.metadata.bootstrapServers}"] == ["embed.requests pilotlight-embed a:9092,b:9092", "embed.retries pilotlight-embed a:9092,b:9092"]
    error_message = "It is woken by requests and by what is tried again."
  }
  assert {
    condition     = !can(yamldecode(output.manifests.here["deployment/embed-batch"]).spec.replicas)
    error_message = "The number of replicas is KEDA's."
  }
  assert {
    condition = contains(yamldecode(output.manifests.here["deployment/embed-batch"]).spec.template.spec.containers[0].env,
    { name = "PILOTLIGHT_QUEUE_CLIENT_PROPERTIES", value = "/etc/pilotlight/brokers/client.properties" })
    error_message = "Credentials come from a secret."
  }
  assert {
    condition     = output.topics == tomap({ requests = "embed.requests", results = "embed.results", dead-letters = "embed.dead-letters", retries = "embed.retries" })
    error_message = jsonencode(output.topics)
  }
}

run "a_queue_that_is_sent" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, push = { pool = "gpu", delivery_timeout_seconds = 600, dead_letter_url = "http://letters" } }
  }

  assert {
    condition = yamldecode(output.manifests.here["kafka-source/embed"]).spec.delivery == {
      timeout        = "PT600S"
      retry          = 5
      backoffPolicy  = "exponential"
      backoffDelay   = "PT1S"
      deadLetterSink = { uri = "http://letters" }
    }
    error_message = "Delivery is stated, never left to defaults."
  }
}

run "a_model_that_is_fetched" {
  command = plan

  variables {
    model = { location = "https://models.example.com/intents.onnx", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition = contains(yamldecode(output.manifests.here["service/embed-gpu"]).spec.template.spec.containers[0].env,
    { name = "PILOTLIGHT_REPOSITORY_LOCATION", value = "https://models.example.com/intents.onnx" })
    error_message = "The process is told where its model lies."
  }
}
