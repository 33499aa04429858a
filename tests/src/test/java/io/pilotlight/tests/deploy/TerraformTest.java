package io.pilotlight.tests.deploy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Terraform's own opinion of each module and example, and what their tests assert: plan-time proofs both ways, and that examples apply. */
@Timeout(600) // a first run builds the provider
final class TerraformTest {

    static Stream<String> folders() {
        return Terraform.folders();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void isValidAndPassesItsTests(String folder) {
        Terraform terraform = Terraform.in(folder);
        terraform.run("get").succeeded();
        terraform.run("validate", "-no-color").succeeded();
        assertThat(terraform.run("test", "-no-color").succeeded())
                .contains("0 failed")
                .doesNotContain(" 0 passed");
    }

    @Test
    void isFormatted() {
        assertThat(Terraform.in(".").run("fmt", "-check", "-recursive").succeeded())
                .isEmpty();
    }
}
