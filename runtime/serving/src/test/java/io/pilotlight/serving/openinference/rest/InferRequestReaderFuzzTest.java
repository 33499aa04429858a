package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.EchoModel;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.ServedModels;
import io.pilotlight.wire.ReaderContract;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.Json;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is posted to a model. A case is a letter for the model, what {@link BinaryHeader} says up to a line feed (nothing:
 * it is missing; {@code *}: all before the first NUL, which is left out), and the body.
 */
class InferRequestReaderFuzzTest {

    private static final Call CALL = new Call(LatencyTier.INTERACTIVE, new Deadline(0));

    static Stream<byte[]> requests() {
        return Stream.of(
                json("t", "{'id': '1', 'inputs': [" + input("text", "BYTES", "2", "['a card', 'a pin']") + "]}"),
                json(
                        "t",
                        "{'inputs': [{'data': ['\\u00e9', '\\ud83d\\udd25'], 'shape': [2, 1], 'datatype': 'BYTES',"
                                + " 'name': 'text'}], 'outputs': [{'name': 'text', 'parameters': {'binary_data': true}}]}"),
                json(
                        "f",
                        "{'inputs': [" + input("f", "FP32", "2, 3", "[[1, 2.5, -3e-7], [0.1, 1E30, -0]]") + "],"
                                + " 'parameters': {'timeout': 5000, 'priority': 2, 'binary_data_output': true, 's': 'x'}}"),
                json(
                        "l",
                        "{'inputs': [" + input("l", "INT64", "1, 2", "[9223372036854775807, -1]")
                                + "], 'x': {'y': [{}]}}"),
                json(
                        "b",
                        "{'inputs': [" + input("b", "BOOL", "2", "[true, false]") + ", "
                                + input("s", "BYTES", "1, 2", "[['', '']]")
                                + "], 'outputs': [{'name': 's'}, {'name': 'b'}]}"),
                json(
                        "u",
                        "{'inputs': [" + input("u", "UINT64", "1", "[18446744073709551615]") + ", "
                                + input("d", "FP64", "1", "[1.7976931348623157e308]") + "]}"),
                json(
                        "i",
                        "{'inputs': [" + input("i", "INT32", "2, 2", "[[1, 2], [3, -4]]") + ", "
                                + input("c", "INT8", "1, 1, 2", "[[[-128, 127]]]") + "]}"),
                json(
                        "w",
                        "{'inputs': [" + input("w", "UINT32", "1", "[4294967295]") + ", "
                                + input("o", "UINT8", "1", "[255]") + ", " + input("p", "INT16", "1", "[-32768]")
                                + "]}"),
                json("q", "{'inputs': [" + input("q", "UINT16", "", "[65535]") + "]}"),
                json(
                        "r",
                        "{'inputs': [" + input("text", "BYTES", "1", "['a']") + ", "
                                + input("vector", "FP32", "1, 2", "[1, 2]") + ", "
                                + input("number", "INT64", "1", "[1]") + ", "
                                + input("flag", "BOOL", "1", "[true]")
                                + "], 'parameters': {'count': 3.0, 'name': 'n'}}"),
                binary("t", "{'inputs': [" + binaryInput("text", "BYTES", "2", 9) + "]}", "01000000 61 00000000"),
                binary(
                        "h",
                        "{'inputs': [" + binaryInput("h", "FP16", "2", 4) + ", " + binaryInput("g", "BF16", "", 2)
                                + "], 'parameters': {'binary_data_output': true}}",
                        "003c 00fc 803f"),
                binary("f", "{'inputs': [" + binaryInput("f", "FP32", "1, 3", 12) + "]}", "0000803f 0000c07f 000000c0"),
                binary(
                        "b",
                        "{'inputs': [" + binaryInput("b", "BOOL", "2", 2) + ", "
                                + input("s", "BYTES", "1, 2", "['', 'x']") + "]}",
                        "0001"),
                request("t", "0", "a card".getBytes(StandardCharsets.UTF_8)),
                request("f", "0", new byte[12]),
                request("l", "0", new byte[8]),
                wholeJson("t", "{'inputs': [" + input("text", "BYTES", "1", "['a']") + "]}"));
    }

    private static String input(String name, String type, String shape, String data) {
        return "{'name': '" + name + "', 'shape': [" + shape + "], 'datatype': '" + type + "', 'data': " + data + "}";
    }

    private static String binaryInput(String name, String type, String shape, int size) {
        return "{'name': '" + name + "', 'shape': [" + shape + "], 'datatype': '" + type
                + "', 'parameters': {'binary_data_size': " + size + "}}";
    }

