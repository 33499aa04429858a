package io.pilotlight.queue.batch;

import io.pilotlight.queue.HeaderValues;
import io.pilotlight.queue.OutcomeHeaders;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Where answers go, and where errors go; the latter is there only if there are some. */
final class OutputFiles implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path errorFile;
    private final OutputStream answers;
    private final OutputStream errors;
    private boolean failed;

    OutputFiles(Path output) throws IOException {
        this.errorFile = errorFile(output);
        this.answers = new BufferedOutputStream(Files.newOutputStream(output));
        this.errors = new BufferedOutputStream(Files.newOutputStream(errorFile));
    }

    /** {@code answers.jsonl} has {@code answers.errors.jsonl}. */
    static Path errorFile(Path output) {
        String name = String.valueOf(output.getFileName());
        int dot = name.lastIndexOf('.');
        return output.resolveSibling(
                dot < 0 ? name + ".errors" : name.substring(0, dot) + ".errors" + name.substring(dot));
    }

    void answer(byte[] line) throws IOException {
        answers.write(line);
        answers.write('\n');
    }

    void error(ConsumerRecord<byte[], byte[]> deadLetter, long line) throws IOException {
        failed = true;
        Headers headers = deadLetter.headers();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", "batch_req_" + UUID.randomUUID());
            json.writeStringField(
                    "custom_id",
                    HeaderValues.text(headers, OutcomeHeaders.CUSTOM_ID).orElse(null));
            json.writeNullField("response");
            json.writeObjectFieldStart("error");
            json.writeStringField(
                    "code",
                    HeaderValues.text(headers, OutcomeHeaders.ERROR_CODE).orElse(""));
            json.writeStringField(
                    "message",
                    HeaderValues.text(headers, OutcomeHeaders.ERROR_MESSAGE).orElse(""));
            json.writeStringField(
                    "param",
                    HeaderValues.text(headers, OutcomeHeaders.ERROR_PARAMETER).orElse(null));
            json.writeNumberField("line", line);
            json.writeEndObject();
            json.writeEndObject();
        }
        errors.write(bytes.toByteArray());
        errors.write('\n');
    }

    void flush() throws IOException {
        answers.flush();
        errors.flush();
    }

    @Override
    public void close() throws IOException {
        answers.close();
        errors.close();
        if (!failed) {
            Files.deleteIfExists(errorFile);
        }
    }
}
