/**
 * What the router says of the platform and wakes nobody for: models, health, an OpenAPI document. All of it comes from the catalog, but
 * for the statistics of models: those are the router's own, since it started. There a request is one inference, however many items it
 * has, for the router reads none; it took as long as its caller waited for the answer to begin, of that {@code queue} until an endpoint
 * had it (a cold start included) and {@code compute_infer} at the endpoint. Kept responses are counted, and took neither.
 */
@NullMarked
package io.pilotlight.router.describe;

import org.jspecify.annotations.NullMarked;
