/**
 * What the Open Inference Protocol, version 2, tells of a server and its models without running any: health, metadata, configuration,
 * statistics and index, over HTTP and gRPC. Functions tell it of what they serve, the router of its catalog; what they know is asked of
 * {@link io.pilotlight.wire.openinference.DescribedModels}.
 */
@NullMarked
package io.pilotlight.wire.openinference;

import org.jspecify.annotations.NullMarked;
