# Each proof both ways: what is contradictory is refused with its sentence, and beside it lies what is not.

variables {
  name     = "embed"
  image    = "dev.local/pilotlight/embed:1"
  manifest = "{\"name\":\"embed\",\"variants\":[{\"name\":\"edge-int8\",\"answerDigest\":\"sha256:00\"}]}"
  memory   = { model_mebibytes = 24 }
  sites = {
    here = {
      name                         = "here"
      namespace                    = "pilotlight"
      cluster_domain               = "cluster.local"
      public_domain                = null
      public_scheme                = "https"
      round_trip_milliseconds      = 0
      activator                    = "own"
      features                     = []
      runtime_classes              = []
      max_revision_timeout_seconds = 600
      deadlines                    = { realtime = 2000, interactive = 30000, batch = 600000 }
      environment                  = {}
      secret_environment           = {}
      secret_files                 = {}
      brokers                      = { servers = ["kafka:9092"], client_properties_secret = null, trigger_authentication = null }
    }
  }
  pools = {
    cpu = {
      site                = "here"
      variant             = "edge-int8"
      price_per_hour      = 0.04
      answers_per_second  = 340
      answer_milliseconds = 100
      hardware            = { description = "1 core", cpu_millicores = 1000, memory_mebibytes = 384 }
      scaling             = { max_replicas = 10 }
    }
  }
}

run "what_agrees_is_rendered" {
  command = plan

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_pool_at_no_site" {
  command = plan

  variables {
    pools         = { cpu = merge(var.pools.cpu, { site = "there" }) }
    latency_tiers = []
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: expected one of the sites [here], got \"there\"."
    error_message = join(" ", output.contradictions)
  }
}

run "a_variant_that_the_manifest_does_not_have" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { variant = "fp16" }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: expected one of the manifest's variants [edge-int8], got \"fp16\"."
    error_message = join(" ", output.contradictions)
  }
}

run "a_timeout_beyond_what_knative_allows" {
  command = plan

  variables {
    sites = { here = merge(var.sites.here, { max_revision_timeout_seconds = 300 }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: its timeout of 600 s is longer than the 300 s that Knative at here allows: shorten the deadlines of its latency tiers, or raise max-revision-timeout-seconds there."
    error_message = join(" ", output.contradictions)
  }
}

run "tiers_with_deadlines_that_knative_allows" {
  command = plan

  variables {
    sites         = { here = merge(var.sites.here, { max_revision_timeout_seconds = 300 }) }
    latency_tiers = ["realtime", "interactive"]
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_timeout_before_the_deadline" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { timeout_seconds = 60 }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: Knative ends a request after 60 s, before its deadline of 600 s: raise timeout_seconds, or shorten the deadline."
    error_message = join(" ", output.contradictions)
  }
}

run "a_timeout_after_the_deadline" {
  command = plan

  variables {
    pools         = { cpu = merge(var.pools.cpu, { timeout_seconds = 60 }) }
    latency_tiers = ["interactive"]
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_stop_shorter_than_what_is_held" {
  command = plan

  variables {
    latency_tiers = ["realtime"]
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: a replica is killed 2 s after it was told to stop, and may need drain_seconds = 30 for what it holds."
    error_message = join(" ", output.contradictions)
  }
}

run "a_stop_as_long_as_what_is_held" {
  command = plan

  variables {
    latency_tiers = ["realtime"]
    drain_seconds = 2
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_source_that_gives_up_before_the_answer" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, push = { pool = "cpu", delivery_timeout_seconds = 300, dead_letter_url = "http://dead-letters" } }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "queue: the KafkaSource gives up after 300 s and sends again what pool cpu may work on for 600 s: raise delivery_timeout_seconds to 600 at least."
    error_message = join(" ", output.contradictions)
  }
}

run "a_source_that_waits_for_the_answer" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, push = { pool = "cpu", delivery_timeout_seconds = 600, dead_letter_url = "http://dead-letters" } }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_source_to_no_pool" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, push = { pool = "gpu", delivery_timeout_seconds = 600, dead_letter_url = "http://dead-letters" } }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "queue: expected one of the pools [cpu], got \"gpu\"."
    error_message = join(" ", output.contradictions)
  }
}

