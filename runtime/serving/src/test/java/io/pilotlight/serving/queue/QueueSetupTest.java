package io.pilotlight.serving.queue;

import io.pilotlight.wire.MappedProperties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueueSetupTest {

    @Test
    void everySettingIsKnown() {
        assertThat(QueueSetup.KNOWN).isEqualTo(MappedProperties.of(QueueConfig.class));
    }
}