    private static byte[] json(String model, String json) {
        return request(model, "", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** JSON whose length is said, with nothing after it. */
    private static byte[] wholeJson(String model, String json) {
        return request(
                model, String.valueOf(json.length()), json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] binary(String model, String json, String hex) {
        byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
        return request(model, "*", joined((json.replace('\'', '"') + "\0").getBytes(StandardCharsets.UTF_8), data));
    }

    private static byte[] request(String model, String header, byte[] body) {
        return joined((model + header + "\n").getBytes(StandardCharsets.UTF_8), body);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @MethodSource("requests")
    @DictionaryEntries({
        "\"inputs\"",
        "\"outputs\"",
        "\"name\"",
        "\"shape\"",
        "\"datatype\"",
        "\"data\"",
        "\"parameters\"",
        "\"id\"",
        "\"binary_data_size\"",
        "\"binary_data\"",
        "\"binary_data_output\"",
        "\"timeout\"",
        "\"priority\"",
        "\\ud83d",
        "\"count\"",
        "1e999",
        "-9223372036854775808",
        "18446744073709551616",
        "null",
        "true",
        "[[[[[[[["
    })
    @FuzzTest
    void request_ofAnyBytes_isAnsweredOrRefused(byte[] sent) throws IOException {
        if (sent.length == 0) {
            return;
        }
        EchoModel model = EchoModel.of(sent[0]);
        Exchange exchange = exchange(sent);
        Echo echo =
                ReaderContract.read(sent.length, () -> echo(model, exchange)).orElse(null);
        if (echo == null) {
            return;
        }
        InferRequest asBinary = new InferRequest(
                echo.request().id(),
                Map.of(InferRequest.BINARY_OUTPUTS, true),
                echo.request().inputs(),
                echo.request().outputs());
        if (exchange.headers().isEmpty()) {
            requireSame(model, echo, echo.request());
        } else if (echo.request().outputs().isEmpty()) {
            requireSame(model, echo, asBinary);
        }
    }

    /** Fuzzing starts from these: what is refused at once leads nowhere. */
    @ParameterizedTest
    @MethodSource("requests")
    void request_ofTheseAlready_isAnswered(byte[] sent) {
        assertThat(echo(EchoModel.of(sent[0]), exchange(sent)).outputs().byName())
                .isNotEmpty();
    }

    private record Echo(InferRequest request, Tensors outputs) {}

    private static Echo echo(EchoModel model, Exchange exchange) {
        InferRequest request = OpenInferenceRoutes.read(new InferRequestReader(ServedModels.check(model)), exchange);
        return new Echo(request, ServedModels.answer(model, request, CALL).outputs());
    }

    private static Exchange exchange(byte[] sent) {
        int end = 1;
        while (end < sent.length && sent[end] != '\n') {
            end++;
        }
        String header = new String(sent, 1, end - 1, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(sent, Math.min(end + 1, sent.length), sent.length);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (header.equals("*")) {
            int nul = 0;
            while (nul < body.length && body[nul] != 0) {
                nul++;
            }
            headers.add(BinaryHeader.NAME, String.valueOf(nul));
            body = joined(
                    Arrays.copyOf(body, nul), Arrays.copyOfRange(body, Math.min(nul + 1, body.length), body.length));
        } else if (!header.isEmpty()) {
            headers.add(BinaryHeader.NAME, header);
        }
        return new Exchange("/v2/models/echo/infer", Map.of(), headers, body, CALL);
    }

    /** That the answer, sent as the request wants it, reads as what was sent. */
    private static void requireSame(EchoModel model, Echo echo, InferRequest request) throws IOException {
        Reply reply = InferResponseWriter.reply(model.id(), request, echo.outputs());
        byte[] body = reply.body().getBytes();
        int jsonLength = reply.headers().stream()
                .filter(header -> header.getKey().equals(BinaryHeader.NAME))
                .findFirst()
                .map(header -> Integer.parseInt(header.getValue()))
                .orElse(body.length);
        JsonNode answer = Json.MAPPER.readTree(body, 0, jsonLength);
        assertThat(answer.path("id").asText("")).isEqualTo(request.id().orElse(""));
        ObjectNode asked = Json.MAPPER.createObjectNode();
        asked.set("inputs", answer.get("outputs"));
        byte[] json = Json.bytes(asked);
        byte[] rest = Arrays.copyOfRange(body, jsonLength, body.length);
        InferRequestReader reader = new InferRequestReader(model.checkOf(echo.outputs()));
        EchoModel.requireSame(reader.read(joined(json, rest), json.length).inputs(), echo.outputs());
    }
}