run "more_consumers_than_partitions" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, push = { pool = "cpu", delivery_timeout_seconds = 600, dead_letter_url = "http://dead-letters", consumers = 9 } }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "queue: 9 consumers share 8 partitions, so 1 would get no record: lower consumers, or add partitions."
    error_message = join(" ", output.contradictions)
  }
}

run "more_replicas_than_partitions" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, pull = { max_replicas = 12, cpu_millicores = 2000, memory_mebibytes = 512 } }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "queue: 12 replicas share 8 partitions, so 4 would get no record: lower max_replicas, or add partitions."
    error_message = join(" ", output.contradictions)
  }
}

run "as_many_replicas_as_partitions" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, pull = { max_replicas = 8, cpu_millicores = 2000, memory_mebibytes = 512 } }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_queue_without_brokers" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, pull = { max_replicas = 8, cpu_millicores = 2000, memory_mebibytes = 512 } }
    sites = { here = merge(var.sites.here, { brokers = null }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "queue: there is no site \"here\" whose platform names brokers."
    error_message = join(" ", output.contradictions)
  }
}

run "readers_with_too_little_memory" {
  command = plan

  variables {
    queue = { site = "here", partitions = 8, pull = { max_replicas = 8, cpu_millicores = 2000, memory_mebibytes = 128 } }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "queue: memory_mebibytes = 128 is less than the 184 that a process needs: 1 × 24 for models, 160 for itself."
    error_message = join(" ", output.contradictions)
  }
}

run "a_gpu_without_the_flags" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { hardware = merge(var.pools.cpu.hardware, { description = "L4", cpu_millicores = 4000, memory_mebibytes = 4096, gpus = 1, runtime_class = "nvidia", node_selector = { gpu = "yes" }, tolerations = [{ key = "nvidia.com/gpu" }] }) }) }
    sites = { here = merge(var.sites.here, { features = ["kubernetes.podspec-nodeselector"], runtime_classes = ["nvidia"] }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: its placement needs flags of Knative that are off at here: kubernetes.podspec-runtimeclassname, kubernetes.podspec-tolerations. Add them to knative.features of its platform."
    error_message = join(" ", output.contradictions)
  }
}

run "a_gpu_with_the_flags" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { hardware = merge(var.pools.cpu.hardware, { description = "L4", cpu_millicores = 4000, memory_mebibytes = 4096, gpus = 1, runtime_class = "nvidia", node_selector = { gpu = "yes" }, tolerations = [{ key = "nvidia.com/gpu" }] }) }) }
    sites = { here = merge(var.sites.here, { features = ["kubernetes.podspec-nodeselector", "kubernetes.podspec-runtimeclassname", "kubernetes.podspec-tolerations"], runtime_classes = ["nvidia"] }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_gpu_without_its_runtime_class" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { hardware = merge(var.pools.cpu.hardware, { description = "L4", cpu_millicores = 4000, memory_mebibytes = 4096, gpus = 1, runtime_class = "nvidia", node_selector = { gpu = "yes" }, tolerations = [{ key = "nvidia.com/gpu" }] }) }) }
    sites = { here = merge(var.sites.here, { features = ["kubernetes.podspec-nodeselector", "kubernetes.podspec-runtimeclassname", "kubernetes.podspec-tolerations"], runtime_classes = ["kata"] }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: expected one of the runtime classes of here [kata], got \"nvidia\"."
    error_message = join(" ", output.contradictions)
  }
}

run "a_gpu_that_nothing_places" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { hardware = merge(var.pools.cpu.hardware, { description = "L4", cpu_millicores = 4000, memory_mebibytes = 4096, gpus = 1 }) }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: it asks for 1 GPU, and neither a runtime_class nor a node_selector says which nodes have one."
    error_message = join(" ", output.contradictions)
  }
}

run "replicas_spread_without_the_flag" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { hardware = merge(var.pools.cpu.hardware, { spread_over = "kubernetes.io/hostname" }) }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: its placement needs flags of Knative that are off at here: kubernetes.podspec-topologyspreadconstraints. Add them to knative.features of its platform."
    error_message = join(" ", output.contradictions)
  }
}

