package io.pilotlight.wire.queue;

import io.pilotlight.wire.MappedProperties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BrokersTest {

    private record Given(Optional<String> servers, Optional<Path> clientProperties) implements BrokersConfig {}

    private static Brokers brokers(String servers) {
        return new Brokers(new Given(Optional.of(servers), Optional.empty()));
    }

    @Test
    void everySettingIsKnown() {
        assertThat(Brokers.KNOWN).isEqualTo(MappedProperties.of(BrokersConfig.class));
    }

    @Test
    void withoutServers_thereIsNoClient() {
        assertThat(new Brokers(new Given(Optional.empty(), Optional.empty())).client())
                .isEmpty();
    }

    @Test
    void clientHasThePropertiesOfTheFile_andTheServersThatAreSaid(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"), "security.protocol=SSL\nbootstrap.servers=elsewhere:1\n");

        assertThat(new Brokers(new Given(Optional.of("here:9092"), Optional.of(file))).client())
                .contains(Map.of("security.protocol", "SSL", "bootstrap.servers", "here:9092"));
    }

    @Test
    void serversWithoutAPort_areRefused() {
        brokers("one:9092,two:9092").check();

        assertThatIllegalArgumentException()
                .isThrownBy(brokers("one")::check)
                .withMessageContaining("pilotlight.queue.servers")
                .withMessageContaining("got one");
    }
}
