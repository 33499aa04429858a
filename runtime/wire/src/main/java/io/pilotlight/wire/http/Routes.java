package io.pilotlight.wire.http;

/** One protocol's paths. Every bean of this type is asked once, at start. */
public interface Routes {

    /** Adds the paths. */
    void addTo(RouteTable table);
}
