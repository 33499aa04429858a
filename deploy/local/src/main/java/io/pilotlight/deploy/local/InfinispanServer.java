package io.pilotlight.deploy.local;

import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.parsing.ConfigurationBuilderHolder;
import org.infinispan.configuration.parsing.ParserRegistry;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.server.hotrod.HotRodServer;
import org.infinispan.server.hotrod.configuration.HotRodServerConfigurationBuilder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * An Infinispan server that answers on this machine only, with the cache that {@code infinispan.xml} defines, or another file.
 * Nothing is written to disk: what it knows ends with it.
 */
public final class InfinispanServer {

    private static final String HOST = "127.0.0.1";

    private InfinispanServer() {}

    /**
     * Runs until the process is told to end.
     *
     * @param arguments the port; and a file with another definition, which makes it a node of a cluster if it has a transport
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException(
                    "expected the port, and a definition or none, got " + arguments.length + " arguments");
        }
        int port = Integer.parseInt(arguments[0]);
        DefaultCacheManager manager = new DefaultCacheManager(definition(arguments), true);
        HotRodServer server = new HotRodServer();
        server.start(
                new HotRodServerConfigurationBuilder().host(HOST).port(port).build(), manager);
        server.postStart();
        System.out.println("Infinispan answers at " + HOST + ":" + port);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
        ended.await();
        server.stop();
        manager.stop();
    }

    private static ConfigurationBuilderHolder definition(String[] arguments) throws IOException {
        try (InputStream xml = arguments.length == 1
                ? InfinispanServer.class.getResourceAsStream("/infinispan.xml")
                : Files.newInputStream(Path.of(arguments[1]))) {
            ConfigurationBuilderHolder holder = new ParserRegistry().parse(xml, null);
            GlobalConfigurationBuilder global = holder.getGlobalConfigurationBuilder();
            global.jmx().disable();
            return holder;
        }
    }
}
