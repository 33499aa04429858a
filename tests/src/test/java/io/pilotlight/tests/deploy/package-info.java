/**
 * What is deployed, without a cluster: Terraform's modules prove what they should, its examples render what Kustomize's environments
 * do, all of it is valid by the schemas of Kubernetes, Knative and KEDA, and the processes understand the settings that they are given there.
 * Schemas and tools of others come from Go's module cache.
 */
@NullMarked
package io.pilotlight.tests.deploy;

import org.jspecify.annotations.NullMarked;