run "a_shared_activator_far_away" {
  command = plan

  variables {
    sites = { here = merge(var.sites.here, { round_trip_milliseconds = 66, activator = "shared" }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: the activator of here is shared and 66 ms away, and one jams from 66 ms on: give the cluster its own, or set target_burst_capacity = 0."
    error_message = join(" ", output.contradictions)
  }
}

run "a_shared_activator_near" {
  command = plan

  variables {
    sites = { here = merge(var.sites.here, { round_trip_milliseconds = 65, activator = "shared" }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_shared_activator_far_away_that_leaves_the_way" {
  command = plan

  variables {
    sites = { here = merge(var.sites.here, { round_trip_milliseconds = 66, activator = "shared" }) }
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { target_burst_capacity = 0 }) }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "an_activator_of_its_own_far_away" {
  command = plan

  variables {
    sites = { here = merge(var.sites.here, { round_trip_milliseconds = 200 }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_public_pool_without_a_domain" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { public = true }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: it is public, and the platform of site here names no network.public_domain."
    error_message = join(" ", output.contradictions)
  }
}

run "a_public_pool_with_a_domain" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { public = true }) }
    sites = { here = merge(var.sites.here, { public_domain = "example.com" }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "fewer_requests_than_a_batch" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { concurrency = 16 }) }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: a replica is given 16 requests at a time, so that its batches of 32 never fill: raise scaling.concurrency, or lower plan.max_batch_rows."
    error_message = join(" ", output.contradictions)
  }
}

run "as_many_requests_as_a_batch" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { concurrency = 16 }), plan = { max_batch_rows = 16 } }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "less_memory_than_the_models" {
  command = plan

  variables {
    memory = merge(var.memory, { model_mebibytes = 120, loaded_models = 2 })
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: memory_mebibytes = 384 is less than the 400 that a process needs: 2 × 120 for models, 160 for itself."
    error_message = join(" ", output.contradictions)
  }
}

run "as_much_memory_as_the_models" {
  command = plan

  variables {
    memory = merge(var.memory, { model_mebibytes = 112, loaded_models = 2 })
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "sleep_before_the_start_has_paid" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { window_seconds = 60, cold_start_milliseconds = 500, cold_start_price = 0.001 }) }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: it sleeps after 60 s without a request, and a cold start costs as much as 91 s awake: raise window_seconds or retention_seconds, or set min_replicas = 1."
    error_message = join(" ", output.contradictions)
  }
}

run "sleep_after_the_start_has_paid" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { window_seconds = 60, retention_seconds = 31, cold_start_milliseconds = 500, cold_start_price = 0.001 }) }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "no_sleep" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { min_replicas = 1, cold_start_price = 1 }) }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_tier_that_no_pool_can_meet" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { cold_start_milliseconds = 5000 }) }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "latency tier realtime: no pool can meet it: cpu may take 5100 ms of 2000. Keep a replica warm (min_replicas), or leave the tier out of latency_tiers."
    error_message = join(" ", output.contradictions)
  }
}

run "a_tier_that_a_warm_pool_meets" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { cold_start_milliseconds = 5000 }) }), warm = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { min_replicas = 1, cold_start_milliseconds = 5000 }) }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}

run "a_tier_that_is_too_far_away" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { scaling = merge(var.pools.cpu.scaling, { min_replicas = 1 }) }) }
    sites = { here = merge(var.sites.here, { round_trip_milliseconds = 1901 }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "latency tier realtime: no pool can meet it: cpu may take 2001 ms of 2000. Keep a replica warm (min_replicas), or leave the tier out of latency_tiers."
    error_message = join(" ", output.contradictions)
  }
}

run "an_annotation_that_knative_does_not_have" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { annotations = { "autoscaling.knative.dev/minScales" = "1" } }) }
  }

  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: Knative has no annotation \"autoscaling.knative.dev/minScales\" and would ignore it; it has [class, metric, target, target-utilization-percentage, min-scale, max-scale, initial-scale, activation-scale, scale-down-delay, window, scale-to-zero-pod-retention-period, target-burst-capacity, panic-window-percentage, panic-threshold-percentage, metric-aggregation-algorithm]."
    error_message = join(" ", output.contradictions)
  }
}

run "an_annotation_that_knative_has" {
  command = plan

  variables {
    pools = { cpu = merge(var.pools.cpu, { annotations = { "autoscaling.knative.dev/panic-window-percentage" = "10.0", "queue.sidecar.serving.knative.dev/cpu-resource-request" = "25m" } }) }
  }

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
}
