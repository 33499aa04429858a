# Each proof both ways, and what the router is told.

variables {
  site = "edge"
  functions = [{
    name     = "embed"
    manifest = "{\"name\":\"embed\"}"
    pools = {
      cpu = {
        site      = "edge", cost = 1, hardware = "1 core", variant = "int8", concurrency = 320, service = "embed-cpu", namespace = "pilotlight"
        local_url = "http://embed-cpu.pilotlight.svc.cluster.local", public_url = null, sleeps_after_seconds = 60
      }
      gpu = {
        site      = "datacenter", cost = 3, hardware = "1 GPU", variant = "fp16", concurrency = 64, service = "embed-gpu", namespace = "models"
        local_url = "http://embed-gpu.models.svc.cluster.local", public_url = "https://embed-gpu.models.example.com", sleeps_after_seconds = null
      }
    }
  }]
  router = { image = "dev.local/pilotlight/router:1", keys_secret = "router-access" }
}

run "what_agrees_is_rendered" {
  command = plan

  assert {
    condition     = length(output.contradictions) == 0
    error_message = join(" ", output.contradictions)
  }
  assert {
    condition = jsondecode(yamldecode(output.manifests["config-map/catalog"]).data["cpu.pool.json"]) == {
      name = "cpu", cost = 1, hardware = "1 core", functions = { embed = {
        variant = "int8", concurrency = 320, url = "http://embed-cpu.pilotlight.svc.cluster.local", sleepsAfter = "60s"
        knative = { namespace = "pilotlight", service = "embed-cpu" }
      } }
    }
    error_message = "A pool of this site is watched."
  }
  assert {
    condition = jsondecode(yamldecode(output.manifests["config-map/catalog"]).data["gpu.pool.json"]).functions.embed == {
      variant = "fp16", concurrency = 64, url = "https://embed-gpu.models.example.com", sleepsAfter = "8760h"
    }
    error_message = "A pool elsewhere is called by its public address, and one that is always awake never taken for asleep."
  }
  assert {
    condition     = yamldecode(output.manifests["role/pilotlight/router"]).rules == [{ apiGroups = ["serving.knative.dev"], resources = ["revisions"], verbs = ["get", "list", "watch"] }]
    error_message = "The router may watch revisions and nothing more."
  }
  assert {
    condition     = !can(output.manifests["role/models/router"])
    error_message = "It has no role in another site's namespace."
  }
  assert {
    condition     = output.url == "http://router.pilotlight.svc.cluster.local"
    error_message = output.url
  }
}

run "flags_are_turned_on" {
  command = plan
  variables { knative = { features = ["kubernetes.podspec-nodeselector"] } }

  assert {
    condition     = yamldecode(output.manifests["config-map/config-features"]).data == { "kubernetes.podspec-nodeselector" = "enabled" }
    error_message = "Flags that placement needs are set."
  }
}

run "flags_that_others_manage_are_left_alone" {
  command = plan
  variables { knative = { features = ["kubernetes.podspec-nodeselector"], manage_features = false } }

  assert {
    condition     = !can(output.manifests["config-map/config-features"])
    error_message = "Whoever manages them has set them."
  }
}

run "a_site_without_a_router" {
  command = plan
  variables { router = null }

  assert {
    condition     = output.url == null && !can(output.manifests["deployment/router"])
    error_message = "A site may be called by a router elsewhere."
  }
}

run "a_router_that_nobody_may_call" {
  command = plan
  variables { router = { image = "dev.local/pilotlight/router:1" } }
  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "router: nobody may call it: say keys_secret, oidc, or open_to_everybody = true."
    error_message = join(" ", output.contradictions)
  }
}

run "a_router_that_knows_nothing" {
  command = plan
  variables { functions = [] }
  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "router: it knows no function: give the output `placement` of one at least to `functions`."
    error_message = join(" ", output.contradictions)
  }
}

run "a_cache_without_a_majority" {
  command = plan
  variables { result_cache = { replicas = 2 } }
  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "result_cache: expected 3 replicas or more, got 2: with fewer, what is left when one goes is no majority and answers nothing."
    error_message = join(" ", output.contradictions)
  }
}

run "a_pool_that_the_router_cannot_reach" {
  command = plan
  variables {
    functions = [{
      name     = "embed"
      manifest = "{\"name\":\"embed\"}"
      pools = { gpu = {
        site      = "datacenter", cost = 3, hardware = "1 GPU", variant = "fp16", concurrency = 64, service = "embed-gpu", namespace = "models"
        local_url = "http://embed-gpu.models.svc.cluster.local", public_url = null, sleeps_after_seconds = 60
      } }
    }]
  }
  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool gpu of function embed: it is at datacenter and the router at edge, which cannot call it there: set public = true, and network.public_domain of datacenter."
    error_message = join(" ", output.contradictions)
  }
}

run "one_pool_of_two_kinds_of_hardware" {
  command = plan
  variables {
    functions = [for name in ["embed", "intents"] : {
      name     = name
      manifest = "{\"name\":\"${name}\"}"
      pools = { cpu = {
        site      = "edge", cost = 1, hardware = "for ${name}", variant = "int8", concurrency = 32, service = "${name}-cpu", namespace = "pilotlight"
        local_url = "http://${name}-cpu.pilotlight.svc.cluster.local", public_url = null, sleeps_after_seconds = 60
      } }
    }]
  }
  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "pool cpu: functions say different hardware of it: \"for embed\", \"for intents\". Call pools that differ by different names."
    error_message = join(" ", output.contradictions)
  }
}

run "a_function_without_a_manifest" {
  command = plan
  variables { functions = [{ name = "embed", manifest = null, pools = {} }] }
  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "function embed: a router knows functions by their manifests, and this one has none: leave it out of `functions`."
    error_message = join(" ", output.contradictions)
  }
}

run "another_functions_manifest" {
  command = plan
  variables { functions = [{ name = "embed", manifest = "{\"name\":\"intents\"}", pools = {} }] }
  expect_failures = [output.manifests]

  assert {
    condition     = join(" ", output.contradictions) == "function embed: its manifest is of \"intents\"."
    error_message = join(" ", output.contradictions)
  }
}

run "deadlines_in_the_wrong_order" {
  command = plan
  variables { deadlines = { realtime_milliseconds = 60000 } }
  expect_failures = [var.deadlines]
}

run "a_flag_that_is_none" {
  command = plan
  variables { knative = { features = ["nodeselector"] } }
  expect_failures = [var.knative]
}

run "brokers_without_a_port" {
  command = plan
  variables { brokers = { servers = ["kafka"] } }
  expect_failures = [var.brokers]
}

run "an_activator_of_no_kind" {
  command = plan
  variables { network = { activator = "none" } }
  expect_failures = [var.network]
}
