package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.GrpcCalls;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;
import io.pilotlight.wire.openinference.message.GRPCInferenceServiceGrpc;
import io.pilotlight.wire.openinference.message.InferParameter;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelInferResponse;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteOrder;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pairs of questions, made at random: the same one by two protocols or in two spellings, or two that differ in one thing. What each
 * must be answered is asked of a function without a cache, and what the cache must do for it follows from what was asked before.
 * {@code -Dpilotlight.seed} repeats a run.
 */
@ExtendWith(SharedFunction.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtocolPairsIT {

    private static final long SEED = Long.getLong("pilotlight.seed", new Random().nextLong());
    private static final int PAIRS = 500;

    private static final int DIMENSIONS = 384;
    private static final int MOST_TEXTS = 3;

    /** Few, so that much is nearly the same: what JSON escapes, what looks alike, what is long in UTF-8, what no model reads. */
    private static final List<String> SYMBOLS = List.of(
            "a", "A", "b", " ", "  ", "\"", "\\", "\\n", "\\u0061", "/", "\n", "\r\n", "\t", "\0", "\u007f", "é",
            "e\u0301", "ﬁ", "fi", "İ", "ß", "Ω", "\u2126", "中", "😀", "👍🏽", "\u200d", "\u2028", "\ufeff", "{", "}",
            "<", "&amp;", "%20");

    private final FunctionProcess uncached;
    private final Spelling spelling;
    private final Random random = new Random(SEED);
    private final List<Way> ways = new ArrayList<>();
    private final Set<Item> known = new HashSet<>();
    private final Map<Item, float[]> expected = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // before all tests
    private FunctionProcess cached;

    @SuppressWarnings("NullAway.Init") // before all tests
    private ManagedChannel channel;

    /** Items so far. */
    private double computed;

    ProtocolPairsIT(FunctionProcess uncached) {
        this.uncached = uncached;
        this.spelling = new Spelling(random);
    }

    @BeforeAll
    void start() {
        cached = FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_TENANT_HEADER", "Tenant")
                .start();
        channel = GrpcCalls.channel(cached);
        for (Surface surface : Surface.values()) {
            ways.add(new Way(surface.name(), surface.takesManyTexts(), question -> over(surface, question)));
        }
        ways.add(new Way("GRPC", true, this::overGrpc));
    }

    @AfterAll
    void stop() {
        channel.shutdownNow();
        cached.close();
    }

    @BeforeEach
    void count() {
        computed = itemsComputed();
    }

    /** One text, and all else that its answer may depend on. */
    private record Item(String tenant, boolean truncate, String text) {}

    /** A request, whatever it is sent by. */
    private record Question(String tenant, boolean truncate, List<String> texts) {

        Question {
            texts = List.copyOf(texts);
        }

        List<Item> items() {
            return texts.stream().map(text -> new Item(tenant, truncate, text)).toList();
        }
    }

    /** What came back. */
    private record Told(List<float[]> embeddings, List<String> cacheStatuses) {

        boolean isHit() {
            return cacheStatuses.stream().allMatch(status -> status.startsWith("Pilotlight; hit; ttl="));
        }
    }

    /** A protocol, as a client of it asks. */
    private record Way(String name, boolean takesManyTexts, Function<Question, Told> asks) {

        boolean takes(Question question) {
            return takesManyTexts || question.texts().size() == 1;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Told over(Surface surface, Question question) {
        Request request = spelling.anew(surface.request(question.texts(), question.truncate()));
        Answer answer = cached.send(request.header("Tenant", question.tenant()));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return new Told(
                surface.embeddings(answer),
                surface == Surface.EVENT_BATCH
                        ? answer.json()
                                .valueStream()
                                .map(ProtocolPairsIT::cacheStatus)
                                .toList()
                        : List.of(CachedTexts.status(answer)));
    }

    private static String cacheStatus(JsonNode event) {
        return event.required("cachestatus").textValue();
    }

    private Told overGrpc(Question question) {
        ModelInferRequest request = GrpcCalls.texts(question.texts().toArray(String[]::new)).toBuilder()
                .setId(UUID.randomUUID().toString())
                .putParameters(
                        "truncate",
                        InferParameter.newBuilder()
                                .setBoolParam(question.truncate())
                                .build())
                .build();
        Metadata tenant = new Metadata();
        tenant.put(key("tenant"), question.tenant());
        AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
        AtomicReference<Metadata> trailers = new AtomicReference<>(new Metadata());
        ModelInferResponse response = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(tenant),
                        MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                .modelInfer(request);
        List<float[]> embeddings = new ArrayList<>();
        for (int i = 0; i < response.getOutputs(0).getShape(0); i++) {
            float[] embedding = new float[DIMENSIONS];
            response.getRawOutputContents(0)
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(i * DIMENSIONS, embedding);
            embeddings.add(embedding);
        }
        return new Told(embeddings, List.of(String.valueOf(headers.get().get(key("cache-status")))));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Test
    void theSameQuestionIsComputedOnceHoweverItIsAsked() {
        for (int pair = 0; pair < PAIRS; pair++) {
            Question question = question();
            ask(pair, question);
            ask(pair, question);
        }
    }

    @Test
    void noQuestionGetsTheAnswerToAnother() {
        for (int pair = 0; pair < PAIRS; pair++) {
            Question question = question();
            ask(pair, question);
            ask(pair, changedInOneThing(question));
        }
    }

    /** Each item is answered as it is without a cache, and computed if and only if nobody has asked for it. */
    private void ask(int pair, Question question) {
        List<Way> possible = ways.stream().filter(way -> way.takes(question)).toList();
        Way way = possible.get(random.nextInt(possible.size()));
        Set<Item> unknown = new HashSet<>(question.items());
        unknown.removeAll(known);
        String what = "-Dpilotlight.seed=%d, pair %d by %s: %s".formatted(SEED, pair, way, Json.write(question));

        Told told = way.asks().apply(question);

        double before = computed;
        computed = itemsComputed();
        assertThat(computed - before).as("items computed; %s", what).isEqualTo(unknown.size());
        assertThat(told.isHit()).as("hit: %s; %s", told.cacheStatuses(), what).isEqualTo(unknown.isEmpty());
        assertThat(told.embeddings()).as("embeddings; %s", what).hasSameSizeAs(question.texts());
        for (int i = 0; i < question.texts().size(); i++) {
            assertThat(told.embeddings().get(i))
                    .as("embedding %d; %s", i, what)
                    .containsExactly(expected(question.items().get(i)));
        }
        known.addAll(unknown);
    }

    private double itemsComputed() {
        return cached.metrics().value("pilotlight_inference_items_total");
    }

    private float[] expected(Item item) {
        return expected.computeIfAbsent(item, unknown -> Surface.TYPED
                .embeddings(uncached.send(Surface.TYPED.request(List.of(item.text()), item.truncate())))
                .getFirst());
    }

    private Question question() {
        List<String> texts = Stream.generate(this::text)
                .distinct() // of two in one request, one would be told to be computed for the other
                .limit(1 + Math.max(0, random.nextInt(-MOST_TEXTS, MOST_TEXTS)))
                .toList();
        return new Question("tenant " + random.nextInt(3), random.nextInt(5) == 0, texts);
    }

    /** With at least one letter, because a text without any is refused. */
    private String text() {
        return switch (random.nextInt(100)) {
            case 0 -> "word ".repeat(200) + symbols();
            case 1 -> Texts.ALL.get(random.nextInt(Texts.ALL.size()));
            default -> symbols() + "x" + symbols();
        };
    }

    private String symbols() {
        StringBuilder symbols = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            symbols.append(symbol());
        }
        return symbols.toString();
    }

    private String symbol() {
        return SYMBOLS.get(random.nextInt(SYMBOLS.size()));
    }

    private Question changedInOneThing(Question question) {
        return switch (random.nextInt(6)) {
            case 0 -> new Question(question.tenant() + "x", question.truncate(), question.texts());
            case 1 -> new Question(question.tenant(), true, question.texts());
            case 2 -> new Question(question.tenant(), question.truncate(), reordered(question.texts()));
            default -> new Question(question.tenant(), question.truncate(), withAnotherText(question.texts()));
        };
    }

    private List<String> reordered(List<String> texts) {
        List<String> reordered = new ArrayList<>(texts);
        Collections.shuffle(reordered, random);
        return reordered;
    }

    private List<String> withAnotherText(List<String> texts) {
        List<String> changed = new ArrayList<>(texts);
        int index = random.nextInt(texts.size());
        changed.set(index, changed(texts.get(index)));
        return changed.stream().distinct().toList();
    }

    /** To the model, some of these are the same text, but that is for the model to say. */
    private String changed(String text) {
        return switch (random.nextInt(7)) {
            case 0 -> text + " ";
            case 1 -> " " + text;
            case 2 -> text.toUpperCase(Locale.ROOT);
            case 3 -> text.toLowerCase(Locale.ROOT);
            case 4 -> Normalizer.normalize(text, Normalizer.Form.NFC);
            case 5 -> Normalizer.normalize(text, Normalizer.Form.NFD);
            default -> withOneMoreSymbol(text);
        };
    }

    private String withOneMoreSymbol(String text) {
        int at = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
        return text.substring(0, at) + symbol() + text.substring(at);
    }

    /** Who wants a text read whole does not get what its beginning was answered. */
    @ParameterizedTest
    @EnumSource
    void theAnswerToATruncatedTextIsForNobodyElse(Surface surface) {
        List<String> tooLong = List.of("word ".repeat(300) + surface);
        Answer truncated = cached.send(Surface.TYPED.request(tooLong, true));
        assertThat(CachedTexts.status(truncated)).contains("stored");

        Answer refusal = surface.refusal(cached.send(surface.request(tooLong, false)));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(surface.embeddings(cached.send(surface.request(tooLong, true))))
                .usingComparatorForType(Arrays::compare, float[].class)
                .isEqualTo(Surface.TYPED.embeddings(truncated));
    }
}
