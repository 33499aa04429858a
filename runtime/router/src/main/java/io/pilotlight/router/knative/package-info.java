/**
 * How many pods of a Knative service are ready, as the Kubernetes API tells it to those who may ask. Nothing depends on it: where the API is
 * refused, absent or silent, pools infer what they would know from here.
 */
@NullMarked
package io.pilotlight.router.knative;

import org.jspecify.annotations.NullMarked;
