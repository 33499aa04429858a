package io.pilotlight.cache;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.TransportFactory;
import org.infinispan.client.hotrod.configuration.ClientIntelligence;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.commons.marshall.IdentityMarshaller;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Infinispan's client on the event loops of its process, where requests ask it, and with other threads that are ours, so that they end
 * with it: left to itself it leaves some behind when it cannot connect.
 */
final class StoreClient implements AutoCloseable {

    /** What an operation may take. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int CONNECT_MILLIS = 2_000;

    /** What connecting may take, all servers that are gone included. The client would wait for minutes for one that hangs up. */
    private static final Duration OPENING = Duration.ofSeconds(6);

    private final String name;
    private final ExecutorService threads;
    private final RemoteCacheManager manager;

    /**
     * Connects to nothing yet.
     *
     * @param eventLoops that its connections shall be on; they stay when it is closed
     * @throws IllegalArgumentException if the settings cannot be used
     */
    StoreClient(StoreSettings settings, EventLoopGroup eventLoops) {
        ConfigurationBuilder configuration = configuration(settings);
        name = settings.cache();
        threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("shared-cache-", 0).factory());
        configuration.asyncExecutorFactory().factory(_ -> threads);
        configuration.transportFactory(new PlainSockets(eventLoops));
        manager = new RemoteCacheManager(configuration.build(), false);
    }

    /**
     * Connects to the first server that answers, and finds the cache there.
     *
     * @throws ExecutionException if there is none, no server answers, or it does not accept who we are
     */
    RemoteCache<byte[], byte[]> connect() throws InterruptedException, ExecutionException, TimeoutException {
        return threads.submit(this::find).get(OPENING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private RemoteCache<byte[], byte[]> find() {
        manager.start();
        RemoteCache<byte[], byte[]> found = manager.getCache(name);
        if (found == null) {
            throw new IllegalStateException("there is no cache named \"" + name + "\"");
        }
        return found;
    }

    private static ConfigurationBuilder configuration(StoreSettings settings) {
        ConfigurationBuilder builder = new ConfigurationBuilder();
        builder.addServers(settings.servers().replace(',', ';')) // its own separator
                .marshaller(IdentityMarshaller.INSTANCE)
                .clientIntelligence(ClientIntelligence.HASH_DISTRIBUTION_AWARE)
                .connectionTimeout(CONNECT_MILLIS)
                .socketTimeout((int) PATIENCE.toMillis())
                .maxRetries(0)
                .tcpNoDelay(true)
                .tcpKeepAlive(true)
                .statistics()
                .disable();
        settings.credentials().ifPresent(credentials -> builder.security()
                .authentication()
                .enable()
                .saslMechanism("SCRAM-SHA-256")
                .username(credentials.username())
                .password(credentials.password()));
        if (settings.tls()) {
            builder.security()
                    .ssl()
                    .enable()
                    .sslContext(TrustStore.context(settings.trustStore()))
                    .sniHostName(settings.serverName())
                    .hostnameValidation(true);
        }
        return builder;
    }

    /** Ends its threads, too. */
    @Override
    public void close() {
        manager.close();
        threads.shutdownNow();
    }

    /** Java's own sockets: the same on every system, and nothing to load. */
    private record PlainSockets(EventLoopGroup eventLoops) implements TransportFactory {

        @Override
        public Class<? extends SocketChannel> socketChannelClass() {
            return NioSocketChannel.class;
        }

        @Override
        public Class<? extends DatagramChannel> datagramChannelClass() {
            return NioDatagramChannel.class;
        }

        @Override
        public EventLoopGroup createEventLoopGroup(int maxExecutors, ExecutorService executor) {
            return eventLoops;
        }
    }
}
