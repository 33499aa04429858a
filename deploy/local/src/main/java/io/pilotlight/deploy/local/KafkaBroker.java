package io.pilotlight.deploy.local;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.utils.Time;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * A Kafka broker that answers on this machine only: its own controller (KRaft), one copy of everything, in a folder that the next one
 * goes on with. It makes topics when they are first used.
 */
public final class KafkaBroker {

    private static final String HOST = "127.0.0.1";
    private static final String NOBODY = "nobody";

    private KafkaBroker() {}

    /**
     * Runs until the process is told to end.
     *
     * @param arguments the port, the folder of its data, and settings of Kafka's as {@code name=value}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException(
                    "expected the port and the folder of the data, got " + arguments.length + " arguments");
        }
        int port = Integer.parseInt(arguments[0]);
        Path data = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        Properties settings = settings(port, freePort(), data.resolve("log"));
        for (int i = 2; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            if (setting.length != 2) {
                throw new IllegalArgumentException("setting: expected name=value, got \"" + arguments[i] + "\"");
            }
            settings.setProperty(setting[0], setting[1]);
        }
        format(settings, data);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        server.startup();
        System.out.println("Kafka answers at " + HOST + ":" + port);
        makeCoordinators(HOST + ":" + port);
        server.awaitShutdown();
    }

    /**
     * Asks for a group and for a transaction that nobody has begun, so that the topics in which these are kept are made now: else the
     * first who needs them waits for that, for one after the other.
     */
    private static void makeCoordinators(String address) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address))) {
            List<KafkaFuture<?>> asked = List.of(
                    admin.listConsumerGroupOffsets(NOBODY).partitionsToOffsetAndMetadata(),
                    admin.describeTransactions(Set.of(NOBODY)).all());
            for (KafkaFuture<?> answer : asked) {
                awaitAny(answer);
            }
        }
    }

    private static void awaitAny(KafkaFuture<?> answer) throws InterruptedException {
        try {
            answer.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                System.out.println("Kafka is not ready for groups or transactions yet: " + e.getCause());
            }
        }
    }

    private static Properties settings(int port, int controllerPort, Path log) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty(
                "listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        settings.setProperty("log.dirs", log.toString());

        settings.setProperty("num.partitions", "4");
        settings.setProperty("auto.create.topics.enable", "true");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty(
                "offsets.retention.minutes", "525600"); // a year: how far a group has come must outlive its records
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");

        // Nobody else joins a group on one machine, and what a killed process has left open is closed soon.
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("group.min.session.timeout.ms", "1000");
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "2");
        settings.setProperty("background.threads", "2");
        settings.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
        settings.setProperty("log.segment.bytes", "67108864");
        return settings;
    }

    /** Gives the folder its identity, once. */
    private static void format(Properties settings, Path data) throws IOException {
        if (Files.exists(data.resolve("log").resolve("meta.properties"))) {
            return; // it has one
        }
        Path file = data.resolve("server.properties");
        try (var out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                new String[] {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()},
                new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IllegalStateException(
                    "the folder " + data + " cannot hold a broker's data: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }
}
