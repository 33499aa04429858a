package io.pilotlight.engine;

import io.pilotlight.api.Attempts;
import io.pilotlight.api.DataType;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;
import io.pilotlight.api.Waiting;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class HandledInferenceTest {

    private static final Timing TIMING = new Timing(Duration.ofMillis(3), Duration.ofMillis(4));

    private final List<Request<Tensors>> asked = new ArrayList<>();

    /** Doubles every number. */
    private final Inference<Tensors, Tensors> doubling = request -> {
        asked.add(request);
        return new Response<>(
                request.items().stream().map(row -> number(2 * value(row))).toList(), TIMING);
    };

    private static Tensors number(int value) {
        ByteBuffer data = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, value);
        return Tensors.of(Map.of("number", new Tensor.Numeric(DataType.INT32, Shape.of(1), data)));
    }

    private static int value(Tensors tensors) {
        return tensors.numeric("number").ints().get(0);
    }

    /** Reads a number, and writes the item, its input and its output, so that a mix-up shows. */
    private static final class Numbers implements Handler<String, String> {

        @Override
        public Tensors encode(String item) {
            try {
                return number(Integer.parseInt(item));
            } catch (NumberFormatException e) {
                throw InferenceException.invalid("number", "`number`: expected a number, got " + item);
            }
        }

        @Override
        public String decode(String item, Tensors inputs, Tensors outputs) {
            return item + ":" + value(inputs) + "->" + value(outputs);
        }

        @Override
        public String sample() {
            return "1";
        }
    }

    private static Request<String> request(String... items) {
        return new Request<>(List.of(items), LatencyTier.REALTIME, new Deadline(77));
    }

    @Test
    void computesNothingOnAThreadThatMustNotWait() {
        Inference<String, String> inference = new HandledInference<>(new Numbers(), doubling);
        Deadline deadline = Deadline.after(Duration.ofSeconds(1), System.nanoTime());

        assertThat(Waiting.without(
                        () -> inference.infer(new Request<>(List.of("1"), LatencyTier.INTERACTIVE, deadline))))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void encodesOnceWhereItHasToWaitForTheInnerOne() {
        CompletableFuture<Void> computed = new CompletableFuture<>();
        Inference<String, String> inference = new HandledInference<>(new Numbers(), request -> {
            Response<Tensors> response = doubling.infer(request);
            Waiting.until(computed);
            return response;
        });
        try (Attempts<Response<String>> attempts =
                new Attempts<>(() -> inference.infer(request("3", "1")), true, Runnable::run)) {
            assertThat(attempts.withoutWaiting()).isInstanceOf(Attempts.Outcome.Coming.class);
            computed.complete(null);
            assertThat(attempts.withoutWaiting())
                    .isEqualTo(new Attempts.Outcome.Done<>(new Response<>(List.of("3:3->6", "1:1->2"), TIMING)));
        }
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().items().getFirst())
                .isSameAs(asked.getFirst().items().getFirst());
    }

    @Test
    void decodesEachItemWithItsOwnInputsAndOutputs() {
        Response<String> response = new HandledInference<>(new Numbers(), doubling).infer(request("3", "1", "2", "1"));
        assertThat(response.results()).containsExactly("3:3->6", "1:1->2", "2:2->4", "1:1->2");
    }

    @Test
    void asksTheInnerOneOnceWithTheSameTierAndDeadline() {
        Response<String> response = new HandledInference<>(new Numbers(), doubling).infer(request("3", "1"));
        assertThat(response.timing()).isEqualTo(TIMING);
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.tier()).isEqualTo(LatencyTier.REALTIME);
            assertThat(request.deadline()).isEqualTo(new Deadline(77));
            assertThat(request.items()).hasSize(2);
        });
    }

    @Test
    void asksNothingWhereOneItemCannotBeEncoded() {
        HandledInference<String, String> inference = new HandledInference<>(new Numbers(), doubling);
        assertThatThrownBy(() -> inference.infer(request("3", "three")))
                .isInstanceOf(InferenceException.class)
                .hasMessage("`number`: expected a number, got three")
                .extracting(e -> ((InferenceException) e).item())
                .isEqualTo(OptionalInt.of(1));
        assertThat(asked).isEmpty();
    }

    @Test
    void passesTheInnerOnesRefusalOn() {
        InferenceException refusal = new InferenceException(ErrorCode.QUEUE_FULL, "full");
        HandledInference<String, String> inference = new HandledInference<>(new Numbers(), request -> {
            throw refusal;
        });
        assertThatThrownBy(() -> inference.infer(request("3"))).isSameAs(refusal);
    }
}
