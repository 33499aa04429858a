package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.server.InfinispanProcess;

import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.commons.marshall.IdentityMarshaller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The limit of an answer from Infinispan: as many bytes, looked up one after the other by the server's own client, and nothing else. */
final class BareLookUps {
    private static final String CACHE = "pilotlight";
    private static final int KEY_BYTES = 33;

    /** An embedding of 384 numbers, and what is kept with it. */
    private static final int VALUE_BYTES = 1_650;

    private BareLookUps() {}

    /** The milliseconds that each took, after as long without measuring. */
    static Distribution measure(InfinispanProcess infinispan, Duration duration) {
        ConfigurationBuilder client = new ConfigurationBuilder();
        client.addServers(infinispan.address()).marshaller(IdentityMarshaller.INSTANCE);
        try (RemoteCacheManager manager = new RemoteCacheManager(client.build())) {
            RemoteCache<byte[], byte[]> cache = manager.getCache(CACHE);
            byte[] key = new byte[KEY_BYTES];
            cache.put(key, new byte[VALUE_BYTES]);
            lookUp(cache, key, duration);
            return Distribution.of(lookUp(cache, key, duration));
        }
    }

    private static List<Double> lookUp(RemoteCache<byte[], byte[]> cache, byte[] key, Duration duration) {
        List<Double> millis = new ArrayList<>();
        long begun = System.nanoTime();
        for (long asked = begun; asked - begun < duration.toNanos(); asked = System.nanoTime()) {
            cache.get(key);
            millis.add((System.nanoTime() - asked) / 1e6);
        }
        return millis;
    }
}
