package io.pilotlight.cache;

import io.pilotlight.api.CacheControl;
import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.Inference;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Pairs of questions that differ in one thing, or in none, made at random; each answer says what it is the answer to. */
final class RandomPairsTest {

    private static final int PAIRS = 10_000;
    private static final long SEED = 20261124;

    private final Random random = new Random(SEED);
    private final AnswerCache cache =
            new AnswerCache(1L << 30, Duration.ofHours(1), Optional.empty(), InstantSource.system());

    /** All that an answer depends on. */
    private record Question(Scope scope, SequencedMap<String, Input> inputs, SequencedMap<String, Object> parameters) {

        /** The same, with its names in another order. */
        Question reversed() {
            return new Question(scope, inputs.reversed(), parameters.reversed());
        }

        Question of(Scope other) {
            return new Question(other, inputs, parameters);
        }

        Question with(String name, Input input) {
            SequencedMap<String, Input> changed = new LinkedHashMap<>(inputs);
            changed.put(name, input);
            return new Question(scope, changed, parameters);
        }

        Question with(String name, Object value) {
            SequencedMap<String, Object> changed = new LinkedHashMap<>(parameters);
            changed.put(name, value);
            return new Question(scope, inputs, changed);
        }
    }

    /** One input: texts, or numbers of 8 bytes. */
    private record Input(String type, List<Long> shape, List<String> elements) {

        Tensor tensor() {
            Shape dimensions =
                    Shape.of(shape.stream().mapToLong(Long::longValue).toArray());
            return switch (type) {
                case "BYTES" -> Tensor.of(dimensions, elements.toArray(String[]::new));
                case "INT64" ->
                    Tensor.of(
                            dimensions,
                            elements.stream().mapToLong(Long::parseLong).toArray());
                default ->
                    Tensor.of(
                            dimensions,
                            elements.stream()
                                    .mapToDouble(it -> Double.longBitsToDouble(Long.parseLong(it)))
                                    .toArray());
            };
        }
    }

    private static final class Codec extends TextCodec<Question> {

        @Override
        public Optional<ItemKey> key(KeyDigest digest, Question question) {
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            question.inputs().forEach((name, input) -> tensors.put(name, input.tensor()));
            return Optional.of(digest.inputs(new Tensors(tensors))
                    .parameters(question.parameters())
                    .key());
        }
    }

    /** In words that do not depend on the order of names. */
    private static String answerTo(Question question) {
        return question.scope() + " " + new TreeMap<>(question.inputs()) + " " + new TreeMap<>(question.parameters());
    }

    private Response<String> ask(Question question) {
        Scope scope = question.scope();
        Inference<Question, String> inference = cache.around(
                request -> new Response<>(
                        request.items().stream().map(RandomPairsTest::answerTo).toList(), Timing.NONE),
                new Codec(),
                scope.of(Call.NO_TENANT));
        Call call = new Call(
                LatencyTier.INTERACTIVE,
                Deadline.after(Duration.ofSeconds(20), System.nanoTime()),
                CacheControl.NONE,
                scope.tenant());
        return inference.infer(new Request<>(List.of(question), call));
    }

    @Test
    void neverAnswersOneWithTheOthersAnswer() {
        for (int pair = 0; pair < PAIRS; pair++) {
            Question one = question();
            Question other = changedInOneThing(one);
            String first = ask(one).results().getFirst();

            Response<String> second = ask(other);
            Response<String> again = ask(one.reversed());

            assertThat(first).isEqualTo(answerTo(one));
            assertThat(second.results()).containsExactly(answerTo(other));
            assertThat(again.results()).containsExactly(first);
            assertThat(again.cacheUse().isHit()).as("the same question %s", one).isTrue();
        }
    }

    private Question question() {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            inputs.put("input" + i, input());
        }
        SequencedMap<String, Object> parameters = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            parameters.put("parameter" + i, value());
        }
        Scope scope = new Scope(
                random.nextBoolean() ? Call.NO_TENANT : text(),
                "f" + random.nextInt(3),
                new Sha256("%064x".formatted(random.nextInt(3))),
                "infer");
        return new Question(scope, inputs, parameters);
    }

    private Input input() {
        String type = List.of("BYTES", "INT64", "FP64").get(random.nextInt(3));
        List<Long> shape = new ArrayList<>();
        int elements = 1;
        for (int axis = 1 + random.nextInt(2); axis > 0; axis--) {
            int dimension = 1 + random.nextInt(3);
            shape.add((long) dimension);
            elements *= dimension;
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < elements; i++) {
            values.add(type.equals("BYTES") ? text() : String.valueOf(random.nextLong(1L << 52)));
        }
        return new Input(type, List.copyOf(shape), List.copyOf(values));
    }

    /** Of few letters, so that much is nearly the same. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            text.append("ab\0é".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    private Object value() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextBoolean();
            case 1 -> random.nextLong(3);
            case 2 -> (double) random.nextInt(3);
            default -> String.valueOf(random.nextInt(3));
        };
    }

    private Question changedInOneThing(Question question) {
        Scope scope = question.scope();
        String name = question.inputs().firstEntry().getKey();
        Input input = question.inputs().firstEntry().getValue();
        return switch (random.nextInt(7)) {
            case 0 -> question.of(scope.of(scope.tenant() + "x"));
            case 1 -> question.of(new Scope(scope.tenant(), scope.function() + "x", scope.answerDigest(), "infer"));
            case 2 -> question.of(new Scope(scope.tenant(), scope.function(), new Sha256("f".repeat(64)), "infer"));
            case 3 -> question.with(name, withOtherElement(input));
            case 4 -> question.with(name, withOtherShape(input));
            case 5 -> question.with(name, withOtherType(input));
            default -> question.with("parameter1", "another " + random.nextInt());
        };
    }

    private static Input withOtherElement(Input input) {
        List<String> elements = new ArrayList<>(input.elements());
        String last = elements.removeLast();
        elements.add(input.type().equals("BYTES") ? last + "a" : String.valueOf(Long.parseLong(last) ^ 1));
        return new Input(input.type(), input.shape(), List.copyOf(elements));
    }

    private static Input withOtherShape(Input input) {
        List<Long> shape = new ArrayList<>(input.shape());
        shape.addFirst(1L);
        return new Input(input.type(), List.copyOf(shape), input.elements());
    }

    /** The same bytes where they are numbers, the same number where they are a text. */
    private static Input withOtherType(Input input) {
        return switch (input.type()) {
            case "INT64" -> new Input("FP64", input.shape(), input.elements());
            case "FP64" -> new Input("INT64", input.shape(), input.elements());
            default ->
                new Input(
                        "INT64",
                        input.shape(),
                        input.elements().stream().map(it -> "7").toList());
        };
    }
}
